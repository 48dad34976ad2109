/** How the text messages stand, as the server tells the desk (docs/wire.md §6). */

export interface Texting {
  on: boolean;
  /** How many texts the service that carries them still holds of those that should be gone. */
  copies: number | null;
  copies_checked: string | null;
  /** When none was left last, or when the server began to ask. */
  copies_gone: string | null;
  /** SEK, today. */
  spent: number;
  ceiling: number;
  stopped: boolean;
  /** The service was seen to silence whoever once wrote STOP, 112 included. */
  opts_out: boolean;
}

export type Standing = "off" | "on" | "stopped" | "opts_out" | "copies_unsure";

const AN_HOUR = 60 * 60 * 1000;

export function standingOf(texting: Texting | null, now: number): Standing {
  if (!texting?.on) return "off";
  if (texting.stopped) return "stopped";
  if (texting.opts_out) return "opts_out";
  return now - Date.parse(texting.copies_gone ?? "") <= AN_HOUR ? "on" : "copies_unsure";
}
