import { type Challenge, solveChallenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/web/pbkdf2";

import { Unreachable } from "./call";

/**
 * The proof of work that opens a conversation under load (docs/wire.md §1): base64 of ALTCHA's payload. The browser
 * derives the keys beside the page's own thread, so that the page stays usable; a worker would need trusted types,
 * which our pages forbid. Throws when `over` is given first.
 */
export async function prove(challenge: Challenge, over: AbortController): Promise<string> {
  const solution = await solveChallenge({ challenge, deriveKey, controller: over, timeout: 0 });
  if (!solution) throw new Unreachable();
  return btoa(JSON.stringify({ challenge, solution }));
}
