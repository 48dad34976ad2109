import { aesKey, aesOpen, aesSeal } from "../seal/aead";
import { type Bytes, b64u, random, unb64u, utf8 } from "../seal/bytes";
import { SealRefused } from "../seal/refused";
import { type Keys, type WrappedKeys, forgetKeys, unwrapKeys } from "./keys";

/**
 * The vault key opens a counsellor's private keys. It is random, and wrapped once for each way in, so that a way in comes
 * or goes without the keys being touched (docs/wire.md §6).
 */

export type WayKind = "passphrase" | "passkey" | "recovery";

export interface Wrap {
  id: string;
  kind: WayKind;
  nonce: string;
  ciphertext: string;
}

/** What is open while somebody is signed in. */
export interface Vault {
  key: Bytes;
  keys: Keys;
}

export function newVaultKey(): Bytes {
  return random(32);
}

/** 22 characters of base64url: a name for one way in. */
export function newWayId(): string {
  return b64u(random(16));
}

export async function wrapVaultKey(vaultKey: Bytes, wrappingKey: Bytes, counsellorId: string, kind: WayKind, id = newWayId()): Promise<Wrap> {
  const nonce = random(12);
  const ciphertext = await aesSeal(await aesKey(wrappingKey), nonce, vaultKey, aad(counsellorId, kind, id));
  return { id, kind, nonce: b64u(nonce), ciphertext: b64u(ciphertext) };
}

/** Opens the vault by one way in; throws SealRefused if it is another's, or the server gave us something else. */
export async function openVault(
  { wrapped_keys, wraps, counsellor }: { wrapped_keys: WrappedKeys; wraps: readonly Wrap[]; counsellor: { id: string } },
  kind: WayKind,
  wrappingKey: Bytes,
): Promise<Vault> {
  const wrap = wraps.find((one) => one.kind === kind);
  if (!wrap) throw new SealRefused("does_not_open");
  const key = await unwrapVaultKey(wrap, wrappingKey, counsellor.id);
  return { key, keys: await unwrapKeys(wrapped_keys, key, counsellor.id) };
}

/** Throws SealRefused if it was wrapped for somebody else, for another way in, or by another key. */
export async function unwrapVaultKey({ id, kind, nonce, ciphertext }: Wrap, wrappingKey: Bytes, counsellorId: string): Promise<Bytes> {
  return aesOpen(await aesKey(wrappingKey), unb64u(nonce), unb64u(ciphertext), aad(counsellorId, kind, id));
}

/** Overwrites what it holds; copies that the browser made are out of our reach, and go with the page. */
export function forgetVault(vault: Vault): void {
  vault.key.fill(0);
  forgetKeys(vault.keys);
}

function aad(counsellorId: string, kind: WayKind, id: string): Bytes {
  return utf8(`lykta vault v1\n${counsellorId}\n${kind}\n${id}`);
}
