import { utf8 } from "./bytes";
import { type Envelope, type Reader, objectIn, openSealed } from "./envelope";
import { type Address, isAddress } from "./letter";
import { SealRefused } from "./refused";
import { type Person } from "./roster";
import { sealFor } from "./seal_for";

/** What somebody leaves for whoever will take their case next: where to write to, and what they wrote since. */
export interface Left {
  /** None where only texts were left: for somebody who texted while they waited, and went on in a page. */
  address: Address | null;
  texts: string[];
}

/** The texts together: what is older goes first, when it is more than this. */
const MOST_TEXT_BYTES = 60_000;

/** Sealed like a hand-off, for everyone on the roster now. `readers` must not be empty. */
export async function sealLeft({ address, texts }: Left, caseId: string, readers: readonly Person[], rosterNumber: number): Promise<Envelope> {
  return sealFor({ v: 1, case_id: caseId, ...address, texts: newest(texts) }, { caseId, sealer: "left", rosterNumber }, readers);
}

export async function openLeft(envelope: Envelope, caseId: string, reader: Reader): Promise<Left> {
  const inside = objectIn(await openSealed(envelope, caseId, "left", reader));
  const { v, case_id, mailbox, key, texts } = inside;
  const address = mailbox === undefined && key === undefined ? null : { mailbox, key };
  if (v !== 1) throw new SealRefused("unknown_version");
  if (case_id !== caseId) throw new SealRefused("wrong_case");
  if ((address && !isAddress(address)) || !Array.isArray(texts) || texts.some((text) => typeof text !== "string")) throw new SealRefused("malformed");
  return { address, texts: texts as string[] };
}

function newest(texts: readonly string[]): string[] {
  const kept: string[] = [];
  let bytes = 0;
  for (const text of [...texts].reverse()) {
    bytes += utf8(text).length;
    if (bytes > MOST_TEXT_BYTES) break;
    kept.unshift(text);
  }
  return kept;
}
