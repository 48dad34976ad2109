import { argon2idAsync } from "@noble/hashes/argon2.js";

import { hkdf } from "./aead";
import { type Bytes, b64u, join, sha256, utf8 } from "./bytes";
import { publicKeyOf } from "./hpke";
import { type Address } from "./letter";
import { type CodeBits, foldCodeWord } from "./return_code";

/** From a return code to its mailbox: where it is, and what opens it (config/envelope/v1.md). */

/** What only the code's holder has: the token that fetches the letters, and the seed that opens them. */
export interface MailboxKeys {
  token: string;
  mailbox: string;
  seed: Bytes;
}

/** A fixed salt: the 90 bits are the salt that matters, and there is nobody to ask for another. */
const SALT = "lykta mailbox v1";

/**
 * Takes a moment, two seconds on a slow phone, in small steps: the page goes on living meanwhile. In script, not in
 * WebAssembly as at the desk: the person's page is allowed none, and careful browsers run none.
 */
export async function deriveMailbox(bits: CodeBits, codeWord: string): Promise<MailboxKeys> {
  const password = join(bits, utf8(foldCodeWord(codeWord)));
  const root = new Uint8Array(await argon2idAsync(password, utf8(SALT), { m: 19 * 1024, t: 2, p: 1, dkLen: 32, asyncTick: 12 }));
  const [token, seed] = await Promise.all([hkdf(root, utf8("lykta mailbox v1 token")), hkdf(root, utf8("lykta mailbox v1 seed"))]);
  return { token: b64u(token), mailbox: b64u(await sha256(token)), seed };
}

export async function addressOf({ mailbox, seed }: MailboxKeys): Promise<Address> {
  return { mailbox, key: b64u(await publicKeyOf(seed)) };
}
