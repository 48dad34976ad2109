import { openTransfer } from "../seal/colleague";
import { openEnvelope } from "../seal/envelope";
import { openLeft } from "../seal/left";
import { SealRefused } from "../seal/refused";
import { type HeldCase } from "./calls";
import { readerOf, secretOf } from "./holder";
import { type OpenCase } from "./open_case";
import { readPast } from "./past";

/** What there is of a case before the live chat: handed off, handed on, left behind, said before a reload. */

export async function showTranscript(open: OpenCase): Promise<void> {
  const { held, holder } = open;
  try {
    open.transcript.value = await openEnvelope(held.envelope, held.case_id, holder.id, holder.sealSeeds());
  } catch (error) {
    if (!(error instanceof SealRefused)) throw error;
    open.cannotOpen.value = true;
  }
}

/** What the counsellor before had of it, when the case came from a colleague and not from the line. */
export async function showHanded(open: OpenCase): Promise<void> {
  const { held, holder, said } = open;
  if (!held.handed) return;
  try {
    const { transcript, lines, address } = await openTransfer(held.handed, held.case_id, readerOf(holder));
    open.transcript.value ??= transcript;
    open.cannotOpen.value = open.transcript.value === null;
    open.letters.take(address);
    for (const { from, text } of lines) {
      if (from === "person") said.shown.push(text);
      said.add({ from, text, kind: "handed" });
    }
  } catch (error) {
    // Altered, or never sealed to her: what was handed off may still open, and the person says their part again.
    if (!(error instanceof SealRefused)) throw error;
  }
}

/** After a reload: shows what was said in the last epoch, and readies for sending anew what the person has not seen. */
export async function showPast({ holder, letters, said }: OpenCase, past: HeldCase): Promise<void> {
  if (!past.secret) return;
  const { said: before, address } = await readPast(past, await secretOf(holder, past, past.secret));
  letters.take(address);
  for (const { from, text, got, kind } of before) {
    if (from === "person" && kind === "earlier" && said.shown.includes(text)) continue; // it was handed on
    const id = said.add({ from, text, kind: "history", ...(from === "counsellor" ? { mark: got ? "delivered" : "sending" } : {}) });
    if (from === "person") said.shown.push(text);
    else if (!got) said.unseen.push({ id, text });
  }
}

/** What their page left for whoever takes the case. If they are still there, it says the same again in the chat. */
export async function showLeft({ held, holder, letters, said }: OpenCase): Promise<void> {
  if (!held.left) return;
  try {
    const { address, texts } = await openLeft(held.left, held.case_id, readerOf(holder));
    if (!letters.address.value) letters.take(address); // what was said in the talk is as new, or newer
    for (const text of texts.filter((one) => !said.shown.includes(one))) {
      said.shown.push(text);
      said.add({ from: "person", text, kind: "earlier" });
    }
  } catch (error) {
    // Sealed before this counsellor came onto the roster, or altered: the case itself is as good as without it.
    if (!(error instanceof SealRefused)) throw error;
  }
}
