import { expect, test } from "vitest";

import { newCounsellorId, newKeys, wrapKeys } from "../src/desk/keys";
import { newRecovery } from "../src/desk/new_ways";
import { deriveRecovery, newRecoverySecret, readCode, writtenCode } from "../src/desk/recovery_code";
import { newVaultKey, openVault } from "../src/desk/vault";
import { b64u, unb64u } from "../src/seal/bytes";

const KNOWN = Uint8Array.from({ length: 17 }, (_, at) => at);
const KNOWN_CODE = "000G-40R4-0M30-E209-185G-R38E-1W8B-G6FV";

test("a code has eight groups of four, and is read back however it is typed", async () => {
  for (let n = 0; n < 50; n++) {
    const secret = newRecoverySecret();
    const code = await writtenCode(secret);
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){7}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(await readCode(code)).toEqual(secret);
    expect(await readCode(` ${code.toLowerCase().replaceAll("-", " \u2013 ").replaceAll("0", "o").replaceAll("1", "l")}\n`)).toEqual(secret);
  }
});

test("the same bits are always the same code and the same keys", async () => {
  expect(await writtenCode(KNOWN)).toBe(KNOWN_CODE);
  const { authKey, wrappingKey } = await deriveRecovery(KNOWN);
  expect(authKey).toBe("k9XOtkfmC7iufhtfrFpaLqnI5mKTsY7wr37RqCFWb4s");
  expect(b64u(wrappingKey)).toBe("iQkyOCL_7bHOcT1og2WUG2gJfsJrOA8ZRjeHuxwUoQ0");
});

test("one wrong character anywhere is found without asking anybody", async () => {
  const code = await writtenCode(newRecoverySecret());
  for (let at = 0; at < code.length; at++) {
    if (code[at] === "-") continue;
    const other = code[at] === "7" ? "8" : "7";
    expect(await readCode(code.slice(0, at) + other + code.slice(at + 1))).toBeNull();
  }
  const [first, second, ...rest] = code.split("-");
  if (first !== second) expect(await readCode([second, first, ...rest].join("-"))).toBeNull();
});

test.each(["", "lantern seven quiet river stone", "0000-0000", "U".repeat(32), "0".repeat(33)])("%j is no code", async (typed) => {
  expect(await readCode(typed)).toBeNull();
});

test("the code opens the vault, and what is sent of it does not", async () => {
  const [id, keys, key] = [newCounsellorId(), newKeys(), newVaultKey()];
  const { code, recovery } = await newRecovery(key, id);
  const answer = { wrapped_keys: await wrapKeys(keys, key, id), wraps: [recovery.wrap], counsellor: { id } };
  const { authKey, wrappingKey } = await deriveRecovery((await readCode(code))!);
  expect(authKey).toBe(recovery.auth_key);
  expect(await openVault(answer, "recovery", wrappingKey)).toEqual({ key, keys });
  await expect(openVault(answer, "recovery", unb64u(authKey))).rejects.toThrow("does_not_open");
});
