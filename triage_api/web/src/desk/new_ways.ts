import { type Bytes } from "../seal/bytes";
import { type Kdf, derive, newKdf } from "./passphrase";
import { deriveRecovery, newRecoverySecret, writtenCode } from "./recovery_code";
import { type Wrap, wrapVaultKey } from "./vault";

/** A new way in as the server gets it: what proves who signs in, and the vault key wrapped for this way alone. */

export interface NewPassphrase {
  kdf: Kdf;
  auth_key: string;
  wrap: Wrap;
}

export interface NewRecovery {
  auth_key: string;
  wrap: Wrap;
}

/** Takes about a second, during which the page stands still. */
export async function newPassphrase(passphrase: string, vaultKey: Bytes, counsellorId: string): Promise<NewPassphrase> {
  const kdf = newKdf();
  const { authKey, wrappingKey } = await derive(passphrase, kdf);
  return { kdf, auth_key: authKey, wrap: await wrapVaultKey(vaultKey, wrappingKey, counsellorId, "passphrase") };
}

/** `code` is for the counsellor's eyes and paper only. */
export async function newRecovery(vaultKey: Bytes, counsellorId: string): Promise<{ code: string; recovery: NewRecovery }> {
  const secret = newRecoverySecret();
  const { authKey, wrappingKey } = await deriveRecovery(secret);
  const recovery = { auth_key: authKey, wrap: await wrapVaultKey(vaultKey, wrappingKey, counsellorId, "recovery") };
  return { code: await writtenCode(secret), recovery };
}
