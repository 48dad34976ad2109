import { expect, test, vi } from "vitest";

import { Presence } from "../src/desk/presence";
import { listen } from "../src/wire/events";

const SECOND = 1000;

test("each sign of life of the stream is answered, a burst of news once", async () => {
  const say = vi.fn(() => Promise.resolve());
  const presence = new Presence(say);
  for (const at of [0, 1, 9, 15, 16, 30]) {
    presence.alive(at * SECOND);
    await Promise.resolve();
    await new Promise(setImmediate);
  }
  expect(say).toHaveBeenCalledTimes(3);
});

test("an answer that did not arrive is given again with the next sign of life, and never two at a time", async () => {
  let fail = (_reason: Error): void => undefined;
  const say = vi.fn(() => new Promise<void>((_, reject) => (fail = reject)));
  const presence = new Presence(say);
  presence.alive(0);
  presence.alive(20 * SECOND);
  expect(say).toHaveBeenCalledTimes(1);
  fail(new Error("no network"));
  await new Promise(setImmediate);
  presence.alive(21 * SECOND);
  expect(say).toHaveBeenCalledTimes(2);
});

test("a stream's bare sign of life is heard without any timer", async () => {
  const over = new AbortController();
  const body = new ReadableStream<Uint8Array>({ start: (stream) => stream.enqueue(new TextEncoder().encode(":\n\n")) });
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(body, { headers: { "Content-Type": "text/event-stream" } })));
  const heard = new Promise<void>((resolve) => {
    void listen("/desk/api/events", { bearer: "x", onEvent: () => undefined, onAlive: resolve }, over.signal);
  });
  await heard;
  over.abort();
  vi.unstubAllGlobals();
});
