import { ed25519 } from "@noble/curves/ed25519.js";
import { beforeEach, expect, test, vi } from "vitest";

import { type KeptKeys } from "../src/desk/calls";
import { type KeyCalls, renewKeys } from "../src/desk/keep_keys";
import { KEPT_AT_MOST_MS, NEXT_AFTER_MS, SPREADS_FOR_MS } from "../src/desk/key_life";
import { type WrappedKeys, newCounsellorId, newKeys, publicKeysOf, sealKeysOf, seedsOf, unwrapKeys, wrapKeys } from "../src/desk/keys";
import { type Vault, forgetVault, newVaultKey } from "../src/desk/vault";
import { type Bytes, b64u, join, random, unb64u, utf8 } from "../src/seal/bytes";
import { type Envelope } from "../src/seal/envelope";
import { openLeft, sealLeft } from "../src/seal/left";
import { type Person, type SignedRoster, verifyRoster } from "../src/seal/roster";
import { signatureHolds } from "../src/seal/signature";

/** A counsellor's page, a server that keeps what it is given, and a signer who signs what waits. */

const root = vi.hoisted(() => ({ seed: new Uint8Array(32).fill(7), highest: 0 }));
vi.mock("../src/live/counsellor_check", async () => {
  const { ed25519: curve } = await import("@noble/curves/ed25519.js");
  return { checkRoster: (signed: SignedRoster, now: number) => verifyRoster(signed, new Uint8Array(curve.getPublicKey(root.seed)), now, root.highest) };
});

const DAY = 24 * 3_600_000;
const BEGAN = Date.parse("2026-11-21T03:00:00Z");
const ME = newCounsellorId();
const CASE = b64u(random(16));
const stamp = (at: number) => new Date(at).toISOString().replace(".000Z", "Z");

class House {
  /** What time it is, and how far this computer's clock and the server's are from it. */
  time = BEGAN;
  laptop = 0;
  server = 0;
  kept!: WrappedKeys;
  public!: Omit<KeptKeys, "replaces" | "wrapped_keys">;
  oldest: number | null = null;
  roster!: SignedRoster;
  number = 0;
  entry!: Person;
  posts: KeptKeys[] = [];
  readonly calls: KeyCalls = {
    roster: async () => this.roster,
    keys: async () => ({ wrapped_keys: this.kept, oldest_roster: this.oldest, now: stamp(this.time + this.server) }),
    keepKeys: async (sent) => {
      if (sent.replaces !== this.kept.nonce) throw new Error("keys_changed");
      if (sent.made && sent.seal_key !== this.public.seal_key && sent.made !== stamp(this.time + this.server)) throw new Error("another time");
      this.posts.push(sent);
      this.kept = sent.wrapped_keys;
      this.public = sent;
    },
  };

  static async open(vault: Vault): Promise<House> {
    const house = new House();
    house.kept = await wrapKeys(vault.keys, vault.key, ME);
    house.public = { ...(await publicKeysOf(vault.keys)), made: null, request: null, older: [] };
    await house.signs(vault, BEGAN);
    return house;
  }

  /** The signer puts the newest key onto the next roster, for a week. */
  async signs(vault: Vault, now: number): Promise<void> {
    const { sign_key } = await publicKeysOf(vault.keys);
    const { seal_key, proof } = this.public;
    const [from, until] = [now, now + 7 * DAY];
    const person = { id: ME, name: "Kim", role: "counsellor", sign_key, seal_key, proof, from: stamp(from), until: stamp(until) };
    const payload = utf8(JSON.stringify({ v: 1, number: ++this.number, organisation: "Exempel", demo: false, issued: stamp(from), expires: stamp(until), people: [person] }));
    this.roster = { v: 1, payload: b64u(payload), signature: b64u(new Uint8Array(ed25519.sign(join(utf8("lykta roster v1\n"), payload), root.seed))) };
    this.entry = { id: ME, name: "Kim", role: "counsellor", signKey: unb64u(sign_key), sealKey: unb64u(seal_key), from, until };
  }

