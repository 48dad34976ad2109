import { Aes256Gcm, CipherSuite, HkdfSha256 } from "@hpke/core";
import { XWing } from "@hpke/hybridkem-x-wing";

import { type Bytes, join } from "./bytes";
import { SealRefused } from "./refused";

/** HPKE (RFC 9180), base mode, single shot: MLKEM768-X25519, HKDF-SHA256, AES-256-GCM; the AEAD's own data is empty. */

const ENC_BYTES = 1120;

export const PUBLIC_KEY_BYTES = 1216;
export const SEED_BYTES = 32;

function suite(): CipherSuite {
  return new CipherSuite({ kem: new XWing(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
}

/** The 1,216-byte public key of a 32-byte seed. The seed is the private key; it stays where it was made. */
export async function publicKeyOf(seed: Bytes): Promise<Bytes> {
  const kem = new XWing();
  const pair = await kem.generateKeyPairDerand(seed.slice());
  return new Uint8Array(await kem.serializePublicKey(pair.publicKey));
}

/** `enc ‖ ct`, which only the holder of `publicKey`'s seed opens, and only with the same `info`. */
export async function hpkeSeal(publicKey: Bytes, info: Bytes, text: Bytes): Promise<Bytes> {
  const hpke = suite();
  const recipientPublicKey = await hpke.kem.importKey("raw", publicKey.slice().buffer, true);
  const { enc, ct } = await hpke.seal({ recipientPublicKey, info: info.slice().buffer }, text.slice().buffer);
  return join(new Uint8Array(enc), new Uint8Array(ct));
}

/** Opens with the first of these seeds that fits: whoever renews keys has more than one for a while. Newest first. */
export async function hpkeOpenByAny(seeds: readonly Bytes[], info: Bytes, sealed: Bytes): Promise<Bytes> {
  for (const seed of seeds) {
    try {
      return await hpkeOpen(seed, info, sealed);
    } catch (error) {
      if (!(error instanceof SealRefused)) throw error;
    }
  }
  throw new SealRefused("does_not_open");
}

export async function hpkeOpen(seed: Bytes, info: Bytes, sealed: Bytes): Promise<Bytes> {
  if (sealed.length <= ENC_BYTES) throw new SealRefused("does_not_open");
  try {
    const hpke = suite();
    const recipientKey = await hpke.kem.importKey("raw", seed.slice().buffer, false);
    const enc = sealed.slice(0, ENC_BYTES).buffer;
    const text = await hpke.open({ recipientKey, enc, info: info.slice().buffer }, sealed.slice(ENC_BYTES).buffer);
    return new Uint8Array(text);
  } catch {
    // Every failure inside the library means the same to us: not for this key, not for this purpose, or altered.
    throw new SealRefused("does_not_open");
  }
}
