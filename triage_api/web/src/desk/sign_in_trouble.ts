import { SealRefused } from "../seal/refused";
import { passkeyTrouble } from "./passkeys";
import { WeakKdf } from "./passphrase";
import { troubleIn } from "./trouble";

/** What to say when signing in failed. */
export function signInTrouble(error: unknown): ReturnType<typeof troubleIn> {
  if (error instanceof WeakKdf) return { phrase: "sign_in.weak", facts: {} };
  if (error instanceof SealRefused) return { phrase: "sign_in.wrapped", facts: {} };
  const phrase = passkeyTrouble(error);
  if (phrase) return { phrase, facts: {} };
  return troubleIn(error, { not_signed_in: "sign_in.refused", passkey_refused: "passkey.refused" });
}