  /** Something sealed by the roster of this moment. */
  seals(text: string): Promise<Envelope> {
    return sealLeft({ address: null, texts: [text] }, CASE, [this.entry], this.number);
  }
}

const opens = async (envelope: Envelope, seeds: readonly Bytes[]) => (await openLeft(envelope, CASE, { id: ME, sealSeeds: seeds })).texts[0];
const { signal } = new AbortController();
let vault: Vault;
let house: House;
const round = (at: number) => {
  house.time = at;
  return renewKeys(house.calls, vault, ME, at + house.laptop, signal);
};
/** The second key stands on the roster, and the server says that the first is still needed. */
const followed = async () => {
  await round(BEGAN + NEXT_AFTER_MS);
  await house.signs(vault, BEGAN + 6 * DAY);
  house.oldest = 1;
  await round(BEGAN + 6 * DAY);
};

beforeEach(async () => {
  root.highest = 0;
  vault = { key: newVaultKey(), keys: newKeys(BEGAN) };
  house = await House.open(vault);
  await round(BEGAN);
});

test("a young key is marked as seen once, and left alone", async () => {
  expect(house.posts).toHaveLength(1);
  expect(house.posts[0]).toMatchObject({ made: null, request: null, older: [] });
  await round(BEGAN + NEXT_AFTER_MS - 1000);
  expect(house.posts).toHaveLength(1);
});

test("after five days the identity key asks for the next, which opens beside the old one", async () => {
  const before = await house.seals("sealed before");
  const [old] = await sealKeysOf(vault.keys);
  const at = BEGAN + NEXT_AFTER_MS;
  await round(at);
  const { seal_key, made, request, older } = house.posts[1]!;
  expect([older, made]).toEqual([[old], stamp(at)]);
  const { sign_key } = await publicKeysOf(vault.keys);
  expect(signatureHolds(unb64u(sign_key), join(utf8(`lykta next key v1\n${ME}\n${made}\n`), unb64u(seal_key)), unb64u(request!))).toBe(true);
  await round(at + DAY);
  expect(house.posts, "it waits for the signer, and asks once").toHaveLength(2);

  await house.signs(vault, at + DAY);
  const after = await house.seals("sealed after");
  await round(at + DAY);
  expect([await opens(before, seedsOf(vault.keys)), await opens(after, seedsOf(vault.keys))]).toEqual(["sealed before", "sealed after"]);
  await expect(opens(after, [seedsOf(vault.keys)[1]!])).rejects.toThrow();
});

test("the old key is destroyed here and on the server when no living case was sealed to it, and not before", async () => {
  const before = await house.seals("sealed before");
  await round(BEGAN + NEXT_AFTER_MS);
  await house.signs(vault, BEGAN + 6 * DAY);
  house.oldest = 1;
  await round(BEGAN + 6 * DAY);
  const old = seedsOf(vault.keys)[1]!;
  await round(BEGAN + 6 * DAY + 2 * SPREADS_FOR_MS);
  expect(vault.keys.seals, "a case of the old roster lives").toHaveLength(2);
  expect(await opens(before, seedsOf(vault.keys))).toBe("sealed before");

  house.oldest = null;
  await round(BEGAN + 6 * DAY + 3 * SPREADS_FOR_MS);
  expect(vault.keys.seals).toHaveLength(1);
  expect((await unwrapKeys(house.kept, vault.key, ME)).seals).toHaveLength(1);
  expect(house.posts.at(-1)!.older).toEqual([]);
  await expect(opens(before, seedsOf(vault.keys))).rejects.toThrow();
  expect(old.every((byte) => byte === 0), "overwritten").toBe(true);
});

