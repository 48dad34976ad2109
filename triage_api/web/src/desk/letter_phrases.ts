import { type Phrases } from "../words/phrases";

/** Sentences for letters, the same in every language, so that a counsellor can send vetted words they do not write themselves. */
const FILES: Readonly<Record<string, () => Promise<{ default: Phrases }>>> = {
  sv: () => import("../../../../content/phrasebook/sv.yml?letter"),
  en: () => import("../../../../content/phrasebook/en.yml?letter"),
  th: () => import("../../../../content/phrasebook/th.yml?letter"),
  ro: () => import("../../../../content/phrasebook/ro.yml?letter"),
};

export async function loadLetterPhrases(language: string): Promise<Phrases> {
  return (await FILES[language]?.())?.default ?? {};
}
