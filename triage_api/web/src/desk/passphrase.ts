import { argon2id } from "hash-wasm";

import { hkdf } from "../seal/aead";
import { type Bytes, b64u, random, unb64u, utf8 } from "../seal/bytes";

/** From a passphrase to two keys: one proves who signs in, the other never leaves the browser (docs/wire.md §6). */

export interface Kdf {
  salt: string;
  memory_kib: number;
  passes: number;
  lanes: number;
}

export interface DerivedKeys {
  authKey: string;
  wrappingKey: Bytes;
}

/** RFC 9106 §4, second recommended option. */
const OURS = { memory_kib: 64 * 1024, passes: 3, lanes: 4 } as const;
const SALT_BYTES = 16;

/** A server that asks for less would get an `auth_key` from which the passphrase could be guessed cheaply. */
export class WeakKdf extends Error {}

export function newKdf(): Kdf {
  return { salt: b64u(random(SALT_BYTES)), ...OURS };
}

/** Takes about a second, during which the page stands still: whatever says so must be on the screen before. */
export async function derive(passphrase: string, kdf: Kdf): Promise<DerivedKeys> {
  await new Promise((resolve) => setTimeout(resolve, 50));
  const salt = unb64u(kdf.salt);
  if (kdf.memory_kib !== OURS.memory_kib || kdf.passes !== OURS.passes || kdf.lanes !== OURS.lanes) throw new WeakKdf();
  if (salt.length !== SALT_BYTES) throw new WeakKdf();
  const stretched = await argon2id({
    // One spelling for what looks the same, whichever keyboard it was typed on.
    password: utf8(passphrase.normalize("NFKC")),
    salt,
    memorySize: kdf.memory_kib,
    iterations: kdf.passes,
    parallelism: kdf.lanes,
    hashLength: 32,
    outputType: "binary",
  });
  const root = new Uint8Array(stretched);
  const [authKey, wrappingKey] = await Promise.all([hkdf(root, utf8("lykta auth v1")), hkdf(root, utf8("lykta wrap v1"))]);
  return { authKey: b64u(authKey), wrappingKey };
}

export type Strength = "weak" | "fair" | "strong";

/**
 * At least five words or 14 characters; strong from seven words or 22. Repetition does not count: a passphrase of few
 * different characters is weak at any length.
 */
export function strengthOf(passphrase: string): Strength {
  const words = new Set(passphrase.trim().toLowerCase().split(/\s+/).filter((word) => word.length >= 3)).size;
  const length = [...passphrase.trim()].length;
  const different = new Set(passphrase).size;
  if (different < 6 || (words < 5 && length < 14)) return "weak";
  return words >= 7 || length >= 22 ? "strong" : "fair";
}
