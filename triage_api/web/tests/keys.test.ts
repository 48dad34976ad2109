import { describe, expect, test } from "vitest";

import { newCounsellorId, newKeys, publicKeysOf, unwrapKeys, wrapKeys } from "../src/desk/keys";
import { WeakKdf, derive, newKdf, strengthOf } from "../src/desk/passphrase";
import { unb64u } from "../src/seal/bytes";
import { SealRefused } from "../src/seal/refused";
import { proofHolds } from "../src/seal/signature";

describe("a counsellor's keys", () => {
  test("the passphrase opens them again, for the same counsellor only", async () => {
    const id = newCounsellorId();
    const keys = newKeys();
    const kdf = newKdf();
    const { authKey, wrappingKey } = await derive("five words are quite enough", kdf);
    const wrapped = await wrapKeys(keys, wrappingKey, id);
    expect(await derive("five words are quite enough", kdf)).toEqual({ authKey, wrappingKey });
    expect(await unwrapKeys(wrapped, wrappingKey, id)).toEqual(keys);
    await expect(unwrapKeys(wrapped, wrappingKey, newCounsellorId())).rejects.toBeInstanceOf(SealRefused);
    const other = await derive("five words are quite enouhg", kdf);
    expect(other.authKey).not.toBe(authKey);
    await expect(unwrapKeys(wrapped, other.wrappingKey, id)).rejects.toBeInstanceOf(SealRefused);
  });

  test("what is sent to prove who signs in is not what opens the keys", async () => {
    const { authKey, wrappingKey } = await derive("five words are quite enough", newKdf());
    expect(unb64u(authKey)).not.toEqual(wrappingKey);
  });

  test("the proof binds the sealing key to the identity key", async () => {
    const [mine, theirs] = [await publicKeysOf(newKeys()), await publicKeysOf(newKeys())];
    expect(proofHolds(unb64u(mine.sign_key), unb64u(mine.seal_key), unb64u(mine.proof))).toBe(true);
    expect(proofHolds(unb64u(mine.sign_key), unb64u(theirs.seal_key), unb64u(mine.proof))).toBe(false);
    expect(unb64u(mine.seal_key)).toHaveLength(1216);
  });

  test.each([{ memory_kib: 64 }, { passes: 1 }, { lanes: 1 }, { salt: "AAAA" }])("a server that asks for %j gets nothing", async (weaker) => {
    await expect(derive("five words are quite enough", { ...newKdf(), ...weaker })).rejects.toBeInstanceOf(WeakKdf);
  });
});

describe("how strong a passphrase is", () => {
  test.each([
    ["", "weak"],
    ["lykta2026", "weak"],
    ["aaaaaaaaaaaaaaaaaaaaaaaa", "weak"],
    ["ett två tre fyr fem", "fair"],
    ["korthäst14teck", "fair"],
    ["lantern seven quiet river stone", "strong"],
  ])("%j is %s", (passphrase, strength) => {
    expect(strengthOf(passphrase)).toBe(strength);
  });
});
