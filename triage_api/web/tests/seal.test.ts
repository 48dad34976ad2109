import { describe, expect, test } from "vitest";

import { b64u, random, unb64u, utf8 } from "../src/seal/bytes";
import { jcs } from "../src/seal/jcs";
import { pad, unpad } from "../src/seal/pad";
import { SealRefused } from "../src/seal/refused";
import { fingerprint } from "../src/seal/signature";

describe("base64url", () => {
  test("every length comes back as it went", () => {
    for (let length = 0; length < 40; length++) {
      const bytes = random(length);
      expect(unb64u(b64u(bytes))).toEqual(bytes);
    }
  });

  test.each(["AA==", "A", "A+/A", "AB", "a b"])("%j has no bytes: one value has one spelling", (text) => {
    expect(() => unb64u(text)).toThrow(RangeError);
  });
});

describe("canonical JSON", () => {
  test("keys are sorted and there is no white space", () => {
    expect(jcs({ v: 1, case_id: "x", recipients: ["b", "a"], direction: "handoff" })).toBe('{"case_id":"x","direction":"handoff","recipients":["b","a"],"v":1}');
  });

  test.each([["å"], [1.5], [2 ** 60]])("%j is not bound into a header", (value) => {
    expect(() => jcs({ value })).toThrow(TypeError);
  });
});

describe("padding", () => {
  test.each([0, 1, 251, 252, 253, 600])("%i bytes come back, and only their block count shows", (length) => {
    const text = random(length);
    const padded = pad(256, text);
    expect(padded.length % 256).toBe(0);
    expect(unpad(256, padded)).toEqual(text);
  });

  test("filling that is not zeros is refused", () => {
    const padded = pad(256, utf8("x"));
    padded[255] = 1;
    expect(() => unpad(256, padded)).toThrow(SealRefused);
  });

  test("a length beyond the block is refused", () => {
    const padded = pad(256, utf8("x"));
    padded[2] = 1;
    expect(() => unpad(256, padded)).toThrow(SealRefused);
  });

  test("more filling than needed is refused", () => {
    expect(() => unpad(256, new Uint8Array(512))).toThrow(SealRefused);
  });
});

test("the fingerprint is eight groups of five digits over both keys", async () => {
  // As the signer's command prints it for the same 32 and 1,216 zero bytes.
  expect(await fingerprint(new Uint8Array(32), new Uint8Array(1216))).toBe("37990 15728 48001 96426 84914 20119 58697 18188");
  expect(await fingerprint(new Uint8Array(32), new Uint8Array(1216))).not.toBe(await fingerprint(new Uint8Array(32).fill(1), new Uint8Array(1216)));
});
