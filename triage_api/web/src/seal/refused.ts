/** Why something sealed or signed was not accepted. One word per reason, the same that the test vectors are named by. */

export type Reason =
  | "malformed"
  | "unknown_version"
  | "bad_signature"
  | "expired"
  | "from_the_future"
  | "older_roster"
  | "not_on_roster"
  | "wrong_case"
  | "not_a_recipient"
  | "no_recipient"
  | "does_not_open"
  | "bad_padding"
  | "out_of_order"
  | "forged_proof";

/** Thrown instead of returning anything: what is refused must not reach the screen, not even in part. */
export class SealRefused extends Error {
  constructor(readonly reason: Reason) {
    super(`refused: ${reason}`);
    this.name = "SealRefused";
  }
}
