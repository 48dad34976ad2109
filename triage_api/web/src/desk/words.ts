import { type Phrases } from "../words/phrases";

/** The desk speaks Swedish and English; the texts are in content/desk. */
export const DESK_LANGUAGES = { sv: "Svenska", en: "English" } as const;

export type DeskLanguage = keyof typeof DESK_LANGUAGES;

const FILES = {
  sv: () => Promise.all([import("../../../../content/desk/sv.yml"), import("../../../../content/phrases/sv.yml?topics")]),
  en: () => Promise.all([import("../../../../content/desk/en.yml"), import("../../../../content/phrases/en.yml?topics")]),
} as const;

export async function loadDeskWords(language: DeskLanguage): Promise<Phrases> {
  const [words, topics] = await FILES[language]();
  return { ...words.default, ...topics.default };
}

/** Swedish where the browser prefers it to English; English for everybody else. */
export function deskLanguageOf(wanted: readonly string[]): DeskLanguage {
  const main = wanted.map((tag) => tag.toLowerCase().split("-")[0]).find((tag) => tag === "sv" || tag === "en");
  return main === "sv" ? "sv" : "en";
}
