import { type Bytes } from "./bytes";
import { SealRefused } from "./refused";

/** AES-256-GCM by the browser itself. Keys are imported so that script cannot read them back. */
export async function aesKey(raw: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
}

export async function aesSeal(key: CryptoKey, nonce: Bytes, text: Bytes, aad: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData: aad }, key, text));
}

export async function aesOpen(key: CryptoKey, nonce: Bytes, sealed: Bytes, aad: Bytes): Promise<Bytes> {
  try {
    const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv: nonce, additionalData: aad }, key, sealed);
    return new Uint8Array(text);
  } catch {
    // The browser says only "OperationError" for every cause, and that is as it should be.
    throw new SealRefused("does_not_open");
  }
}

/** HKDF-SHA256 with an empty salt (RFC 5869): `length` bytes for one purpose, named by `info`. */
export async function hkdf(secret: Bytes, info: Bytes, length = 32): Promise<Bytes> {
  const key = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"]);
  const params = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info };
  return new Uint8Array(await crypto.subtle.deriveBits(params, key, length * 8));
}
