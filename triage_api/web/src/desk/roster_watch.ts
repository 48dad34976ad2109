import { checkRoster } from "../live/counsellor_check";
import { b64u } from "../seal/bytes";
import { type Roster } from "../seal/roster";
import { delayBefore, pause } from "../wire/back_off";
import { Refused, mayPass } from "../wire/call";
import { type DeskCalls, type Me } from "./calls";

/** Whether this counsellor's own key stands on the signed roster: asked of the server, believed only of the signature. */

/** `renewing`: known to the roster, but the key that stands there has run out and the next waits for the signer. */
export type RosterCheck = "unknown" | "waiting" | "renewing" | "on" | "false";

export interface RosterPlace {
  until: number;
  /** Whether a newer key of theirs waits for the signer. */
  nextWaits: boolean;
}

const POLL_MS = 3000;
/** While all is well: a key runs out, a next one is signed, somebody else is removed. */
const LOOK_AGAIN_MS = 60_000;

export interface Found {
  check: RosterCheck;
  place: RosterPlace | null;
  demo: boolean;
  /** The one that was verified. */
  roster: Roster | null;
}

/** Looks again and again, telling each result; ends when `signal` is given, or when the session is over. */
export async function watchRoster(
  calls: DeskCalls,
  mine: () => Promise<string[]>,
  signal: AbortSignal,
  tell: (me: Me, found: Found) => void,
): Promise<void> {
  for (let attempt = 0; !signal.aborted; attempt++) {
    try {
      const me = await calls.me();
      const found = await look(calls, me, await mine());
      if (signal.aborted) return;
      tell(me, found);
      attempt = 0;
      await pause(found.check === "on" ? LOOK_AGAIN_MS : POLL_MS, signal);
    } catch (error) {
      if (error instanceof Refused && !mayPass(error)) return;
      await pause(delayBefore(attempt), signal);
    }
  }
}

async function look(calls: DeskCalls, me: Me, mine: readonly string[]): Promise<Found> {
  const waiting = { check: "waiting", place: null, demo: me.demo, roster: null } as const;
  if (me.role === "administrator") return waiting;
  try {
    const now = Date.now();
    const roster = checkRoster(await calls.roster(), now);
    const { demo } = roster;
    const entry = roster.people.find(({ id }) => id === me.id);
    const index = entry ? mine.indexOf(b64u(entry.sealKey)) : -1;
    if (entry && index >= 0 && now >= entry.from && now < entry.until) return { check: "on", place: { until: entry.until, nextWaits: index > 0 }, demo, roster };
    if (me.on_roster) return { check: "false", place: null, demo, roster };
    return { ...waiting, check: entry ? "renewing" : "waiting", demo: me.demo || demo, roster };
  } catch (error) {
    if (error instanceof Refused && error.code !== "no_roster") throw error;
    return me.on_roster ? { check: "false", place: null, demo: false, roster: null } : waiting;
  }
}
