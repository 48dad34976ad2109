import { describe, expect, test } from "vitest";

import { KEPT_AT_MOST_MS, MOST_KEYS, SPREADS_FOR_MS, type Standing, marked, nextIsDue, stillNeeded } from "../src/desk/key_life";
import { type SealKey, newSealKey } from "../src/desk/keys";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.parse("2026-11-21T03:00:00Z");
const key = (age: number, seen: SealKey["seen"] = null): SealKey => ({ ...newSealKey(NOW - age, true), seen });
const on = (index: number, left: number): Standing => ({ index, number: 7, until: NOW + left });

describe("the next key", () => {
  test.each([
    ["a key of four days with three left", 4 * DAY, 3 * DAY, false],
    ["a key of five days", 5 * DAY, 3 * DAY, true],
    ["a young key that was signed late or for a short time", DAY, 2 * DAY, true],
    ["a young key with time", DAY, 2 * DAY + HOUR, false],
  ])("%s: %#", (_, age, left, due) => {
    expect(nextIsDue([key(age, { number: 7, at: NOW - age })], on(0, left), NOW)).toBe(due);
  });

  test("who was away so long that nothing of theirs stands on the roster makes one at once", () => {
    expect(nextIsDue([key(40 * DAY, { number: 3, at: NOW - 39 * DAY })], null, NOW)).toBe(true);
  });

  test("one that waits for the signer is not followed by another, until its request is too old to be signed", () => {
    const before = key(6 * DAY, { number: 6, at: NOW - 6 * DAY });
    expect(nextIsDue([key(2 * DAY), before], on(1, DAY), NOW)).toBe(false);
    expect(nextIsDue([key(13 * DAY), before], null, NOW)).toBe(true);
  });

  test("is known as seen from the first time it stands on the roster", () => {
    const seals = marked([key(DAY), key(6 * DAY, { number: 6, at: 0 })], on(0, 6 * DAY), NOW);
    expect(seals[0]!.seen).toEqual({ number: 7, at: NOW });
    expect(marked(seals, { ...on(0, 6 * DAY), number: 9 }, NOW + DAY)).toBe(seals);
    expect(marked(seals, null, NOW)).toBe(seals);
    const early = [key(DAY, { number: 7, at: NOW + 15 * DAY }), seals[1]!];
    expect(marked(early, null, NOW), "seen by a wrong clock").toEqual([{ ...early[0], seen: { number: 7, at: NOW } }, seals[1]]);
  });
});

describe("an old key", () => {
  const two = (since: number, number = 7): [SealKey, SealKey] => [key(since + HOUR, { number, at: NOW - since }), key(9 * DAY, { number: 3, at: 0 })];

  test("stays while its successor is on no roster", () => {
    const seals = [key(3 * DAY), key(9 * DAY, { number: 3, at: 0 })];
    expect(stillNeeded(seals, null, NOW)).toEqual(seals);
  });

  test("stays while the new roster spreads, whatever is open", () => {
    expect(stillNeeded(two(SPREADS_FOR_MS - 1), null, NOW)).toHaveLength(2);
    expect(stillNeeded(two(SPREADS_FOR_MS), null, NOW)).toHaveLength(1);
  });

  test("stays while a living case was sealed by a roster from before, and no longer", () => {
    expect(stillNeeded(two(DAY), 6, NOW)).toHaveLength(2);
    expect(stillNeeded(two(DAY), 7, NOW)).toHaveLength(1);
    expect(stillNeeded(two(DAY), null, NOW)).toHaveLength(1);
  });

  test("goes after two weeks, also when the server says that it is needed", () => {
    expect(stillNeeded(two(KEPT_AT_MOST_MS - 1), 1, NOW)).toHaveLength(2);
    expect(stillNeeded(two(KEPT_AT_MOST_MS), 1, NOW)).toHaveLength(1);
  });

  test("the newest never goes, and there are never more than a request can carry", () => {
    const many = Array.from({ length: 9 }, () => key(DAY));
    expect(stillNeeded(many, 1, NOW)).toEqual(many.slice(0, MOST_KEYS));
  });
});
