import { type Phrases } from "../words/phrases";

/** The counsellors' phrasebook: the same ids in every language, so that vetted words can be sent in one she does not write. */
const FILES: Readonly<Record<string, () => Promise<{ default: Phrases }>>> = {
  sv: () => import("../../../../content/phrasebook/sv.yml"),
  en: () => import("../../../../content/phrasebook/en.yml"),
  th: () => import("../../../../content/phrasebook/th.yml"),
  ro: () => import("../../../../content/phrasebook/ro.yml"),
};

/** What stands under a text that is sent: its source, and when it was looked at. */
const NOTES: Readonly<Record<string, () => Promise<{ default: Phrases }>>> = {
  sv: () => import("../../../../content/phrases/sv.yml?sent"),
  en: () => import("../../../../content/phrases/en.yml?sent"),
  th: () => import("../../../../content/phrases/th.yml?sent"),
  ro: () => import("../../../../content/phrases/ro.yml?sent"),
};

export async function loadPhrasebook(language: string): Promise<Phrases> {
  return (await FILES[language]?.())?.default ?? {};
}

export async function loadNotes(language: string): Promise<Phrases> {
  return (await NOTES[language]?.())?.default ?? {};
}
