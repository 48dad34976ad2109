import { checkRoster } from "../live/counsellor_check";
import { b64u } from "../seal/bytes";
import { personOnRoster } from "../seal/roster";
import { delayBefore, pause } from "../wire/back_off";
import { Refused, mayPass } from "../wire/call";
import { type DeskCalls, type Me } from "./calls";

/** Whether this counsellor's own key stands on the signed roster: asked of the server, believed only of the signature. */

export type RosterCheck = "unknown" | "waiting" | "on" | "false";

const POLL_MS = 3000;

/** Looks until it does, telling each result; ends when it does, when `signal` is given, or when the session is over. */
export async function watchRoster(calls: DeskCalls, sealKey: string, signal: AbortSignal, tell: (me: Me, check: RosterCheck, demo: boolean) => void): Promise<void> {
  for (let attempt = 0; !signal.aborted; attempt++) {
    try {
      const me = await calls.me();
      const { check, demo } = me.on_roster ? await look(calls, me.id, sealKey) : { check: "waiting" as const, demo: me.demo };
      if (signal.aborted) return;
      tell(me, check, demo);
      if (check === "on") return;
      await pause(POLL_MS, signal);
    } catch (error) {
      if (error instanceof Refused && !mayPass(error)) return;
      await pause(delayBefore(attempt), signal);
    }
  }
}

async function look(calls: DeskCalls, id: string, sealKey: string): Promise<{ check: RosterCheck; demo: boolean }> {
  const signed = await calls.roster();
  try {
    const roster = checkRoster(signed, Date.now());
    const mine = b64u(personOnRoster(roster, id, Date.now()).sealKey) === sealKey;
    return { check: mine ? "on" : "false", demo: roster.demo };
  } catch {
    return { check: "false", demo: false };
  }
}
