import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { type VNode } from "preact";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";

import sv from "../../../content/desk/sv.yml";
import en from "../../../content/desk/en.yml";
import { loadDeskWords } from "../src/desk/words";
import { languageOf } from "../src/words/language";
import { loadPhrases, phrase } from "../src/words/phrases";
import { callable } from "../src/words/plain_text";

describe("the language of the page", () => {
  test.each([
    [["sv-SE", "en"], "sv"],
    [["de-DE", "ro-RO"], "ro"],
    [["mo"], "ro"],
    [["th"], "th"],
    [["fr-FR"], "en"],
    [[], "en"],
  ])("%j gets %s", (wanted, language) => {
    expect(languageOf(wanted)).toBe(language);
  });
});

describe("phrases", () => {
  test.each(["sv", "en", "th", "ro"] as const)("every phrase the page uses stands in %s", async (language) => {
    const ids = parse(readFileSync(fileURLToPath(new URL("../../../content/phrases/ids.yml", import.meta.url)), "utf8")) as Record<string, object>;
    const phrases = await loadPhrases(language);
    for (const group of ["page", "watched", "kind", "waiting", "live", "code", "mailbox", "pair"]) for (const id of Object.keys(ids[group]!)) expect(phrases[id], id).toBeTruthy();
    expect(phrases["handoff.consent"], "what only the bot says is not carried along").toBeUndefined();
  });

  test("braces are filled, and unknown ones stay as they are", () => {
    expect(phrase({ a: "nr {place} av {all}" }, "a", { place: 2 })).toBe("nr 2 av {all}");
  });

  test("the desk's two languages have the same words with the same braces", () => {
    const braces = (words: Readonly<Record<string, string>>) => Object.fromEntries(Object.entries(words).map(([id, text]) => [id, (text.match(/\{\w+\}/g) ?? []).sort()]));
    expect(braces(sv)).toEqual(braces(en));
  });

  test("the desk names what the server puts under words that it has answered with 112", () => {
    const talk = readFileSync(fileURLToPath(new URL("../../stand_in/talk.py", import.meta.url)), "utf8");
    const [, token] = /^TOLD_112 = "⟦(\w+)⟧"$/m.exec(talk)!;
    for (const words of [sv, en]) expect(words[`kind.${token}`]).toContain("112");
  });

  test("the desk names every topic", async () => {
    expect((await loadDeskWords("sv"))["topic.law.selling"]).toBeTruthy();
  });
});

describe("numbers to call", () => {
  const called = (text: string) => callable(text).filter((part): part is VNode<{ href: string }> => typeof part === "object").map((part) => part.props.href);

  test.each([
    ["Ring 112. Kvinnofridslinjen 116 016, Bris 116 111, vården 1177.", ["tel:112", "tel:116016", "tel:116111", "tel:1177"]],
    ["Safe Havens 070-174 06 05", ["tel:0701740605"]],
    ["112 ย้ำ 112", ["tel:112", "tel:112"]],
    ["Lag 2025:170, 1 500 kronor, väg 11771, klockan 11.20", []],
  ])("%j", (text, numbers) => {
    expect(called(text)).toEqual(numbers);
  });
});
