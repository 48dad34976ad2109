import { afterEach, expect, test, vi } from "vitest";

import { Case } from "../src/person/case";
import { Lines } from "../src/person/lines";
import { b64u, random } from "../src/seal/bytes";

afterEach(() => vi.unstubAllGlobals());

test("who waits is told once that nobody has answered, and the case goes on waiting", async () => {
  let say!: (unanswered: boolean, place: number) => void;
  const stream = new ReadableStream<Uint8Array>({
    start: (to) => {
      say = (unanswered, place) => to.enqueue(new TextEncoder().encode(`event: state\ndata: ${JSON.stringify({ state: "waiting", place, back: false, on_duty: true, unanswered })}\n\n`));
    },
  });
  vi.stubGlobal("document", { visibilityState: "visible", addEventListener: () => {}, removeEventListener: () => {} });
  vi.stubGlobal("fetch", async () => new Response(stream));
  const lines = new Lines();
  const one = new Case(b64u(random(32)), b64u(random(16)), 4, lines, () => expect.unreachable());
  const told = () => lines.all.value.filter((line) => line.from === "notice" && line.phrase === "waiting.unanswered").length;
  const stands = (wanted: object) => vi.waitFor(() => expect(one.state.value).toMatchObject(wanted));
  say(false, 3);
  await stands({ place: 3, unanswered: false });
  expect(told()).toBe(0);
  say(true, 2);
  await stands({ state: "waiting", place: 2, unanswered: true });
  say(false, 1); // more urgent than before, so that others are asked first
  await stands({ place: 1, unanswered: false });
  say(true, 1);
  await stands({ unanswered: true });
  expect(told()).toBe(1);
  one.forget();
});
