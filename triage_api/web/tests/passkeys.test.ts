import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { canUsePasskeys, makePasskey, passkeyTrouble, signWithPasskey } from "../src/desk/passkeys";
import { b64u, random } from "../src/seal/bytes";

/** A browser whose devices answer with what the test lays out. */

const ASKED = { challenge: b64u(random(56)), rp_id: "localhost", user_id: b64u(random(16)), user_name: "maja", exclude: [b64u(random(32))] };
const SECRET = random(32);

type Prf = { enabled?: boolean; results?: { first: ArrayBuffer | Uint8Array<ArrayBuffer> } };
let asked: { made: CredentialCreationOptions[]; got: CredentialRequestOptions[] };

const credential = (prf?: Prf) => ({
  rawId: new Uint8Array([1, 2]).buffer,
  response: Object.fromEntries(["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"].map((part, at) => [part, new Uint8Array([at]).buffer])),
  getClientExtensionResults: () => (prf ? { prf } : {}),
});

function answering(made?: Prf, got?: Prf): void {
  asked = { made: [], got: [] };
  vi.stubGlobal("navigator", {
    credentials: {
      create: async (options: CredentialCreationOptions) => (asked.made.push(options), credential(made)),
      get: async (options: CredentialRequestOptions) => (asked.got.push(options), credential(got)),
    },
  });
}

beforeEach(() => answering());
afterEach(() => vi.unstubAllGlobals());

test("a device has to keep the passkey and to check who holds it, and to say nothing of itself", async () => {
  await makePasskey(ASKED);
  const options = asked.made[0]!.publicKey!;
  expect(options.authenticatorSelection).toMatchObject({ residentKey: "required", userVerification: "required" });
  expect(options.attestation).toBe("none");
  expect(options.excludeCredentials).toHaveLength(1);
  await signWithPasskey(ASKED);
  expect(asked.got[0]!.publicKey).toMatchObject({ userVerification: "required", allowCredentials: [] });
});

describe("the secret of a device", () => {
  test("makes the same wrapping key when the passkey is made and when it signs, in either form browsers give", async () => {
    answering({ enabled: true, results: { first: SECRET.buffer } }, { results: { first: SECRET } });
    const { wrappingKey } = await makePasskey(ASKED);
    expect(wrappingKey).toHaveLength(32);
    expect(wrappingKey).not.toEqual(SECRET);
    expect((await signWithPasskey(ASKED)).wrappingKey).toEqual(wrappingKey);
    expect(asked.got).toHaveLength(1);
  });

  test("is asked for once more where it comes only with a signature, and of the new passkey only", async () => {
    answering({ enabled: true }, { results: { first: SECRET.buffer } });
    expect((await makePasskey(ASKED)).wrappingKey).toEqual((await signWithPasskey(ASKED)).wrappingKey);
    expect(asked.got[0]!.publicKey!.allowCredentials).toEqual([{ type: "public-key", id: new Uint8Array([1, 2]).buffer }]);
  });

  test.each([undefined, { enabled: false }])("is none where the device has none: %j", async (prf) => {
    answering(prf, prf);
    expect((await makePasskey(ASKED)).wrappingKey).toBeNull();
    expect((await signWithPasskey(ASKED)).wrappingKey).toBeNull();
  });
});

test("what the device signed is handed on as it is", async () => {
  const { signed } = await signWithPasskey(ASKED);
  expect(signed).toEqual({ credential_id: "AQI", client_data: "AA", authenticator_data: "Ag", signature: "Aw", user_handle: "BA" });
});

test.each([
  ["localhost", true],
  ["help.example.org", true],
  ["127.0.0.1", false],
  ["[::1]", false],
])("at %s passkeys can be used: %s", (hostname, can) => {
  vi.stubGlobal("location", { hostname });
  vi.stubGlobal("window", { PublicKeyCredential: class {} });
  expect(canUsePasskeys()).toBe(can);
  vi.stubGlobal("window", {});
  expect(canUsePasskeys()).toBe(false);
});

test.each([
  ["NotAllowedError", "passkey.cancelled"],
  ["InvalidStateError", "passkey.already"],
  ["SecurityError", "passkey.wrong_address"],
  ["UnknownError", "passkey.failed"],
])("of %s it is said: %s", (name, phrase) => {
  expect(passkeyTrouble(new DOMException("", name))).toBe(phrase);
  expect(passkeyTrouble(new Error(name))).toBeNull();
});
