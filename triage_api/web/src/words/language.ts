/** The four languages, each named as its own speakers name it. */
export const LANGUAGES = { sv: "Svenska", en: "English", th: "ไทย", ro: "Română" } as const;

export type Language = keyof typeof LANGUAGES;

export function isLanguage(tag: string): tag is Language {
  return Object.hasOwn(LANGUAGES, tag);
}

/** The first language the browser asks for that we have (Moldova's `mo` is Romanian); English when it has none of them. */
export function languageOf(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const main = tag.toLowerCase().split("-")[0] ?? "";
    if (isLanguage(main)) return main;
    if (main === "mo") return "ro";
  }
  return "en";
}
