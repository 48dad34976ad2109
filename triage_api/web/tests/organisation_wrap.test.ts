import { ed25519 } from "@noble/curves/ed25519.js";
import { beforeEach, describe, expect, test } from "vitest";

import { newCounsellorId, newKeys, publicKeysOf } from "../src/desk/keys";
import { ForOrganisation, type OrganisationWrap, wrapForOrganisation } from "../src/desk/organisation_wrap";
import { type Vault, forgetVault, newVaultKey } from "../src/desk/vault";
import { type Bytes, b64u, join, random, sha256, unb64u, utf8 } from "../src/seal/bytes";
import { hpkeOpen, publicKeyOf } from "../src/seal/hpke";
import { jcs } from "../src/seal/jcs";
import { type Roster, verifyRoster } from "../src/seal/roster";
import { signKeyOf, signatureHolds } from "../src/seal/signature";

const ROOT = new Uint8Array(32).fill(7);
const NOW = Date.parse("2026-11-21T03:00:00Z");
const ME = newCounsellorId();
const stamp = (at: number) => new Date(at).toISOString().replace(".000Z", "Z");

let vault: Vault;
let seed: Bytes;
let recoveryKey: Bytes;
let sent: OrganisationWrap[];
let refuses: boolean;

/** A roster that the root key signed, or another key, read as every page reads it. */
async function roster(carries: Record<string, unknown>, { signer = ROOT, keys = vault.keys } = {}): Promise<Roster> {
  const person = { id: ME, name: "Kim", role: "counsellor", ...(await publicKeysOf(keys)), from: stamp(NOW), until: stamp(NOW + 86_400_000) };
  const payload = utf8(JSON.stringify({ v: 1, number: 3, organisation: "Exempel", demo: false, issued: stamp(NOW), expires: person.until, people: [person], ...carries }));
  const signature = new Uint8Array(ed25519.sign(join(utf8("lykta roster v1\n"), payload), signer));
  return verifyRoster({ v: 1, payload: b64u(payload), signature: b64u(signature) }, new Uint8Array(ed25519.getPublicKey(ROOT)), NOW);
}

const isSigned = (wrap: OrganisationWrap, bound: Bytes) =>
  signatureHolds(signKeyOf(vault.keys.signSeed), join(utf8("lykta organisation wrap v1\n"), bound, utf8("\n"), unb64u(wrap.sealed)), unb64u(wrap.signature));

const opened = async (wrap: OrganisationWrap, seed: Bytes, id = ME) => {
  const bound = utf8(jcs({ v: 1, counsellor: id, id: wrap.id, recovery_key: wrap.recovery_key }));
  expect(isSigned(wrap, bound)).toBe(true);
  return hpkeOpen(seed, join(utf8("lykta organisation wrap v1 key\n"), bound), unb64u(wrap.sealed));
};

const calls = {
  keepForOrganisation: async (wrap: OrganisationWrap) => {
    sent.push(wrap);
    if (refuses) throw new Error("other_recovery_key");
  },
};
const page = (signal = new AbortController().signal) => new ForOrganisation(calls, vault, ME, signal);

beforeEach(async () => {
  vault = { key: newVaultKey(), keys: newKeys(NOW) };
  seed = random(32);
  recoveryKey = await publicKeyOf(seed);
  sent = [];
  refuses = false;
});

describe("the page of a counsellor where the roster carries a recovery key", () => {
  test("seals the vault key to it, once for each signing in", async () => {
    const on = await roster({ recovery_key: b64u(recoveryKey) });
    const first = page();
    await first.follow(on);
    await first.follow(on);
    expect(sent).toHaveLength(1);
    expect(sent[0]!.recovery_key).toBe(b64u(await sha256(recoveryKey)));
    expect(await opened(sent[0]!, seed)).toEqual(vault.key);
    await page().follow(on);
    expect(sent).toHaveLength(2);
    expect(sent[1]!.id).not.toBe(sent[0]!.id);
  });

  test("seals to another key when the roster carries another", async () => {
    const [now, other] = [page(), random(32)];
    await now.follow(await roster({ recovery_key: b64u(recoveryKey) }));
    await now.follow(await roster({ recovery_key: b64u(await publicKeyOf(other)) }));
    expect(await opened(sent[1]!, other)).toEqual(vault.key);
    await expect(opened(sent[1]!, seed)).rejects.toThrow("does_not_open");
  });

  test("tries again at the next look when the server did not take it", async () => {
    const [now, on] = [page(), await roster({ recovery_key: b64u(recoveryKey) })];
    refuses = true;
    await now.follow(on);
    refuses = false;
    await now.follow(on);
    await now.follow(on);
    expect(sent).toHaveLength(2);
  });

  test("seals nothing where there is none, nor when the roster names another identity key than hers", async () => {
    await page().follow(await roster({}));
    await page().follow(await roster({ recovery_key: b64u(recoveryKey) }, { keys: newKeys(NOW) }));
    expect(sent).toEqual([]);
  });

  test("seals nothing by a roster that another key signed, and takes no key that is none", async () => {
    await expect(roster({ recovery_key: b64u(recoveryKey) }, { signer: random(32) })).rejects.toThrow("bad_signature");
    for (const wrong of [null, "", 7, b64u(random(32)), b64u(random(1217))]) await expect(roster({ recovery_key: wrong })).rejects.toThrow("malformed");
  });

  test("sends nothing after the desk was locked, and no zeros when it is locked meanwhile", async () => {
    const over = new AbortController();
    const on = await roster({ recovery_key: b64u(recoveryKey) });
    const sealing = page(over.signal).follow(on);
    over.abort();
    forgetVault(vault);
    await sealing;
    await page(over.signal).follow(on);
    expect(sent).toEqual([]);
  });

  test("what it seals is bound to whose it is", async () => {
    const wrap = await wrapForOrganisation(vault, ME, recoveryKey);
    const bound = utf8(jcs({ v: 1, counsellor: newCounsellorId(), id: wrap.id, recovery_key: wrap.recovery_key }));
    expect(isSigned(wrap, bound)).toBe(false);
    await expect(hpkeOpen(seed, join(utf8("lykta organisation wrap v1 key\n"), bound), unb64u(wrap.sealed))).rejects.toThrow("does_not_open");
  });
});
