import { type Bytes, fromUtf8, join, unb64u, utf8 } from "./bytes";
import { PUBLIC_KEY_BYTES } from "./hpke";
import { SealRefused } from "./refused";
import { proofHolds, signatureHolds } from "./signature";

/** The signed list of who may read. A lying queue can withhold it, but can neither add a reader nor bring one back. */

export interface SignedRoster {
  v: number;
  payload: string;
  signature: string;
}

export interface Person {
  id: string;
  name: string;
  role: "counsellor" | "supervisor";
  signKey: Bytes;
  sealKey: Bytes;
  from: number;
  until: number;
}

export interface Roster {
  number: number;
  organisation: string;
  demo: boolean;
  issued: number;
  expires: number;
  people: readonly Person[];
  /** The organisation's, by which its counsellors' keys can be opened again; null where it has chosen none. */
  recoveryKey: Bytes | null;
}

const CLOCK_SKEW_MS = 5 * 60 * 1000;
const ID = /^[A-Za-z0-9_-]{22}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;

/**
 * The roster inside, once every MUST of v1.md holds. `root` is the key built into the page, `highest` the highest
 * roster number this page has accepted, `now` milliseconds since 1970. Throws SealRefused.
 */
export function verifyRoster(signed: SignedRoster, root: Bytes, now: number, highest = 0): Roster {
  if (signed?.v !== 1) throw new SealRefused("unknown_version");
  const [payload, signature] = malformedUnless(() => [unb64u(signed.payload), unb64u(signed.signature)] as const);
  // Nothing of the payload is looked at before this line holds.
  if (!signatureHolds(root, join(utf8("lykta roster v1\n"), payload), signature)) throw new SealRefused("bad_signature");
  const inside = malformedUnless(() => JSON.parse(fromUtf8(payload)) as Record<string, unknown>);
  if (inside["v"] !== 1) throw new SealRefused("unknown_version");
  const roster = malformedUnless(() => read(inside));
  if (roster.expires <= now) throw new SealRefused("expired");
  if (roster.issued > now + CLOCK_SKEW_MS) throw new SealRefused("from_the_future");
  if (roster.number < highest) throw new SealRefused("older_roster");
  return roster;
}

/** The person with this id, if they are on the roster and on it today; throws otherwise. */
export function personOnRoster(roster: Roster, id: string, now: number): Person {
  const person = roster.people.find((one) => one.id === id);
  if (!person || now < person.from || now >= person.until) throw new SealRefused("not_on_roster");
  return person;
}

/** Everyone who may come to read today. */
export function readersOf(roster: Roster, now: number): Person[] {
  return roster.people.filter((person) => now >= person.from && now < person.until);
}

function read(inside: Record<string, unknown>): Roster {
  const people = list(inside["people"]).map(readPerson);
  if (new Set(people.map((person) => person.id)).size !== people.length) throw new SealRefused("malformed");
  return {
    number: whole(inside["number"]),
    organisation: text(inside["organisation"]),
    demo: inside["demo"] === true,
    issued: instant(inside["issued"]),
    expires: instant(inside["expires"]),
    people,
    recoveryKey: "recovery_key" in inside ? recoveryKey(inside["recovery_key"]) : null,
  };
}

function recoveryKey(value: unknown): Bytes {
  const key = unb64u(text(value));
  if (key.length !== PUBLIC_KEY_BYTES) throw new SealRefused("malformed");
  return key;
}

function readPerson(value: unknown): Person {
  const one = value as Record<string, unknown>;
  const id = text(one["id"]);
  const role = text(one["role"]);
  const signKey = unb64u(text(one["sign_key"]));
  const sealKey = unb64u(text(one["seal_key"]));
  if (!ID.test(id) || (role !== "counsellor" && role !== "supervisor")) throw new SealRefused("malformed");
  if (signKey.length !== 32 || sealKey.length !== PUBLIC_KEY_BYTES) throw new SealRefused("malformed");
  // The signer has checked this; checking again costs nothing and catches a signer that did not.
  if (!proofHolds(signKey, sealKey, unb64u(text(one["proof"])))) throw new SealRefused("forged_proof");
  return { id, name: text(one["name"]), role, signKey, sealKey, from: instant(one["from"]), until: instant(one["until"]) };
}

function malformedUnless<T>(reading: () => T): T {
  try {
    return reading();
  } catch (error) {
    throw error instanceof SealRefused ? error : new SealRefused("malformed");
  }
}

function text(value: unknown): string {
  if (typeof value !== "string") throw new SealRefused("malformed");
  return value;
}

function whole(value: unknown): number {
  if (!Number.isSafeInteger(value) || (value as number) < 1) throw new SealRefused("malformed");
  return value as number;
}

function list(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new SealRefused("malformed");
  return value;
}

function instant(value: unknown): number {
  const written = text(value);
  const at = INSTANT.test(written) ? Date.parse(written) : NaN;
  if (Number.isNaN(at)) throw new SealRefused("malformed");
  return at;
}
