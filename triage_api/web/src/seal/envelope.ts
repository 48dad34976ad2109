import { aesKey, aesOpen } from "./aead";
import { type Bytes, fromUtf8, unb64u, utf8 } from "./bytes";
import { hpkeOpenByAny } from "./hpke";
import { jcs } from "./jcs";
import { unpad } from "./pad";
import { SealRefused } from "./refused";
import { type Transcript, readTranscript } from "./transcript";

/** The envelopes of a case: sealed for everyone who may come to own it. */

export const BLOCK = 4096;

export interface Envelope {
  v: number;
  case_id: string;
  roster_number: number;
  recipients: { id: string; wrapped: string }[];
  nonce: string;
  ciphertext: string;
}

/**
 * What it is and who sealed it: the action server at the hand-off, the person's page while it waited (left.ts), one
 * counsellor to another (colleague.ts). Bound into the header.
 */
export type Sealer = "handoff" | "left" | "transfer" | "consult" | "along" | "note";

/** The reader who opens: the id on the roster and the private keys, the newest first. */
export interface Reader {
  id: string;
  sealSeeds: readonly Bytes[];
}

/** Opens the envelope of the case this counsellor claimed. `me` is the counsellor's id, `seeds` their private keys. */
export async function openEnvelope(envelope: Envelope, caseId: string, me: string, seeds: readonly Bytes[]): Promise<Transcript> {
  return readTranscript(await openSealed(envelope, caseId, "handoff", { id: me, sealSeeds: seeds }), caseId);
}

/** The JSON inside an envelope of this case and this sealer; throws SealRefused for any other. */
export async function openSealed(envelope: Envelope, caseId: string, sealer: Sealer, { id: me, sealSeeds: seeds }: Reader): Promise<string> {
  if (envelope?.v !== 1) throw new SealRefused("unknown_version");
  // A queue that hands out another person's envelope under this case's name is caught here.
  if (envelope.case_id !== caseId) throw new SealRefused("wrong_case");
  const header = headerOf(envelope, sealer);
  const mine = envelope.recipients.find((recipient) => recipient.id === me);
  if (!mine) throw new SealRefused("not_a_recipient");
  const wrapped = bytesOf(mine.wrapped);
  const key = await hpkeOpenByAny(seeds, utf8(`lykta envelope v1 key\n${header}\n${me}`), wrapped);
  if (key.length !== 32) throw new SealRefused("malformed");
  const nonce = bytesOf(envelope.nonce);
  if (nonce.length !== 12) throw new SealRefused("malformed");
  const aad = utf8(`lykta envelope v1 content\n${header}`);
  const padded = await aesOpen(await aesKey(key), nonce, bytesOf(envelope.ciphertext), aad);
  return textOf(unpad(BLOCK, padded));
}

/** The object that what was sealed has to be. */
export function objectIn(json: string): Record<string, unknown> {
  try {
    return (JSON.parse(json) ?? {}) as Record<string, unknown>;
  } catch {
    throw new SealRefused("malformed");
  }
}

/** H of v1.md, rebuilt from what we were given: a changed recipient list gives another header, and nothing opens. */
export function headerOf(envelope: Pick<Envelope, "case_id" | "roster_number"> & { recipients: readonly { id: string }[] }, sealer: Sealer): string {
  if (!Array.isArray(envelope.recipients) || envelope.recipients.length === 0) throw new SealRefused("no_recipient");
  const ids = envelope.recipients.map((recipient) => recipient.id);
  if (ids.some((id, at) => typeof id !== "string" || (at > 0 && id <= ids[at - 1]!))) throw new SealRefused("malformed");
  try {
    return jcs({ v: 1, case_id: envelope.case_id, direction: sealer, roster_number: envelope.roster_number, recipients: ids });
  } catch {
    throw new SealRefused("malformed");
  }
}

function bytesOf(written: string): Bytes {
  try {
    return unb64u(written);
  } catch {
    throw new SealRefused("malformed");
  }
}

function textOf(bytes: Bytes): string {
  try {
    return fromUtf8(bytes);
  } catch {
    throw new SealRefused("malformed");
  }
}
