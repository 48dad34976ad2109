import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { LiveLines } from "../src/desk/live_lines";

/** Her goodbye, and the end of the talk that waits for it to arrive. */

let said: LiveLines;

beforeEach(() => {
  vi.useFakeTimers();
  said = new LiveLines();
});

afterEach(() => void vi.useRealTimers());

function say(text: string, seq: number): void {
  said.numbered(said.add({ from: "counsellor", text, kind: "text", mark: "sending" }), seq);
}

async function waits(atMost = 3000): Promise<{ over: boolean }> {
  const state = { over: false };
  void said.arrived(atMost).then(() => (state.over = true));
  await vi.advanceTimersByTimeAsync(0);
  return state;
}

test("nothing on its way is waited for", async () => {
  expect(await waits()).toEqual({ over: true });
  said.add({ from: "person", text: "hej", kind: "text" });
  say("Hej då", 1);
  said.deliveredTo(1);
  expect(await waits()).toEqual({ over: true });
});

test("the end waits until the last of her lines has arrived", async () => {
  say("Ta hand om dig", 1);
  say("Hej då", 2);
  const end = await waits();
  said.sentTo(2);
  said.deliveredTo(1);
  await vi.advanceTimersByTimeAsync(0);
  expect(end).toEqual({ over: false });
  said.deliveredTo(2);
  await vi.advanceTimersByTimeAsync(0);
  expect(end).toEqual({ over: true });
});

test("a line that is lost is not waited for", async () => {
  say("Hej då", 1);
  const end = await waits();
  said.lost(1);
  await vi.advanceTimersByTimeAsync(0);
  expect(end).toEqual({ over: true });
});

test("a page that nobody looks at keeps the end back no longer than it may", async () => {
  say("Hej då", 1);
  said.sentTo(1);
  const end = await waits(3000);
  await vi.advanceTimersByTimeAsync(2999);
  expect(end).toEqual({ over: false });
  await vi.advanceTimersByTimeAsync(1);
  expect(end).toEqual({ over: true });
});
