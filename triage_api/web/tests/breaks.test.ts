import { expect, test } from "vitest";

import { Breaks } from "../src/desk/breaks";

const MINUTE = 60_000;

test("a pause is offered after so long with people, however many they were", () => {
  const breaks = new Breaks();
  for (const [minute, living] of [[0, 1], [20, 2], [49, 1]] as const) breaks.see(living, 50, minute * MINUTE);
  expect(breaks.offered.value).toBeNull();
  breaks.see(1, 50, 50 * MINUTE);
  expect(breaks.offered.value).toBe("long");
});

test("a breath between two chats is no pause, five minutes are", () => {
  const [short, long] = [new Breaks(), new Breaks()];
  for (const [breaks, free] of [[short, 2], [long, 5]] as const) {
    breaks.see(1, 50, 0);
    breaks.see(0, 50, 30 * MINUTE);
    breaks.see(1, 50, (30 + free) * MINUTE);
    breaks.see(1, 50, 55 * MINUTE);
  }
  expect([short.offered.value, long.offered.value]).toEqual(["long", null]);
});

test("who waves it off is asked again only after as long again", () => {
  const breaks = new Breaks();
  breaks.see(1, 50, 0);
  breaks.see(1, 50, 50 * MINUTE);
  breaks.dismiss(51 * MINUTE);
  breaks.see(1, 50, 100 * MINUTE);
  expect(breaks.offered.value).toBeNull();
  breaks.see(1, 50, 101 * MINUTE);
  expect(breaks.offered.value).toBe("long");
});

test("nobody is asked where it is turned off", () => {
  const breaks = new Breaks();
  breaks.see(1, 0, 0);
  breaks.see(1, 0, 500 * MINUTE);
  expect(breaks.offered.value).toBeNull();
});
