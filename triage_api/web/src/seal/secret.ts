import { type Bytes, b64u, random, unb64u, utf8 } from "./bytes";
import { hpkeOpenByAny, hpkeSeal } from "./hpke";
import { jcs } from "./jcs";
import { SealRefused } from "./refused";

/** The live chat's secret: 32 bytes the person's page makes anew for each claim and seals to that one counsellor. */

export interface SecretFor {
  caseId: string;
  epoch: number;
  counsellor: string;
  rosterNumber: number;
}

export function newChatSecret(): Bytes {
  return random(32);
}

export async function sealChatSecret(secret: Bytes, sealKey: Bytes, for_: SecretFor): Promise<string> {
  return b64u(await hpkeSeal(sealKey, info(for_), secret));
}

export async function openChatSecret(sealed: string, seeds: readonly Bytes[], for_: SecretFor): Promise<Bytes> {
  let bytes: Bytes;
  try {
    bytes = unb64u(sealed);
  } catch {
    throw new SealRefused("malformed");
  }
  const secret = await hpkeOpenByAny(seeds, info(for_), bytes);
  if (secret.length !== 32) throw new SealRefused("malformed");
  return secret;
}

function info({ caseId, epoch, counsellor, rosterNumber }: SecretFor): Bytes {
  const header = jcs({ v: 1, case_id: caseId, epoch, counsellor, roster_number: rosterNumber });
  return utf8(`lykta chat v1 secret\n${header}`);
}
