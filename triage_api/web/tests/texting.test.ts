import { describe, expect, test } from "vitest";

import { type Texting, standingOf } from "../src/desk/texting";

const NOON = Date.parse("2026-11-21T12:00:00Z");
const MINUTE = 60_000;
const texting = (changed: Partial<Texting> = {}): Texting => ({ on: true, copies: 0, copies_checked: "2026-11-21T12:00:00Z", copies_gone: "2026-11-21T12:00:00Z", spent: 10, ceiling: 500, stopped: false, opts_out: false, ...changed });

describe("how texting stands at the desk", () => {
  test("where nobody can text nothing is said", () => {
    expect(standingOf(null, NOON)).toBe("off");
    expect(standingOf(texting({ on: false, stopped: true }), NOON)).toBe("off");
  });

  test("a stop is said first", () => {
    expect(standingOf(texting({ stopped: true, opts_out: true }), NOON)).toBe("stopped");
  });

  test("a service that silences people by itself comes before copies that it keeps", () => {
    expect(standingOf(texting({ opts_out: true, copies_gone: null }), NOON)).toBe("opts_out");
  });

  test("it is in order for an hour after no copy was left, and then not, however often it has been asked since", () => {
    const still = texting({ copies: 1, copies_checked: "2026-11-21T13:00:30Z" });
    expect(standingOf(still, NOON + 60 * MINUTE)).toBe("on");
    expect(standingOf(still, NOON + 61 * MINUTE)).toBe("copies_unsure");
  });

  test.each([[null], ["soon"]])("a time that says nothing (%s) confirms nothing", (copies_gone) => {
    expect(standingOf(texting({ copies_gone }), NOON)).toBe("copies_unsure");
  });
});
