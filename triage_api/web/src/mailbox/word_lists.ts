import { type WordList, type WordLists } from "../seal/return_code";
import { type Language } from "../words/language";

/** The lists of config/return_code, fetched only when a code is made or typed. */
const FILES: Record<Language, () => Promise<{ default: string }>> = {
  sv: () => import("../../../../config/return_code/sv.txt?raw"),
  en: () => import("../../../../config/return_code/en.txt?raw"),
  th: () => import("../../../../config/return_code/th.txt?raw"),
  ro: () => import("../../../../config/return_code/ro.txt?raw"),
};

export async function loadWordList(language: Language): Promise<WordList> {
  return (await FILES[language]()).default.trim().split("\n");
}

export async function loadWordLists(): Promise<WordLists<Language>> {
  const [sv, en, th, ro] = await Promise.all([loadWordList("sv"), loadWordList("en"), loadWordList("th"), loadWordList("ro")]);
  return { sv, en, th, ro };
}
