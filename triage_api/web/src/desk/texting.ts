/** How the text messages stand, as the server tells the desk (docs/wire.md §6). */

export interface Texting {
  on: boolean;
  /** How many texts the service that carries them still holds of those that should be gone. */
  copies: number | null;
  copies_checked: string | null;
  /** SEK, today. */
  spent: number;
  ceiling: number;
  stopped: boolean;
}

export type Standing = "off" | "on" | "stopped" | "copies_unsure";

const AN_HOUR = 60 * 60 * 1000;

/** When it was last known that no copy is left; `before` is what was known till now. */
export function copiesGoneAt(before: number, texting: Texting): number {
  const checked = texting.copies === 0 && texting.copies_checked ? Date.parse(texting.copies_checked) : NaN;
  return Number.isNaN(checked) ? before : Math.max(before, checked);
}

export function standingOf(texting: Texting | null, goneAt: number, now: number): Standing {
  if (!texting?.on) return "off";
  if (texting.stopped) return "stopped";
  return now - goneAt > AN_HOUR ? "copies_unsure" : "on";
}
