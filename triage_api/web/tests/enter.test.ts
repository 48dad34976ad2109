import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { type Session } from "../src/desk/calls";
import { Desk } from "../src/desk/desk";
import { enterWith } from "../src/desk/enter";
import { newKeys, wrapKeys } from "../src/desk/keys";
import { newVaultKey, openVault, wrapVaultKey } from "../src/desk/vault";
import { b64u, random } from "../src/seal/bytes";
import { SealRefused } from "../src/seal/refused";

/** A counsellor's page, a server that answers only what is laid out, and a session that was just given. */

const ME = b64u(random(16));
let answers: Record<string, unknown>;
let asked: [string, string | null][];
let desk: Desk;
let session: Session;
const wrappingKey = random(32);

beforeEach(async () => {
  vi.stubGlobal("navigator", { languages: ["sv"] });
  [answers, asked, desk] = [{}, [], new Desk()];
  vi.stubGlobal("fetch", async (path: string, { headers }: RequestInit) => {
    const what = path.replace("/desk/api/", "");
    asked.push([what, new Headers(headers).get("Authorization")]);
    return what in answers ? new Response(JSON.stringify(answers[what])) : new Response("{}", { status: 500 });
  });
  const [key, keys] = [newVaultKey(), newKeys()];
  const wraps = [await wrapVaultKey(key, wrappingKey, ME, "passphrase")];
  session = { token: "t", counsellor: { id: ME, name: "Maja", role: "analyst" }, wrapped_keys: await wrapKeys(keys, key, ME), wraps, kdf: { salt: "", memory_kib: 0, passes: 0, lanes: 0 } };
});

afterEach(() => {
  desk.lock();
  vi.unstubAllGlobals();
});

test("where the vault opens, the desk does", async () => {
  answers["me"] = { id: ME, name: "Maja", role: "analyst", on_roster: false, on_duty: false, demo: false };
  await enterWith(desk, session, () => openVault(session, "passphrase", wrappingKey));
  expect(desk.me.value?.name).toBe("Maja");
  expect(asked).toEqual([["me", "Bearer t"]]);
});

test("where it does not, the session that was given ends", async () => {
  const entering = enterWith(desk, session, () => openVault(session, "passphrase", random(32)));
  await expect(entering).rejects.toBeInstanceOf(SealRefused);
  expect(asked).toEqual([["sign-out", "Bearer t"]]);
  expect(desk.me.value).toBeNull();
});

test("half signed in is not a state anybody is left in", async () => {
  let vault: Awaited<ReturnType<typeof openVault>>;
  const entering = enterWith(desk, session, async () => (vault = await openVault(session, "passphrase", wrappingKey)));
  await expect(entering).rejects.toThrow();
  expect(asked.map(([what]) => what)).toEqual(["me", "sign-out"]);
  expect(vault!.key.every((byte) => byte === 0)).toBe(true);
});
