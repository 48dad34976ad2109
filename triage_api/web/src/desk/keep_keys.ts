import { checkRoster } from "../live/counsellor_check";
import { type Bytes, b64u } from "../seal/bytes";
import { publicKeyOf } from "../seal/hpke";
import { SealRefused } from "../seal/refused";
import { type Roster, type SignedRoster } from "../seal/roster";
import { nextKeyRequest, sealKeyProof } from "../seal/signature";
import { pause } from "../wire/back_off";
import { Refused } from "../wire/call";
import { type DeskCalls } from "./calls";
import { type Standing, marked, nextIsDue, stillNeeded } from "./key_life";
import { type Keys, newSealKey, sealKeysOf, unwrapKeys, wrapKeys } from "./keys";
import { type Vault } from "./vault";

/** Renews this counsellor's sealing keys while the page is open, and destroys those that nothing needs any more. */

const ROUND_EVERY_MS = 10 * 60 * 1000;

export type KeyCalls = Pick<DeskCalls, "roster" | "keys" | "keepKeys">;

export async function keepRenewing(calls: KeyCalls, vault: Vault, id: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    // Whatever stood in the way, nothing was lost by it: the next round begins from what the server keeps.
    await renewKeys(calls, vault, id, Date.now(), signal).catch(() => undefined);
    await pause(ROUND_EVERY_MS, signal);
  }
}

/**
 * One round. The server has the new keys before anything is done with them here, and only then the old ones go; of two
 * pages that renew at once the second reads what the first has kept. `here` is this computer's clock, which may be wrong,
 * and so may the server's.
 */
export async function renewKeys(calls: KeyCalls, vault: Vault, id: string, here: number, signal: AbortSignal): Promise<void> {
  const signed = await signedRoster(calls);
  const { wrapped_keys: kept, oldest_roster: oldest, now: said } = await calls.keys();
  const now = Date.parse(said);
  const roster = signed && (verified(signed, here) ?? verified(signed, now));
  const sure = surelyNow(here, now, roster);
  const vaultKey = vault.key.slice();
  const read = await unwrapKeys(kept, vaultKey, id);
  if (signal.aborted) return;
  adopt(vault, read);
  const known = vault.keys;
  const standing = await standingOf(known, roster, id, now);
  const seen = marked(known.seals, standing, sure);
  const next = nextIsDue(seen, standing, now) ? [newSealKey(now, true), ...seen] : seen;
  const seals = stillNeeded(next, oldest, sure);
  if (seals.length === known.seals.length && seals.every((key, at) => key === known.seals[at])) return;
  const keys = { signSeed: known.signSeed, seals };
  const fresh = { replaces: kept.nonce, wrapped_keys: await wrapKeys(keys, vaultKey, id), ...(await publicHalf(keys, id)) };
  vaultKey.fill(0);
  // Locking overwrites all keys: what was wrapped meanwhile could be zeros, and must not take the place of the true ones.
  if (signal.aborted) return;
  await calls.keepKeys(fresh);
  if (!signal.aborted) adopt(vault, keys);
}

/**
 * Not later than it is as long as one of the two clocks is right, so that nothing that is needed is destroyed; and not
 * before the newest roster was signed, so that a server whose time stands still keeps no old key alive.
 */
function surelyNow(here: number, server: number, roster: Roster | null): number {
  return Math.max(Math.min(here, server), roster?.issued ?? 0);
}

async function signedRoster(calls: KeyCalls): Promise<SignedRoster | null> {
  try {
    return await calls.roster();
  } catch (error) {
    if (error instanceof Refused && error.code === "no_roster") return null;
    throw error;
  }
}

function verified(signed: SignedRoster, now: number): Roster | null {
  try {
    return checkRoster(signed, now);
  } catch (error) {
    if (error instanceof SealRefused) return null;
    throw error;
  }
}

async function standingOf(keys: Keys, roster: Roster | null, id: string, now: number): Promise<Standing | null> {
  const entry = roster?.people.find((person) => person.id === id);
  if (!roster || !entry || now < entry.from || now >= entry.until) return null;
  const index = (await sealKeysOf(keys)).indexOf(b64u(entry.sealKey));
  return index < 0 ? null : { index, number: roster.number, until: entry.until };
}

async function publicHalf({ signSeed, seals }: Keys, id: string): Promise<{ seal_key: string; proof: string; made: string | null; request: string | null; older: string[] }> {
  const [newest, ...older] = seals;
  const sealKey = await publicKeyOf(newest!.seed);
  const made = new Date(newest!.made).toISOString().replace(".000Z", "Z");
  return {
    seal_key: b64u(sealKey),
    proof: b64u(sealKeyProof(signSeed, sealKey)),
    made: newest!.asked ? made : null,
    request: newest!.asked ? b64u(nextKeyRequest(signSeed, id, made, sealKey)) : null,
    older: await sealKeysOf({ signSeed, seals: older }),
  };
}

/** From here on the page works with these. Each private key stays in one place; one that is no longer among them is overwritten. */
function adopt(vault: Vault, keys: Keys): void {
  const before = vault.keys.seals.map(({ seed }) => seed);
  const seals = keys.seals.map((key) => ({ ...key, seed: before.find((seed) => sameBytes(seed, key.seed)) ?? key.seed }));
  const stay = new Set(seals.map(({ seed }) => seed));
  for (const seed of [...before, ...keys.seals.map(({ seed: fresh }) => fresh)]) if (!stay.has(seed)) seed.fill(0);
  if (keys.signSeed !== vault.keys.signSeed) keys.signSeed.fill(0);
  vault.keys = { signSeed: vault.keys.signSeed, seals };
}

function sameBytes(one: Bytes, other: Bytes): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}
