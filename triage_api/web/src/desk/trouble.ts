import { Refused } from "../wire/call";
import { type Facts } from "../words/phrases";

export interface Trouble {
  phrase: string;
  facts: Facts;
}

/** What to say when a call of the desk failed. */
export function troubleIn(error: unknown, special: Readonly<Record<string, string>> = {}): Trouble {
  if (!(error instanceof Refused) || error.status >= 500) return { phrase: "desk.unreachable", facts: {} };
  const seconds = typeof error.facts["seconds"] === "number" ? error.facts["seconds"] : 30;
  if (error.code === "too_fast") return { phrase: "desk.too_fast", facts: { seconds } };
  const line = typeof error.facts["line"] === "number" ? { line: error.facts["line"] } : {};
  return { phrase: special[error.code] ?? "desk.not_accepted", facts: line };
}
