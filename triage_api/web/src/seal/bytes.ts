/** Bytes and their one textual form on the wire: base64url without padding (RFC 4648 §5). */

export type Bytes = Uint8Array<ArrayBuffer>;

const ALPHABET = /^[A-Za-z0-9_-]*$/;

export function utf8(text: string): Bytes {
  return new TextEncoder().encode(text);
}

/** Throws on bytes that are not UTF-8, so that nothing altered is shown as if it were text. */
export function fromUtf8(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}

export function join(...parts: Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function random(length: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(length));
}

export async function sha256(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

export function b64u(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/**
 * The bytes of a base64url text; throws on padding, on foreign characters and on a non-canonical last character,
 * so that one value has exactly one spelling (two spellings would let an altered message look like a new one).
 */
export function unb64u(text: string): Bytes {
  if (!ALPHABET.test(text) || text.length % 4 === 1) throw new RangeError("not base64url");
  const binary = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  if (b64u(bytes) !== text) throw new RangeError("not canonical base64url");
  return bytes;
}
