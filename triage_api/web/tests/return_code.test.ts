import { describe, expect, test } from "vitest";

import { loadWordLists } from "../src/mailbox/word_lists";
import { b64u, random } from "../src/seal/bytes";
import { isAddress, openLetter, sealLetter } from "../src/seal/letter";
import { addressOf, deriveMailbox } from "../src/seal/mailbox";
import { SealRefused } from "../src/seal/refused";
import { CODE_WORDS, fold, foldCodeWord, newCodeBits, readCode, wordsOf } from "../src/seal/return_code";
import { type Language } from "../src/words/language";

const LANGUAGES: readonly Language[] = ["sv", "en", "th", "ro"];
const lists = await loadWordLists();

async function written(language: Language): Promise<{ bits: ReturnType<typeof newCodeBits>; words: string[] }> {
  const bits = newCodeBits();
  return { bits, words: await wordsOf(bits, lists[language]) };
}

describe.each(LANGUAGES)("a code in %s", (language) => {
  test("ten words come back as the bits they were made of, whatever was drawn", async () => {
    for (let n = 0; n < 50; n++) {
      const { bits, words } = await written(language);
      expect(words).toHaveLength(CODE_WORDS);
      expect(bits[0]! & ~0b11).toBe(0);
      expect(await readCode(words.join(" "), lists)).toEqual({ bits });
    }
  });

  test.each([
    ["capitals", (words: string[]) => words.join(" ").toUpperCase()],
    ["no marks", (words: string[]) => words.map(fold).join(" ")],
    ["decomposed letters", (words: string[]) => words.join(" ").normalize("NFD")],
    ["a shopping list", (words: string[]) => words.map((word, at) => `${at + 1}. ${word},`).join("\n")],
    ["nothing in between", (words: string[]) => words.join("")],
  ])("is read with %s", async (_, typed) => {
    const { bits, words } = await written(language);
    expect(await readCode(typed(words), lists)).toEqual({ bits });
  });

  test("the unknown word is named as it was typed, and only that", async () => {
    const { words } = await written(language);
    expect(await readCode([...words.slice(0, 9), "Xqzzy"].join(" "), lists)).toEqual({ mistake: { kind: "unknown", words: ["Xqzzy"] } });
  });
});

test("of the codes with one word wrong, about one in a thousand passes, and no more", async () => {
  let passed = 0;
  for (let n = 0; n < 300; n++) {
    const { words } = await written("sv");
    const at = n % CODE_WORDS;
    const wrong = lists.sv[(lists.sv.indexOf(words[at]!) + 1 + (n % 1022)) % 1024]!;
    if ("bits" in (await readCode(words.with(at, wrong).join(" "), lists))) passed++;
  }
  expect(passed).toBeLessThan(6);
});

test.each(["", "   ", "1. 2. 3.", "…", "–\n–"])("%j is no word at all", async (typed) => {
  expect(await readCode(typed, lists)).toEqual({ mistake: { kind: "empty" } });
});

test("a text of any length pasted by mistake is answered at once", async () => {
  const begun = performance.now();
  expect(await readCode("åå".repeat(100_000), lists)).toHaveProperty("mistake");
  expect(await readCode((lists.th[0]! + lists.th[1]!).repeat(50_000), lists)).toHaveProperty("mistake");
  expect(performance.now() - begun).toBeLessThan(2000);
});

test("a code word is the same however it is typed, and is none when nothing of it is a letter", () => {
  expect(foldCodeWord(" Blå  Häger! ")).toBe("blahager");
  expect(foldCodeWord("ＢＬÅ häger")).toBe("blahager");
  expect(foldCodeWord("ปลาทู่")).toBe(foldCodeWord("ปลาทู"));
  expect(foldCodeWord(" – ! ")).toBe("");
});

describe("letters", () => {
  const letter = { text: "å".repeat(2000), name: "Kim", written: "2026-11-21", order: 3 };

  test("open for the code that the address was made of, and for no other", async () => {
    const bits = newCodeBits();
    const keys = await deriveMailbox(bits, "häger");
    const sealed = await sealLetter(letter, await addressOf(keys));
    expect(await openLetter(sealed, keys)).toEqual(letter);
    await expect(openLetter(sealed, await deriveMailbox(bits, ""))).rejects.toBeInstanceOf(SealRefused);
  });

  test("of one size do not show how much was written; the longest the desk takes fits in any script", async () => {
    const address = await addressOf(await deriveMailbox(newCodeBits(), ""));
    const size = async (text: string) => (await sealLetter({ ...letter, text }, address)).length;
    expect(await size("x")).toBe(await size("x".repeat(3900)));
    expect(await size("ก".repeat(4000))).toBeGreaterThan(0);
    await expect(size("ก".repeat(6000))).rejects.toBeInstanceOf(RangeError);
  });

  test.each([null, {}, { mailbox: "x", key: "y" }, { mailbox: b64u(random(32)), key: b64u(random(32)) }])("%j is no address", (value) => {
    expect(isAddress(value)).toBe(false);
  });
});
