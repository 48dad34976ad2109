import { aesKey, aesSeal } from "./aead";
import { type Bytes, b64u, random, utf8 } from "./bytes";
import { BLOCK, type Envelope, type Sealer, headerOf } from "./envelope";
import { hpkeSeal } from "./hpke";
import { pad } from "./pad";
import { SealRefused } from "./refused";
import { type Person } from "./roster";

/** What an envelope is bound to. */
export interface Bound {
  caseId: string;
  sealer: Sealer;
  rosterNumber: number;
}

/** One envelope for these people of a roster that was verified: any one of them opens it, and nobody else. */
export async function sealFor(inside: unknown, { caseId, sealer, rosterNumber }: Bound, readers: readonly Person[]): Promise<Envelope> {
  if (readers.length === 0) throw new SealRefused("no_recipient");
  const sorted = [...readers].sort((one, other) => (one.id < other.id ? -1 : 1));
  const header = headerOf({ case_id: caseId, roster_number: rosterNumber, recipients: sorted }, sealer);
  const key = random(32);
  const recipients = await Promise.all(sorted.map(async ({ id, sealKey }) => ({ id, wrapped: b64u(await wrap(key, sealKey, header, id)) })));
  const nonce = random(12);
  const ciphertext = await aesSeal(await aesKey(key), nonce, pad(BLOCK, utf8(JSON.stringify(inside))), utf8(`lykta envelope v1 content\n${header}`));
  return { v: 1, case_id: caseId, roster_number: rosterNumber, recipients, nonce: b64u(nonce), ciphertext: b64u(ciphertext) };
}

function wrap(key: Bytes, sealKey: Bytes, header: string, id: string): Promise<Bytes> {
  return hpkeSeal(sealKey, utf8(`lykta envelope v1 key\n${header}\n${id}`), key);
}
