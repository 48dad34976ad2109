import { describe, expect, test } from "vitest";

import { type Texting, copiesGoneAt, standingOf } from "../src/desk/texting";

const NOON = Date.parse("2026-11-21T12:00:00Z");
const MINUTE = 60_000;
const texting = (changed: Partial<Texting> = {}): Texting => ({ on: true, copies: 0, copies_checked: "2026-11-21T12:00:00Z", spent: 10, ceiling: 500, stopped: false, ...changed });

describe("how texting stands at the desk", () => {
  test("where nobody can text nothing is said", () => {
    expect(standingOf(null, 0, NOON)).toBe("off");
    expect(standingOf(texting({ on: false, stopped: true }), 0, NOON)).toBe("off");
  });

  test("a stop is said first", () => {
    expect(standingOf(texting({ stopped: true }), 0, NOON)).toBe("stopped");
  });

  test("it is in order for an hour after no copy was left, and then not", () => {
    const goneAt = copiesGoneAt(0, texting());
    expect(standingOf(texting(), goneAt, NOON + 60 * MINUTE)).toBe("on");
    expect(standingOf(texting(), goneAt, NOON + 61 * MINUTE)).toBe("copies_unsure");
  });

  test.each([
    ["copies that are still there", texting({ copies: 3, copies_checked: "2026-11-21T12:50:00Z" })],
    ["a count that nobody knows", texting({ copies: null, copies_checked: null })],
    ["a time that cannot be read", texting({ copies_checked: "soon" })],
  ])("%s confirm nothing", (_name, now) => {
    expect(copiesGoneAt(NOON, now)).toBe(NOON);
  });

  test("an older answer takes nothing back", () => {
    expect(copiesGoneAt(NOON + MINUTE, texting())).toBe(NOON + MINUTE);
  });
});
