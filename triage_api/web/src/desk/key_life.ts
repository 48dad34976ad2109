import { type SealKey } from "./keys";

/**
 * The life of sealing keys: made by this page, signed onto the roster, followed by the next, destroyed. Whoever takes a
 * disk or a passphrase later finds no key for what was sealed weeks ago. Reads no clock and asks nobody.
 */

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

/** The roster gives a key seven days; from the fifth on the signer can take the next. */
export const NEXT_AFTER_MS = 5 * DAY_MS;
export const NEAR_END_MS = 2 * DAY_MS;
/** A key nobody signs is asked for again, since the signer takes no older request. */
export const ASKED_AGAIN_AFTER_MS = 13 * DAY_MS;
/** Pages and sealers that had the old roster in hand may still seal by it. */
export const SPREADS_FOR_MS = HOUR_MS;
/** So far two clocks may be apart that are both right enough. */
export const CLOCKS_APART_MS = 10 * 60 * 1000;
/** Then it goes whatever the server says of cases: one that lies could keep it alive otherwise. No case gets so old. */
export const KEPT_AT_MOST_MS = 14 * DAY_MS;
export const MOST_KEYS = 6;

/** Where one of the keys stands on the verified roster: the how manieth of ours, and until when. */
export interface Standing {
  index: number;
  number: number;
  until: number;
}

/**
 * The same keys, with the one that stands on the roster marked as seen there. What is marked with a time that is still to
 * come was so by a wrong clock, and counts from now on: its predecessor would stay until then.
 */
export function marked(seals: readonly SealKey[], standing: Standing | null, now: number): readonly SealKey[] {
  const after = seals.map((key, index) => {
    if (!key.seen) return index === standing?.index ? { ...key, seen: { number: standing.number, at: now } } : key;
    return key.seen.at > now + CLOCKS_APART_MS ? { ...key, seen: { ...key.seen, at: now } } : key;
  });
  return after.every((key, index) => key === seals[index]) ? seals : after;
}

/** Whether the next key is due. */
export function nextIsDue(seals: readonly SealKey[], standing: Standing | null, now: number): boolean {
  const newest = seals[0]!;
  // The signer takes no request from the future either: the clock was wrong when it was made.
  const early = newest.asked && newest.made > now + CLOCKS_APART_MS;
  if (!newest.seen) return early || now - newest.made >= ASKED_AGAIN_AFTER_MS;
  return now - newest.made >= NEXT_AFTER_MS || (standing?.index === 0 && standing.until - now <= NEAR_END_MS);
}

/** Those that something may still have to be opened with. `oldestRoster`: by which the oldest living thing was sealed. */
export function stillNeeded(seals: readonly SealKey[], oldestRoster: number | null, now: number): readonly SealKey[] {
  return seals.slice(0, MOST_KEYS).filter((_, index) => {
    const successor = seals.slice(0, index).findLast(({ seen }) => seen)?.seen;
    if (!successor) return true;
    const since = now - successor.at;
    if (since >= KEPT_AT_MOST_MS) return false;
    return since < SPREADS_FOR_MS || (oldestRoster !== null && oldestRoster < successor.number);
  });
}
