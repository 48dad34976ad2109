import { ed25519 } from "@noble/curves/ed25519.js";

import { type Bytes, join, sha256, utf8 } from "./bytes";

/** Ed25519 (RFC 8032). By noble rather than the browser: phones a few years old do not have it. */

export function signatureHolds(publicKey: Bytes, text: Bytes, signature: Bytes): boolean {
  try {
    return ed25519.verify(signature, text, publicKey, { zip215: false });
  } catch {
    return false; // a key or signature of the wrong shape proves nothing
  }
}

export function signKeyOf(seed: Bytes): Bytes {
  return new Uint8Array(ed25519.getPublicKey(seed));
}

/** That whoever holds the signing seed chose this sealing key: what the roster's signer checks. */
export function sealKeyProof(signSeed: Bytes, sealKey: Bytes): Bytes {
  return new Uint8Array(ed25519.sign(join(utf8("lykta seal key v1\n"), sealKey), signSeed));
}

/** That the identity key asks for its next sealing key, which stands for a voice at the roster's signer. `made` is a T. */
export function nextKeyRequest(signSeed: Bytes, id: string, made: string, sealKey: Bytes): Bytes {
  return new Uint8Array(ed25519.sign(join(utf8(`lykta next key v1\n${id}\n${made}\n`), sealKey), signSeed));
}

/** That whoever holds the identity key sealed this to the organisation: what the machine with the recovery key checks. */
export function organisationWrapSignature(signSeed: Bytes, bound: Bytes, sealed: Bytes): Bytes {
  return new Uint8Array(ed25519.sign(join(utf8("lykta organisation wrap v1\n"), bound, utf8("\n"), sealed), signSeed));
}

export function proofHolds(signKey: Bytes, sealKey: Bytes, proof: Bytes): boolean {
  return signatureHolds(signKey, join(utf8("lykta seal key v1\n"), sealKey), proof);
}

/**
 * What counsellor and signer read to each other aloud before a key goes onto the roster: eight groups of five digits
 * from SHA-256 over both public keys. The signer's command computes the same.
 */
export async function fingerprint(signKey: Bytes, sealKey: Bytes): Promise<string> {
  return spoken(join(signKey, sealKey));
}

/** Of the organisation's recovery key: `lykta recovery init` and `lykta roster sign` show the same. */
export async function recoveryFingerprint(recoveryKey: Bytes): Promise<string> {
  return spoken(join(utf8("lykta recovery key v1\n"), recoveryKey));
}

async function spoken(what: Bytes): Promise<string> {
  const digest = new DataView((await sha256(what)).buffer);
  const group = (at: number) => String(digest.getUint32(at) % 100_000).padStart(5, "0");
  return [0, 4, 8, 12, 16, 20, 24, 28].map(group).join(" ");
}
