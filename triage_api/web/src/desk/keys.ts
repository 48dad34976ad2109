import { aesKey, aesOpen, aesSeal } from "../seal/aead";
import { type Bytes, b64u, fromUtf8, join, random, unb64u, utf8 } from "../seal/bytes";
import { SEED_BYTES, publicKeyOf } from "../seal/hpke";
import { sealKeyProof, signKeyOf } from "../seal/signature";

/** The counsellor's private keys. They exist in this page's memory and, under the vault key, on the server. */
export interface Keys {
  signSeed: Bytes;
  sealSeed: Bytes;
}

export interface WrappedKeys {
  nonce: string;
  ciphertext: string;
}

export interface PublicKeys {
  sign_key: string;
  seal_key: string;
  proof: string;
}

export function newKeys(): Keys {
  return { signSeed: random(32), sealSeed: random(SEED_BYTES) };
}

/** 22 characters of base64url: an id that says nothing about anybody. */
export function newCounsellorId(): string {
  return b64u(random(16));
}

export async function publicKeysOf(keys: Keys): Promise<PublicKeys> {
  const sealKey = await publicKeyOf(keys.sealSeed);
  return { sign_key: b64u(signKeyOf(keys.signSeed)), seal_key: b64u(sealKey), proof: b64u(sealKeyProof(keys.signSeed, sealKey)) };
}

export async function wrapKeys(keys: Keys, vaultKey: Bytes, counsellorId: string): Promise<WrappedKeys> {
  const nonce = random(12);
  const text = utf8(JSON.stringify({ sign_seed: b64u(keys.signSeed), seal_seed: b64u(keys.sealSeed) }));
  const ciphertext = await aesSeal(await aesKey(vaultKey), nonce, text, aad(counsellorId));
  return { nonce: b64u(nonce), ciphertext: b64u(ciphertext) };
}

/** Throws SealRefused if the vault key is another, or the server gave us somebody else's keys. */
export async function unwrapKeys(wrapped: WrappedKeys, vaultKey: Bytes, counsellorId: string): Promise<Keys> {
  const text = await aesOpen(await aesKey(vaultKey), unb64u(wrapped.nonce), unb64u(wrapped.ciphertext), aad(counsellorId));
  const inside = JSON.parse(fromUtf8(text)) as { sign_seed: string; seal_seed: string };
  return { signSeed: unb64u(inside.sign_seed), sealSeed: unb64u(inside.seal_seed) };
}

/** Overwrites the seeds. Copies the browser made meanwhile are out of our reach; the page's end takes them. */
export function forgetKeys(keys: Keys): void {
  keys.signSeed.fill(0);
  keys.sealSeed.fill(0);
}

function aad(counsellorId: string): Bytes {
  return join(utf8("lykta keys v2\n"), utf8(counsellorId));
}
