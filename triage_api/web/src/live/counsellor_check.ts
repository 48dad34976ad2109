import { unb64u } from "../seal/bytes";
import { type Person, type Roster, type SignedRoster, personOnRoster, verifyRoster } from "../seal/roster";

/** The highest roster this page has accepted; it lives as long as the page, since the page stores nothing. */
let highest = 0;

/** The roster, once the organisation's root key vouches for it; throws SealRefused if it does not. */
export function checkRoster(signed: SignedRoster, now: number): Roster {
  const roster = verifyRoster(signed, unb64u(ROOT_PUBLIC_KEY), now, highest);
  highest = roster.number;
  return roster;
}

/** The counsellor who claimed, as the organisation's root key vouches for them; throws SealRefused if it does not. */
export function checkCounsellor(signed: SignedRoster, id: string, now: number): { roster: Roster; counsellor: Person } {
  const roster = checkRoster(signed, now);
  return { roster, counsellor: personOnRoster(roster, id, now) };
}
