import { ed25519 } from "@noble/curves/ed25519.js";
import { beforeAll, beforeEach, expect, test, vi } from "vitest";

import { newCounsellorId, newKeys, publicKeysOf } from "../src/desk/keys";
import { NotVerified, meet } from "../src/person/meet";
import { b64u, join, random, utf8 } from "../src/seal/bytes";
import { type SignedRoster } from "../src/seal/roster";

/** A person's page, and a queue that wants to bring back a counsellor who was removed. */

const seed = vi.hoisted(() => new Uint8Array(32).fill(9));
vi.mock("../src/seal/roster", async (original) => {
  const [real, { ed25519: curve }] = [await original<typeof import("../src/seal/roster")>(), await import("@noble/curves/ed25519.js")];
  const root = new Uint8Array(curve.getPublicKey(seed)); // in the place of the key that a build carries
  return { ...real, verifyRoster: (signed: SignedRoster, _root: unknown, now: number, highest: number) => real.verifyRoster(signed, root, now, highest) };
});

const [KIM, ALEX] = [newCounsellorId(), newCounsellorId()];
const CASE = b64u(random(16));
const stamp = (at: number) => new Date(Math.floor(at / 1000) * 1000).toISOString().replace(".000Z", "Z");
let both: SignedRoster;
let withoutAlex: SignedRoster;
let shown: SignedRoster;
let secrets: number;

async function roster(number: number, people: Record<string, string>): Promise<SignedRoster> {
  const [from, until] = [stamp(Date.now() - 60_000), stamp(Date.now() + 3_600_000)];
  const entries = await Promise.all(Object.entries(people).map(async ([id, name]) => ({ id, name, role: "counsellor", ...(await publicKeysOf(newKeys())), from, until })));
  const payload = utf8(JSON.stringify({ v: 1, number, organisation: "Exempel", demo: false, issued: from, expires: until, people: entries }));
  return { v: 1, payload: b64u(payload), signature: b64u(new Uint8Array(ed25519.sign(join(utf8("lykta roster v1\n"), payload), seed))) };
}

const meets = (counsellor: string, epoch: number) =>
  meet({ epoch, counsellor, handed: false }, CASE, "token", () => ({ onText: () => {}, onSent: () => {}, onGot: () => {}, onRefused: () => {} }), new AbortController().signal);

beforeAll(async () => {
  both = await roster(1, { [KIM]: "Kim", [ALEX]: "Alex" });
  withoutAlex = await roster(2, { [KIM]: "Kim" });
});

beforeEach(() => {
  secrets = 0;
  vi.stubGlobal("fetch", async (path: string) => {
    if (path === "/api/roster") return new Response(JSON.stringify(shown));
    secrets += 1;
    return new Response(null, { status: 204 });
  });
});

test("whoever was removed gets no secret, from the new roster or from an old one that the queue brings back", async () => {
  shown = both;
  expect((await meets(ALEX, 1))!.counsellor).toMatchObject({ id: ALEX, name: "Alex" });
  expect(secrets).toBe(1);
  shown = withoutAlex;
  await expect(meets(ALEX, 2)).rejects.toBeInstanceOf(NotVerified);
  expect((await meets(KIM, 3))!.counsellor).toMatchObject({ id: KIM, name: "Kim" });
  shown = both;
  await expect(meets(ALEX, 4)).rejects.toBeInstanceOf(NotVerified);
  shown = { ...both, payload: withoutAlex.payload };
  await expect(meets(ALEX, 5)).rejects.toBeInstanceOf(NotVerified);
  expect(secrets, "one for Alex before, one for Kim since").toBe(2);
});
