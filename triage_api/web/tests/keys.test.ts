import { describe, expect, test } from "vitest";

import { newCounsellorId, newKeys, publicKeysOf, seedsOf, unwrapKeys, wrapKeys } from "../src/desk/keys";
import { WeakKdf, derive, newKdf, strengthOf } from "../src/desk/passphrase";
import { type WayKind, forgetVault, newVaultKey, newWayId, openVault, wrapVaultKey } from "../src/desk/vault";
import { type Bytes, random, unb64u } from "../src/seal/bytes";
import { SealRefused } from "../src/seal/refused";
import { proofHolds } from "../src/seal/signature";

describe("a counsellor's keys", () => {
  test("the vault key opens them again, for the same counsellor only", async () => {
    const [id, keys, vaultKey] = [newCounsellorId(), newKeys(), newVaultKey()];
    const wrapped = await wrapKeys(keys, vaultKey, id);
    expect(await unwrapKeys(wrapped, vaultKey, id)).toEqual(keys);
    await expect(unwrapKeys(wrapped, vaultKey, newCounsellorId())).rejects.toBeInstanceOf(SealRefused);
    await expect(unwrapKeys(wrapped, newVaultKey(), id)).rejects.toBeInstanceOf(SealRefused);
  });

  test("each way in opens the vault, and only as what it is", async () => {
    const [id, keys, key] = [newCounsellorId(), newKeys(), newVaultKey()];
    const [byWords, byTouch] = [random(32), random(32)];
    const wraps = [await wrapVaultKey(key, byWords, id, "passphrase"), await wrapVaultKey(key, byTouch, id, "passkey")];
    const session = { wrapped_keys: await wrapKeys(keys, key, id), wraps, counsellor: { id } };
    expect(await openVault(session, "passphrase", byWords)).toEqual({ key, keys });
    expect(await openVault(session, "passkey", byTouch)).toEqual({ key, keys });
    const refused = (changed: Partial<typeof session>, kind: WayKind, by: Bytes) =>
      expect(openVault({ ...session, ...changed }, kind, by)).rejects.toBeInstanceOf(SealRefused);
    await refused({}, "passkey", byWords);
    await refused({}, "recovery", byWords);
    await refused({ counsellor: { id: newCounsellorId() } }, "passphrase", byWords);
    await refused({ wraps: wraps.map((wrap) => ({ ...wrap, kind: "passkey" as const })) }, "passkey", byWords);
    await refused({ wraps: wraps.map((wrap) => ({ ...wrap, id: newWayId() })) }, "passphrase", byWords);
  });

  test("what is forgotten is overwritten", async () => {
    const vault = { key: newVaultKey(), keys: newKeys() };
    forgetVault(vault);
    for (const bytes of [vault.key, vault.keys.signSeed, ...seedsOf(vault.keys)]) expect(bytes.every((byte) => byte === 0)).toBe(true);
  });

  test("the same passphrase makes the same keys, and another others", async () => {
    const kdf = newKdf();
    const { authKey, wrappingKey } = await derive("five words are quite enough", kdf);
    expect(await derive("five words are quite enough", kdf)).toEqual({ authKey, wrappingKey });
    const other = await derive("five words are quite enouhg", kdf);
    expect(other.authKey).not.toBe(authKey);
    expect(other.wrappingKey).not.toEqual(wrappingKey);
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
