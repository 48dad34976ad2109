import { type Bytes } from "../seal/bytes";
import { type Reader } from "../seal/envelope";
import { openChatSecret } from "../seal/secret";
import { type DeskCalls, type HeldCase, type SealedSecret } from "./calls";

/** Who is signed in here, as somebody who opens what was sealed to her. */
export interface Holder {
  id: string;
  name: string;
  /** As they are now: a key may be renewed while a case is open. */
  sealSeeds: () => readonly Bytes[];
  calls: DeskCalls;
}

/** Who opens what was sealed for this counsellor, with the keys of this moment. */
export function readerOf({ id, sealSeeds }: Holder): Reader {
  return { id, sealSeeds: sealSeeds() };
}

/** The chat secret of the epoch in which she holds this case. */
export function secretOf({ id, sealSeeds }: Holder, held: HeldCase, { sealed, roster_number: rosterNumber }: SealedSecret): Promise<Bytes> {
  return openChatSecret(sealed, sealSeeds(), { caseId: held.case_id, epoch: held.epoch, counsellor: id, rosterNumber });
}
