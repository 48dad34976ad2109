import type { Ends, Exchange } from "../live/exchange";
import type { SealedMessage } from "../seal/chat";
import type { SignedRoster } from "../seal/roster";
import { call } from "../wire/call";
import { insist } from "../wire/insist";

/** Meeting the counsellor who claimed: first who they are, then a chat secret for them alone. */

export interface Claim {
  epoch: number;
  counsellor: string;
  /** An earlier counsellor has handed the case on to this one. */
  handed: boolean;
}

export interface Met {
  exchange: Exchange;
  counsellor: { id: string; name: string };
}

/** The signed roster does not vouch for whoever claimed. Nothing was sealed and nothing sent. */
export class NotVerified extends Error {}

/**
 * The sealed chat with the claiming counsellor; undefined when the claim is over before it could begin. `ends` is given
 * the counsellor's name as the roster has it, never as the queue says it. Throws NotVerified.
 */
export async function meet(claim: Claim, caseId: string, bearer: string, ends: (name: string) => Omit<Ends, "post">, signal: AbortSignal): Promise<Met | undefined> {
  const chat = await insist(() => import("../live/sealed_chat"), signal);
  const signed = await insist(() => call<SignedRoster>("/api/roster", { method: "GET" }), signal);
  if (!chat || signal.aborted) return undefined;
  let checked;
  try {
    checked = chat.checkCounsellor(signed!, claim.counsellor, Date.now());
  } catch {
    throw new NotVerified(); // also when there is no roster at all: better no counsellor than a false one
  }
  const { roster, counsellor } = checked;
  const { epoch } = claim;
  const secret = chat.newChatSecret();
  const sealed = await chat.sealChatSecret(secret, counsellor.sealKey, { caseId, epoch, counsellor: counsellor.id, rosterNumber: roster.number });
  const body = { epoch, roster_number: roster.number, sealed };
  const there = await insist(() => call("/api/case/secret", { body, bearer }).then(() => true), signal);
  if (!there) return undefined;
  const post = (message: SealedMessage) => call<void>("/api/case/messages", { body: message, bearer });
  const exchange = await chat.Exchange.begin({ caseId, epoch, me: "person", secret }, { ...ends(counsellor.name), post });
  return { exchange, counsellor };
}
