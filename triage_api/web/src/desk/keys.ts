import { aesKey, aesOpen, aesSeal } from "../seal/aead";
import { type Bytes, b64u, fromUtf8, join, random, unb64u, utf8 } from "../seal/bytes";
import { SEED_BYTES, publicKeyOf } from "../seal/hpke";
import { sealKeyProof, signKeyOf } from "../seal/signature";

/** The counsellor's private keys. They exist in this page's memory and, under the vault key, on the server. */
export interface Keys {
  signSeed: Bytes;
  /** The newest first. Never empty: older ones stay as long as something may have to be opened with them. */
  seals: readonly SealKey[];
}

export interface SealKey {
  seed: Bytes;
  /** In milliseconds, whole seconds. */
  made: number;
  /** Whether the identity key asked for it; for the first key somebody's voice did. */
  asked: boolean;
  /** The number of the first roster this counsellor's page saw it on, and when; null until then. */
  seen: { number: number; at: number } | null;
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

export function newKeys(now = Date.now()): Keys {
  return { signSeed: random(32), seals: [newSealKey(now, false)] };
}

export function newSealKey(now: number, asked: boolean): SealKey {
  return { seed: random(SEED_BYTES), made: Math.floor(now / 1000) * 1000, asked, seen: null };
}

/** The private halves that open what is sealed to this counsellor, the newest first. */
export function seedsOf(keys: Keys): readonly Bytes[] {
  return keys.seals.map(({ seed }) => seed);
}

/** The public halves, in the same order, as they stand on a roster. */
export async function sealKeysOf(keys: Keys): Promise<string[]> {
  return Promise.all(keys.seals.map(async ({ seed }) => b64u(await publicKeyOf(seed))));
}

/** 22 characters of base64url: an id that says nothing about anybody. */
export function newCounsellorId(): string {
  return b64u(random(16));
}

/** Of the newest sealing key. */
export async function publicKeysOf(keys: Keys): Promise<PublicKeys> {
  const sealKey = await publicKeyOf(keys.seals[0]!.seed);
  return { sign_key: b64u(signKeyOf(keys.signSeed)), seal_key: b64u(sealKey), proof: b64u(sealKeyProof(keys.signSeed, sealKey)) };
}

export async function wrapKeys(keys: Keys, vaultKey: Bytes, counsellorId: string): Promise<WrappedKeys> {
  const nonce = random(12);
  const seals = keys.seals.map(({ seed, ...about }) => ({ seed: b64u(seed), ...about }));
  const text = utf8(JSON.stringify({ sign_seed: b64u(keys.signSeed), seals }));
  const ciphertext = await aesSeal(await aesKey(vaultKey), nonce, text, aad(counsellorId));
  return { nonce: b64u(nonce), ciphertext: b64u(ciphertext) };
}

/** Throws SealRefused if the vault key is another, or the server gave us somebody else's keys. */
export async function unwrapKeys(wrapped: WrappedKeys, vaultKey: Bytes, counsellorId: string): Promise<Keys> {
  const text = await aesOpen(await aesKey(vaultKey), unb64u(wrapped.nonce), unb64u(wrapped.ciphertext), aad(counsellorId));
  const inside = JSON.parse(fromUtf8(text)) as { sign_seed: string; seals: (Omit<SealKey, "seed"> & { seed: string })[] };
  return { signSeed: unb64u(inside.sign_seed), seals: inside.seals.map(({ seed, ...about }) => ({ seed: unb64u(seed), ...about })) };
}

/** Overwrites the seeds. Copies the browser made meanwhile are out of our reach; the page's end takes them. */
export function forgetKeys(keys: Keys): void {
  keys.signSeed.fill(0);
  for (const { seed } of keys.seals) seed.fill(0);
}

function aad(counsellorId: string): Bytes {
  return join(utf8("lykta keys v2\n"), utf8(counsellorId));
}
