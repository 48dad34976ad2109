import { type Bytes, join, random, sha256, utf8 } from "./bytes";

/**
 * The return code: 90 random bits and 10 of checksum, written as ten words of a list of 1,024 (config/envelope/v1.md).
 * Whoever has the words opens the mailbox, so they are made here, shown once, and neither sent nor kept.
 */

export const CODE_WORDS = 10;
export const LIST_WORDS = 1024;

/** More than ten words ever have; what is longer is a text pasted by mistake. */
const MOST_CHARACTERS = 600;

/** The 90 bits as 12 bytes, big-endian: the first six bits are zero. */
export type CodeBits = Bytes;
export type WordList = readonly string[];
export type WordLists<Name extends string> = Readonly<Record<Name, WordList>>;

/** What is wrong with a code that was typed; found without asking anybody. `unknown` are the words as they were typed. */
export type Mistake = { kind: "empty" } | { kind: "count"; count: number } | { kind: "unknown"; words: string[] } | { kind: "checksum" };

export type Read = { bits: CodeBits } | { mistake: Mistake };

export function newCodeBits(): CodeBits {
  const bits = random(12);
  bits[0]! &= 0b11;
  return bits;
}

export async function wordsOf(bits: CodeBits, list: WordList): Promise<string[]> {
  const whole = (numberOf(bits) << 10n) | BigInt(await checksum(bits));
  return Array.from({ length: CODE_WORDS }, (_, at) => list[Number((whole >> BigInt(10 * (CODE_WORDS - 1 - at))) & 1023n)]!);
}

/** The bits of typed words: in any of the lists, with or without marks, in any case, with anything between them. */
export async function readCode<Name extends string>(typed: string, lists: WordLists<Name>): Promise<Read> {
  const chunks = chunksOf(typed);
  if (chunks.length === 0) return { mistake: { kind: "empty" } };
  const readings = Object.values<WordList>(lists).map((list) => readIn(chunks, list));
  for (const ways of readings.map((reading) => reading.ways).filter((way) => way.length > 0)) {
    for (const way of ways) {
      const bits = await checked(way);
      if (bits) return { bits };
    }
  }
  // No list has all of it: what is wrong is said as the list sees it that knows most of the words.
  const best = readings.reduce((one, other) => (other.unknown.length < one.unknown.length ? other : one));
  if (best.unknown.length > 0) return { mistake: { kind: "unknown", words: best.unknown } };
  return { mistake: best.ways.length > 0 ? { kind: "checksum" } : { kind: "count", count: best.shortest } };
}

/**
 * One spelling for what is the same word to its writer: lower case, Latin letters without marks, Thai without tone marks,
 * compatibility forms taken apart.
 */
export function fold(word: string): string {
  return word
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\u0300-\u036f\u0e48-\u0e4b\u200b-\u200d]/g, "")
    .replace(/\u0e40\u0e40/g, "\u0e41"); // เ typed twice looks like แ
}

/** The optional code word as it goes into the derivation: folded, letters and digits only. Empty when there is none. */
export function foldCodeWord(typed: string): string {
  return fold(typed).replace(/[^\p{L}\p{M}\p{Nd}]/gu, "");
}

/** Digits separate too: on paper the words may stand as "2 lemons, 1 rope". */
function chunksOf(typed: string): string[] {
  return typed.slice(0, MOST_CHARACTERS).split(/[^\p{L}\p{M}\u200b-\u200d]+/u).filter(Boolean);
}

interface Reading {
  unknown: string[];
  /** Every way to read the chunks as ten words, each as their places in the list. */
  ways: number[][];
  /** How many words it is, if not ten. */
  shortest: number;
}

/** Thai is written without spaces, so a chunk may be several words, and now and then in more than one way. */
function readIn(chunks: string[], list: WordList): Reading {
  const places = new Map(list.map((word, at) => [fold(word), at]));
  const cuts = chunks.map((chunk) => cutsOf(fold(chunk), places, CODE_WORDS));
  const unknown = chunks.filter((_, at) => cuts[at]!.length === 0);
  let ways: number[][] = [[]];
  for (const cut of cuts) ways = ways.flatMap((way) => cut.map((more) => [...way, ...more])).filter((way) => way.length <= CODE_WORDS);
  const shortest = cuts.reduce((count, cut) => count + Math.min(...cut.map((one) => one.length), Infinity), 0);
  return { unknown, ways: ways.filter((way) => way.length === CODE_WORDS), shortest };
}

function cutsOf(chunk: string, places: ReadonlyMap<string, number>, most: number): number[][] {
  const whole = places.get(chunk);
  const found: number[][] = whole === undefined ? [] : [[whole]];
  for (let end = 2; most > 1 && end < chunk.length - 1; end++) {
    const first = places.get(chunk.slice(0, end));
    if (first !== undefined) found.push(...cutsOf(chunk.slice(end), places, most - 1).map((rest) => [first, ...rest]));
  }
  return found;
}

async function checked(places: number[]): Promise<CodeBits | null> {
  const whole = places.reduce((sum, place) => (sum << 10n) | BigInt(place), 0n);
  const bits = bytesOf(whole >> 10n);
  return (await checksum(bits)) === Number(whole & 1023n) ? bits : null;
}

/** The first 10 bits of SHA-256 over a label and the bits: one mistyped code in 1,024 passes, none with a word unknown. */
async function checksum(bits: CodeBits): Promise<number> {
  const hash = await sha256(join(utf8("lykta return code v1\n"), bits));
  return (hash[0]! << 2) | (hash[1]! >> 6);
}

function numberOf(bits: CodeBits): bigint {
  return bits.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

function bytesOf(number: bigint): CodeBits {
  return Uint8Array.from({ length: 12 }, (_, at) => Number((number >> BigInt(8 * (11 - at))) & 255n));
}
