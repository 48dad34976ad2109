import { hkdf } from "../seal/aead";
import { type Bytes, b64u, join, random, sha256, utf8 } from "../seal/bytes";

/**
 * The recovery code: 136 random bits and 24 of checksum, in eight groups of four characters, to be printed. It is made here,
 * shown once, and neither sent nor kept; of the two keys made of it one is sent, as with the passphrase (docs/wire.md §6).
 */

const SECRET_BYTES = 17;
const CHECK_BYTES = 3;
/** Crockford's base32: no letter that looks like a digit. */
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** The random part of a code. */
export type RecoverySecret = Bytes;

export function newRecoverySecret(): RecoverySecret {
  return random(SECRET_BYTES);
}

export async function writtenCode(secret: RecoverySecret): Promise<string> {
  const whole = join(secret, await checksum(secret));
  const number = whole.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  const letters = Array.from({ length: 32 }, (_, at) => LETTERS[Number((number >> BigInt(5 * (31 - at))) & 31n)]).join("");
  return letters.replace(/(.{4})(?=.)/g, "$1-");
}

/** What was typed, in any case and with anything between the groups; null when it is no code, found without asking anybody. */
export async function readCode(typed: string): Promise<RecoverySecret | null> {
  const letters = typed.normalize("NFKC").toUpperCase().replace(/[\s\p{Pd}]/gu, "").replace(/O/g, "0").replace(/[IL]/g, "1");
  const places = [...letters].map((letter) => LETTERS.indexOf(letter));
  if (places.length !== 32 || places.includes(-1)) return null;
  const number = places.reduce((sum, place) => (sum << 5n) | BigInt(place), 0n);
  const whole = Uint8Array.from({ length: SECRET_BYTES + CHECK_BYTES }, (_, at) => Number((number >> BigInt(8 * (19 - at))) & 255n));
  const secret = whole.slice(0, SECRET_BYTES);
  return b64u(await checksum(secret)) === b64u(whole.slice(SECRET_BYTES)) ? secret : null;
}

/** No Argon2id here: it makes guesses dear, and 136 random bits cannot be guessed. */
export async function deriveRecovery(secret: RecoverySecret): Promise<{ authKey: string; wrappingKey: Bytes }> {
  const [authKey, wrappingKey] = await Promise.all([hkdf(secret, utf8("lykta recovery auth v1")), hkdf(secret, utf8("lykta recovery wrap v1"))]);
  return { authKey: b64u(authKey), wrappingKey };
}

async function checksum(secret: RecoverySecret): Promise<Bytes> {
  return (await sha256(join(utf8("lykta recovery code v1\n"), secret))).slice(0, CHECK_BYTES);
}
