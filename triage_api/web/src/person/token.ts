import { b64u, random, sha256 } from "../seal/bytes";

/** The case token: made here, kept here; the queue gets its hash and can therefore know this page but not be it. */
export interface CaseToken {
  token: string;
  verifier: string;
}

export async function newCaseToken(): Promise<CaseToken> {
  const token = random(32);
  return { token: b64u(token), verifier: b64u(await sha256(token)) };
}