test("a server that says for ever that the old key is needed does not keep it", async () => {
  await round(BEGAN + NEXT_AFTER_MS);
  await house.signs(vault, BEGAN + 6 * DAY);
  house.oldest = 1;
  await round(BEGAN + 6 * DAY);
  // The roster has run out meanwhile, so a next key is asked for as well.
  await round(BEGAN + 6 * DAY + KEPT_AT_MOST_MS);
  const seals = (await unwrapKeys(house.kept, vault.key, ME)).seals;
  expect(seals.map(({ made }) => made)).toEqual([BEGAN + 6 * DAY + KEPT_AT_MOST_MS, BEGAN + NEXT_AFTER_MS]);
});

test.each([
  ["this computer is two weeks ahead", { laptop: 15 * DAY }],
  ["the server is two weeks ahead", { server: 15 * DAY }],
])("%s: nothing is destroyed that is needed, and when the clock is right again all goes on", async (_, wrong) => {
  const before = await house.seals("sealed before");
  await followed();
  Object.assign(house, wrong);
  await round(BEGAN + 7 * DAY);
  expect(await opens(before, seedsOf(vault.keys))).toBe("sealed before");
  Object.assign(house, { laptop: 0, server: 0, oldest: null });
  await round(BEGAN + 8 * DAY);
  await expect(opens(before, seedsOf(vault.keys))).rejects.toThrow();
});

test.each([15 * DAY, -15 * DAY, -BEGAN])("the next key is asked for by the server's time, however wrong this computer's clock is", async (laptop) => {
  house.laptop = laptop;
  await round(BEGAN + NEXT_AFTER_MS);
  expect(house.posts.at(-1)).toMatchObject({ made: stamp(BEGAN + NEXT_AFTER_MS) });
  await round(BEGAN + NEXT_AFTER_MS + DAY);
  expect(house.posts, "it asks once").toHaveLength(2);
});

test("who asked while the server's clock was ahead asks again by the right one, and once", async () => {
  house.server = 15 * DAY;
  await round(BEGAN + DAY);
  expect(house.public.made).toBe(stamp(BEGAN + 16 * DAY));
  house.server = 0;
  await round(BEGAN + 2 * DAY);
  await round(BEGAN + 3 * DAY);
  expect(house.posts.slice(1).map(({ made }) => made)).toEqual([stamp(BEGAN + 16 * DAY), stamp(BEGAN + 2 * DAY)]);
});

test("a server whose time stands still does not keep the old key, once another roster is signed", async () => {
  await followed();
  house.server = -KEPT_AT_MOST_MS;
  await round(BEGAN + 6 * DAY + KEPT_AT_MOST_MS);
  expect(vault.keys.seals).toHaveLength(2);
  await house.signs(vault, BEGAN + 6 * DAY + KEPT_AT_MOST_MS);
  await round(BEGAN + 6 * DAY + KEPT_AT_MOST_MS);
  expect(vault.keys.seals).toHaveLength(1);
});

test("of two pages the second takes over what the first has made", async () => {
  const other: Vault = { key: vault.key.slice(), keys: await unwrapKeys(house.kept, vault.key, ME) };
  await round(BEGAN + NEXT_AFTER_MS);
  house.time += 1000;
  await renewKeys(house.calls, other, ME, house.time, signal);
  expect(await sealKeysOf(other.keys)).toEqual(await sealKeysOf(vault.keys));
  expect(house.posts).toHaveLength(2);
});

test("whoever locks in the middle leaves the server's copy as it was", async () => {
  const over = new AbortController();
  const kept = house.kept;
  const slow: KeyCalls = {
    ...house.calls,
    keys: async () => {
      const answer = await house.calls.keys();
      setTimeout(() => {
        over.abort();
        forgetVault(vault);
      }, 0);
      return answer;
    },
  };
  await renewKeys(slow, vault, ME, BEGAN + NEXT_AFTER_MS, over.signal).catch(() => undefined);
  expect(over.signal.aborted).toBe(true);
  expect(house.kept).toBe(kept);
});
