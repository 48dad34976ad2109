import { type Language } from "./language";

/** The page's phrases, written in content/phrases; each language is fetched only when it is used. */
export type Phrases = Readonly<Record<string, string>>;

const FILES: Record<Language, () => Promise<{ default: Phrases }>> = {
  sv: () => import("../../../../content/phrases/sv.yml"),
  en: () => import("../../../../content/phrases/en.yml"),
  th: () => import("../../../../content/phrases/th.yml"),
  ro: () => import("../../../../content/phrases/ro.yml"),
};

export async function loadPhrases(language: Language): Promise<Phrases> {
  return (await FILES[language]()).default;
}

export type Facts = Readonly<Record<string, string | number>>;

/** The phrase with its {braces} filled in. An unknown id shows itself: better a strange word than an empty line. */
export function phrase(phrases: Phrases, id: string, facts: Facts = {}): string {
  return (phrases[id] ?? id).replace(/\{(\w+)\}/g, (brace, name: string) => String(facts[name] ?? brace));
}
