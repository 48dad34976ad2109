import { expect, test, vi } from "vitest";

import { Presence } from "../src/desk/presence";
import { listen } from "../src/wire/events";

const SECOND = 1000;

test("each sign of life of the stream is answered, a burst of news once", async () => {
  const say = vi.fn(() => Promise.resolve());
  const presence = new Presence(say, () => 0);
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
  const presence = new Presence(say, () => 0);
  presence.alive(0);
  presence.alive(20 * SECOND);
  expect(say).toHaveBeenCalledTimes(1);
  fail(new Error("no network"));
  await new Promise(setImmediate);
  presence.alive(21 * SECOND);
  expect(say).toHaveBeenCalledTimes(2);
});

test("use is told once, again only when there was more, and by a page without a stream once in a minute", async () => {
  let used = 5;
  const told: boolean[] = [];
  const presence = new Presence(async (inUse) => void told.push(inUse), () => used);
  const at = async (tell: () => void) => { tell(); await new Promise(setImmediate); };
  await at(() => presence.alive(0));
  await at(() => presence.alive(15 * SECOND));
  used = 6;
  await at(() => presence.tellUse(20 * SECOND));
  expect(told).toEqual([true, false]);
  await at(() => presence.tellUse(75 * SECOND));
  await at(() => presence.tellUse(200 * SECOND));
  expect(told).toEqual([true, false, true]);
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
