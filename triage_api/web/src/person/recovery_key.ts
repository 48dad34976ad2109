import type { SignedRoster } from "../seal/roster";
import { call } from "../wire/call";

/**
 * Whether the organisation has a key by which it could open what is sealed to its counsellors: as the roster says that the
 * root key signed, whatever the server says. Throws where there is no such roster.
 */
export async function recoveryKeyIsOn(): Promise<boolean> {
  const { checkRoster } = await import("../live/sealed_chat");
  const signed = await call<SignedRoster>("/api/roster", { method: "GET" });
  return checkRoster(signed, Date.now()).recoveryKey !== null;
}
