import { describe, expect, test } from "vitest";

import sv from "../../../content/desk/sv.yml";
import { inPlaceOfSigns, named } from "../src/desk/case_summary";
import { loadDeskWords } from "../src/desk/words";

describe("what stands where the machine marked no words", () => {
  test.each([
    ["immediate", "immediate", "case.whole"],
    ["high", "high", "case.whole"],
    ["high", "immediate", "case.whole"],
    ["elevated", "elevated", "case.no_signs"],
    ["routine", "routine", "case.no_signs"],
    ["routine", "elevated", "case.no_signs"],
    ["routine", "immediate", null],
  ] as const)("handed off as %s, shown as %s", (handedOff, shown, said) => {
    expect(inPlaceOfSigns({ level: handedOff }, shown)).toBe(said);
    if (said) expect(sv[said]).toBeTruthy();
  });
});

test("small talk is no topic, and every other one has a name", async () => {
  const topics = ["chat.affirm", "law.selling", "chat.goodbye", "safety.partner"];
  const words = await loadDeskWords("sv");
  expect(named(topics).map((topic) => words[`topic.${topic}`])).toEqual(["Är det lagligt att sälja sex?", "Min partner slår eller hotar mig"]);
  expect(named(["chat.deny", "chat.thanks"])).toEqual([]);
});
