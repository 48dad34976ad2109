import { aesKey, aesOpen } from "./aead";
import { type Bytes, fromUtf8, unb64u, utf8 } from "./bytes";
import { hpkeOpen } from "./hpke";
import { jcs } from "./jcs";
import { unpad } from "./pad";
import { SealRefused } from "./refused";
import { type Transcript, readTranscript } from "./transcript";

/** The hand-off envelope: sealed by the action server for everyone who may come to own the case. */

export interface Envelope {
  v: number;
  case_id: string;
  roster_number: number;
  recipients: { id: string; wrapped: string }[];
  nonce: string;
  ciphertext: string;
}

/** Opens the envelope of the case this counsellor claimed. `me` is the counsellor's id, `seed` their private key. */
export async function openEnvelope(envelope: Envelope, caseId: string, me: string, seed: Bytes): Promise<Transcript> {
  if (envelope?.v !== 1) throw new SealRefused("unknown_version");
  // A queue that hands out another person's envelope under this case's name is caught here.
  if (envelope.case_id !== caseId) throw new SealRefused("wrong_case");
  const header = headerOf(envelope);
  const mine = envelope.recipients.find((recipient) => recipient.id === me);
  if (!mine) throw new SealRefused("not_a_recipient");
  const wrapped = bytesOf(mine.wrapped);
  const key = await hpkeOpen(seed, utf8(`lykta envelope v1 key\n${header}\n${me}`), wrapped);
  if (key.length !== 32) throw new SealRefused("malformed");
  const nonce = bytesOf(envelope.nonce);
  if (nonce.length !== 12) throw new SealRefused("malformed");
  const aad = utf8(`lykta envelope v1 content\n${header}`);
  const padded = await aesOpen(await aesKey(key), nonce, bytesOf(envelope.ciphertext), aad);
  return readTranscript(textOf(unpad(4096, padded)), caseId);
}

/** H of v1.md, rebuilt from what we were given: a changed recipient list gives another header, and nothing opens. */
function headerOf(envelope: Envelope): string {
  if (!Array.isArray(envelope.recipients) || envelope.recipients.length === 0) throw new SealRefused("no_recipient");
  const ids = envelope.recipients.map((recipient) => recipient.id);
  if (ids.some((id, at) => typeof id !== "string" || (at > 0 && id <= ids[at - 1]!))) throw new SealRefused("malformed");
  try {
    return jcs({ v: 1, case_id: envelope.case_id, direction: "handoff", roster_number: envelope.roster_number, recipients: ids });
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
