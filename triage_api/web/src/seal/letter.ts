import { type Bytes, b64u, fromUtf8, unb64u, utf8 } from "./bytes";
import { PUBLIC_KEY_BYTES, hpkeOpen, hpkeSeal } from "./hpke";
import { jcs } from "./jcs";
import { pad, unpad } from "./pad";
import { SealRefused } from "./refused";

/** Letters to a mailbox (config/envelope/v1.md). Base mode proves no sender: only those who were given the key can write. */

/** What a counsellor needs to write to it. It reaches them sealed; nothing in it opens anything. */
export interface Address {
  mailbox: string;
  key: string;
}

/** `written` is a day; `order` sorts the letters, since the server keeps neither order nor time. */
export interface Letter {
  text: string;
  name: string;
  written: string;
  order: number;
}

const BLOCK = 4096;
/** Four blocks: 4,000 characters in any script. */
const MOST_LETTER_BYTES = 4 * BLOCK - 4;

/** Whether something that came sealed can be an address at all; false for anything else. */
export function isAddress(value: unknown): value is Address {
  const { mailbox, key } = (value ?? {}) as Record<string, unknown>;
  return holds(mailbox, 32) && holds(key, PUBLIC_KEY_BYTES);
}

export async function sealLetter(letter: Letter, { mailbox, key }: Address): Promise<string> {
  const text = utf8(JSON.stringify(letter));
  if (text.length > MOST_LETTER_BYTES) throw new RangeError("the letter is too long");
  return b64u(await hpkeSeal(unb64u(key), infoOf(mailbox), pad(BLOCK, text)));
}

/** Throws SealRefused for anything that was not sealed to this very mailbox. */
export async function openLetter(sealed: string, { mailbox, seed }: { mailbox: string; seed: Bytes }): Promise<Letter> {
  let bytes: Bytes;
  try {
    bytes = unb64u(sealed);
  } catch {
    throw new SealRefused("malformed");
  }
  return readLetter(unpad(BLOCK, await hpkeOpen(seed, infoOf(mailbox), bytes)));
}

function infoOf(mailbox: string): Bytes {
  return utf8(`lykta mailbox v1 letter\n${jcs({ v: 1, mailbox })}`);
}

function readLetter(bytes: Bytes): Letter {
  let inside: Record<string, unknown>;
  try {
    inside = JSON.parse(fromUtf8(bytes)) as Record<string, unknown>;
  } catch {
    throw new SealRefused("malformed");
  }
  const { text, name, written, order } = inside ?? {};
  if (typeof text !== "string" || typeof name !== "string" || typeof written !== "string" || !Number.isSafeInteger(order)) throw new SealRefused("malformed");
  return { text, name, written, order: order as number };
}

function holds(value: unknown, length: number): value is string {
  try {
    return typeof value === "string" && unb64u(value).length === length;
  } catch {
    return false;
  }
}
