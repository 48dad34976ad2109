import { hkdf } from "../seal/aead";
import { type Bytes, b64u, unb64u, utf8 } from "../seal/bytes";

/** Passkeys as this browser and the counsellor's device make and use them (WebAuthn). The server says what is asked. */

/** What the server asks a device to make. */
export interface ToMake {
  challenge: string;
  rp_id: string;
  user_id: string;
  user_name: string;
  exclude: string[];
}

export interface ToSign {
  challenge: string;
  rp_id: string;
}

export interface Made {
  credential_id: string;
  client_data: string;
  attestation: string;
}

export interface Signed {
  credential_id: string;
  client_data: string;
  authenticator_data: string;
  signature: string;
  user_handle: string;
}

/** `wrappingKey` is null where the device gives no secret of its own. */
export interface NewPasskey {
  made: Made;
  wrappingKey: Bytes | null;
}

const TIMEOUT_MS = 120_000;
/** ES256, EdDSA, RS256. */
const ALGORITHMS = [-7, -8, -257] as const;
/**
 * What the device makes its secret of. It can be the same for all: each passkey answers with a secret of its own, and who
 * signs in is not known before the answer.
 */
const PRF = { prf: { eval: { first: utf8("lykta vault v1") } } } as const;

/** Browsers know passkeys only under a host's name. */
export function canUsePasskeys(): boolean {
  return "PublicKeyCredential" in window && !/^[\d.]+$|:/.test(location.hostname);
}

/** Some devices give their secret only when they sign: then they are asked once more. */
export async function makePasskey(asked: ToMake): Promise<NewPasskey> {
  const made = (await navigator.credentials.create({
    publicKey: {
      challenge: unb64u(asked.challenge),
      rp: { id: asked.rp_id, name: "Lykta" },
      user: { id: unb64u(asked.user_id), name: asked.user_name, displayName: asked.user_name },
      pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: "public-key", alg })),
      authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
      excludeCredentials: asked.exclude.map((id) => ({ type: "public-key", id: unb64u(id) })),
      attestation: "none",
      timeout: TIMEOUT_MS,
      extensions: PRF,
    },
  })) as PublicKeyCredential;
  const response = made.response as AuthenticatorAttestationResponse;
  const prf = made.getClientExtensionResults().prf;
  const secret = prf?.results?.first ?? (prf?.enabled ? await secretOf(asked.rp_id, made.rawId) : undefined);
  return {
    made: {
      credential_id: b64u(new Uint8Array(made.rawId)),
      client_data: b64u(new Uint8Array(response.clientDataJSON)),
      attestation: b64u(new Uint8Array(response.attestationObject)),
    },
    wrappingKey: await wrappingKeyOf(secret),
  };
}

export async function signWithPasskey(asked: ToSign): Promise<{ signed: Signed; wrappingKey: Bytes | null }> {
  const given = await get(asked.rp_id, unb64u(asked.challenge), []);
  const response = given.response as AuthenticatorAssertionResponse;
  return {
    signed: {
      credential_id: b64u(new Uint8Array(given.rawId)),
      client_data: b64u(new Uint8Array(response.clientDataJSON)),
      authenticator_data: b64u(new Uint8Array(response.authenticatorData)),
      signature: b64u(new Uint8Array(response.signature)),
      user_handle: b64u(new Uint8Array(response.userHandle ?? new ArrayBuffer(0))),
    },
    wrappingKey: await wrappingKeyOf(given.getClientExtensionResults().prf?.results?.first),
  };
}

/** What to say when the browser or the device would not; null when it was not that. */
export function passkeyTrouble(error: unknown): string | null {
  if (!(error instanceof DOMException)) return null;
  if (error.name === "NotAllowedError" || error.name === "AbortError") return "passkey.cancelled";
  if (error.name === "InvalidStateError") return "passkey.already";
  return error.name === "SecurityError" ? "passkey.wrong_address" : "passkey.failed";
}

/** This answer goes nowhere, so it is asked for with any challenge. */
async function secretOf(rpId: string, id: ArrayBuffer): Promise<BufferSource | undefined> {
  const given = await get(rpId, crypto.getRandomValues(new Uint8Array(32)), [{ type: "public-key", id }]);
  return given.getClientExtensionResults().prf?.results?.first;
}

async function get(rpId: string, challenge: Bytes, allowCredentials: PublicKeyCredentialDescriptor[]): Promise<PublicKeyCredential> {
  const publicKey: PublicKeyCredentialRequestOptions = { challenge, rpId, allowCredentials, userVerification: "required", timeout: TIMEOUT_MS, extensions: PRF };
  return (await navigator.credentials.get({ publicKey })) as PublicKeyCredential;
}

async function wrappingKeyOf(secret: BufferSource | undefined): Promise<Bytes | null> {
  if (!secret) return null;
  const bytes = secret instanceof ArrayBuffer ? new Uint8Array(secret) : new Uint8Array(secret.buffer as ArrayBuffer, secret.byteOffset, secret.byteLength);
  return hkdf(bytes, utf8("lykta passkey wrap v1"));
}
