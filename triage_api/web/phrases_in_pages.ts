import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import type { Plugin } from "vite";
import { parse } from "yaml";

/** Texts written by editors in content/ become part of the pages when they are built. */

const PHRASES = new URL("../../content/phrases/", import.meta.url);
const LANGUAGES = ["sv", "en", "th", "ro"] as const;

/** The groups of phrases that the person's page itself says; the rest is the bot's and the door's. */
const GROUPS = ["page", "watched", "kind", "waiting", "live", "code", "mailbox", "pair"];
const SINGLE = ["door.empty", "door.unknown_choice", "door.bad_request"];

type Grouped = Record<string, Record<string, string>>;

/** Import a phrase file and get one flat object of id and text; with `?topics` only the topics' labels, with `?letter` only the sentences for letters, with `?sent` only what stands under a text that a counsellor sends. */
export function phrasesPlugin(): Plugin {
  return {
    name: "lykta-phrases",
    enforce: "pre",
    transform(source, id) {
      const [file, wish] = id.split("?") as [string, string?];
      if (!file.endsWith(".yml")) return undefined;
      const groups = parse(source) as Grouped;
      const one = { topics: "topic", letter: "letter", sent: "sent" }[wish ?? ""];
      const wanted = (one && groups[one]) ?? (file.includes("/phrases/") ? forPage(groups) : Object.assign({}, ...Object.values(groups)));
      return { code: `export default ${JSON.stringify(wanted)};`, map: null };
    },
  };
}

function forPage(groups: Grouped): Record<string, string> {
  const single = Object.fromEntries(SINGLE.map((id) => [id, groups["door"]?.[id] ?? id]));
  return Object.assign(single, ...GROUPS.map((group) => groups[group] ?? {}));
}

/**
 * `<!-- phrase page.left p -->` in a page becomes that phrase in every language, each marked with its language;
 * `<!-- way plain.begin page.no_script -->` a form in every language that begins the chat without JavaScript.
 */
export function staticPhrases(): Plugin {
  return {
    name: "lykta-static-phrases",
    transformIndexHtml: {
      order: "pre",
      handler: (html) =>
        html
          .replace(/<!-- phrase (\S+) (\w+) -->/g, (_, id: string, tag: string) => LANGUAGES.map((l) => element(l, id, tag)).join("\n"))
          .replace(/<!-- way (\S+) (\S+) -->/g, (_, button: string, text: string) => LANGUAGES.map((l) => way(l, button, text)).join("\n")),
    },
  };
}

function element(language: string, id: string, tag: string): string {
  return `<${tag} id="${language}" lang="${language}">${written(language, id)}</${tag}>`;
}

/** What `plain/view.py` makes where the server knows no conversation. */
function way(language: string, button: string, text: string): string {
  const press = `<button type="submit" class="send" name="begin" value="${language}">${written(language, button)}</button>`;
  const callable = written(language, text).replace(/\b112\b/g, '<a class="call" href="tel:112">112</a>');
  return `<form class="way" method="post" action="/" lang="${language}"><p>${callable}</p>${press}</form>`;
}

function written(language: string, id: string): string {
  const groups = parse(readFileSync(fileURLToPath(new URL(`${language}.yml`, PHRASES)), "utf8")) as Grouped;
  const text = groups[id.split(".")[0]!]?.[id] ?? "";
  const unbroken = text.replace(/(\d) (?=\d)/g, "$1\u00a0"); // a number to call stays on one line
  return unbroken.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
