import { aesKey, aesSeal } from "./aead";
import { type Bytes, b64u, random, utf8 } from "./bytes";
import { BLOCK, type Envelope, type Reader, headerOf, openSealed } from "./envelope";
import { hpkeSeal } from "./hpke";
import { type Address, isAddress } from "./letter";
import { pad } from "./pad";
import { SealRefused } from "./refused";
import { type Person } from "./roster";

/** What somebody leaves for whoever will take their case next: where to write to, and what they wrote since. */
export interface Left {
  /** None where only texts were left: for somebody who texted while they waited, and went on in a page. */
  address: Address | null;
  texts: string[];
}

/** The texts together: what is older goes first, when it is more than this. */
const MOST_TEXT_BYTES = 60_000;

/** Sealed like a hand-off, for everyone on the roster now. `readers` must not be empty. */
export async function sealLeft({ address, texts }: Left, caseId: string, readers: readonly Person[], rosterNumber: number): Promise<Envelope> {
  if (readers.length === 0) throw new SealRefused("no_recipient");
  const sorted = [...readers].sort((one, other) => (one.id < other.id ? -1 : 1));
  const header = headerOf({ case_id: caseId, roster_number: rosterNumber, recipients: sorted }, "left");
  const key = random(32);
  const recipients = await Promise.all(sorted.map(async ({ id, sealKey }) => ({ id, wrapped: b64u(await wrap(key, sealKey, header, id)) })));
  const inside = { v: 1, case_id: caseId, ...address, texts: newest(texts) };
  const nonce = random(12);
  const ciphertext = await aesSeal(await aesKey(key), nonce, pad(BLOCK, utf8(JSON.stringify(inside))), utf8(`lykta envelope v1 content\n${header}`));
  return { v: 1, case_id: caseId, roster_number: rosterNumber, recipients, nonce: b64u(nonce), ciphertext: b64u(ciphertext) };
}

export async function openLeft(envelope: Envelope, caseId: string, reader: Reader): Promise<Left> {
  const inside = objectIn(await openSealed(envelope, caseId, "left", reader));
  const { v, case_id, mailbox, key, texts } = inside;
  const address = mailbox === undefined && key === undefined ? null : { mailbox, key };
  if (v !== 1) throw new SealRefused("unknown_version");
  if (case_id !== caseId) throw new SealRefused("wrong_case");
  if ((address && !isAddress(address)) || !Array.isArray(texts) || texts.some((text) => typeof text !== "string")) throw new SealRefused("malformed");
  return { address, texts: texts as string[] };
}

function wrap(key: Bytes, sealKey: Bytes, header: string, id: string): Promise<Bytes> {
  return hpkeSeal(sealKey, utf8(`lykta envelope v1 key\n${header}\n${id}`), key);
}

function newest(texts: readonly string[]): string[] {
  const kept: string[] = [];
  let bytes = 0;
  for (const text of [...texts].reverse()) {
    bytes += utf8(text).length;
    if (bytes > MOST_TEXT_BYTES) break;
    kept.unshift(text);
  }
  return kept;
}

function objectIn(json: string): Record<string, unknown> {
  try {
    return (JSON.parse(json) ?? {}) as Record<string, unknown>;
  } catch {
    throw new SealRefused("malformed");
  }
}
