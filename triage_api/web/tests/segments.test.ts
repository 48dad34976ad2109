import { expect, test } from "vitest";

import { segmentsOf } from "../src/desk/segments";

test.each([
  ["nothing", "", "GSM-7", 0],
  ["white space", " \n ", "GSM-7", 0],
  ["a word", "Hej", "GSM-7", 1],
  ["160 characters", "å".repeat(160), "GSM-7", 1],
  ["161 characters", "a".repeat(161), "GSM-7", 2],
  ["306 characters", "a".repeat(306), "GSM-7", 2],
  ["307 characters", "a".repeat(307), "GSM-7", 3],
  ["80 signs that count twice", "€".repeat(80), "GSM-7", 1],
  ["81 of them", "€".repeat(81), "GSM-7", 2],
  ["one of them at the cut, which is not cut in two", `${"a".repeat(152)}€${"a".repeat(152)}`, "GSM-7", 3],
  ["70 Thai characters", "ก".repeat(70), "UCS-2", 1],
  ["71 Thai characters", "ก".repeat(71), "UCS-2", 2],
  ["one Romanian letter in 71", `${"a".repeat(70)}ș`, "UCS-2", 2],
  ["an emoji counts as two", "🙂".repeat(35), "UCS-2", 1],
  ["and is never cut in two", `a${"🙂".repeat(35)}`, "UCS-2", 2],
  ["curly quotes and dashes are sent as plain ones", `“${"a".repeat(150)}” – it’s …`, "GSM-7", 2],
])("%s", (_name, text, encoding, count) => {
  expect(segmentsOf(text)).toEqual({ encoding, count });
});
