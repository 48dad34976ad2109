import { describe, expect, it } from "vitest";

import { byName, kindsOf, lengthOf } from "../src/desk/counts_calls";

describe("the numbers of a month", () => {
  it("draws the greatest as a whole bar and a hidden one as none", () => {
    const line = { sv: 40, en: 10, th: null };
    expect([lengthOf(40, line), lengthOf(10, line), lengthOf(null, line)]).toEqual([100, 25, 0]);
  });

  it("draws nothing where everything is hidden", () => {
    expect(lengthOf(null, { web: null, sms: null })).toBe(0);
  });

  it("orders counties as their names stand in a list in the language of the desk", () => {
    const names = { orebro: { sv: "Örebro län", en: "Örebro County" }, skane: { sv: "Skåne", en: "Skåne" }, uppsala: { sv: "Uppsala län", en: "Uppsala County" } };
    expect(byName(names, "sv").map(([code]) => code)).toEqual(["skane", "uppsala", "orebro"]);
    expect(byName(names, "en").map(([, name]) => name)).toEqual(["Örebro County", "Skåne", "Uppsala County"]);
  });

  it("finds the names of a table of two kinds in those of one", () => {
    expect(kindsOf("language_outcome")).toEqual(["language", "outcome"]);
  });
});
