import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { describe, expect, test } from "vitest";

import { deriveRecovery, readCode as readRecoveryCode } from "../src/desk/recovery_code";
import { type Wrap, unwrapVaultKey } from "../src/desk/vault";
import { AlongReader } from "../src/seal/along";
import { b64u, join, sha256, unb64u, utf8 } from "../src/seal/bytes";
import { ChatReader, type Direction } from "../src/seal/chat";
import { openBeginning, openConsult, openNote, openTransfer } from "../src/seal/colleague";
import { type Envelope, openEnvelope } from "../src/seal/envelope";
import { hpkeOpen, publicKeyOf } from "../src/seal/hpke";
import { jcs } from "../src/seal/jcs";
import { openLeft } from "../src/seal/left";
import { openLetter } from "../src/seal/letter";
import { addressOf, deriveMailbox } from "../src/seal/mailbox";
import { SealRefused } from "../src/seal/refused";
import { readCode } from "../src/seal/return_code";
import { type SignedRoster, verifyRoster } from "../src/seal/roster";
import { openChatSecret } from "../src/seal/secret";
import { signatureHolds } from "../src/seal/signature";

/** The vectors that the Python sealer writes (config/envelope/vectors), opened by the code the browser runs. */

const FOLDER = fileURLToPath(new URL("../../../config/envelope/vectors/", import.meta.url));

const WORDS = fileURLToPath(new URL("../../../config/return_code/", import.meta.url));
const listOf = (language: string) => readFileSync(`${WORDS}${language}.txt`, "utf8").trim().split("\n");
const LISTS = { sv: listOf("sv"), en: listOf("en"), th: listOf("th"), ro: listOf("ro") };

interface Vector {
  kind: "roster" | "envelope" | "chat_secret" | "chat_message" | "return_code" | "letter" | "left" | "transfer" | "consult" | "along" | "along_line" | "note" | "organisation_wrap" | "recovery_code";
  name: string;
  expect: "ok" | "refuse";
  why: string;
  // Each kind has its own input, named in config/envelope/v1.md's words.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  input: any;
  output: unknown;
}

const readerOf = ({ counsellor_id, seal_seed }: { counsellor_id: string; seal_seed: string }) => ({ id: counsellor_id, sealSeeds: [unb64u(seal_seed)] });

const open: Record<Vector["kind"], (input: Vector["input"]) => Promise<unknown>> = {
  roster: async ({ root, now, highest_seen, roster }) => {
    const read = verifyRoster(roster as SignedRoster, unb64u(root), Date.parse(now), highest_seen ?? 0);
    const recovery = read.recoveryKey ? { recovery_key: b64u(read.recoveryKey) } : {};
    return { number: read.number, people: read.people.map((person) => person.id), ...recovery };
  },
  envelope: ({ counsellor_id, seal_seed, case_id, envelope }) => openEnvelope(envelope as Envelope, case_id, counsellor_id, [unb64u(seal_seed)]),
  chat_secret: async ({ counsellor_id, seal_seed, case_id, epoch, roster_number, sealed }) =>
    b64u(await openChatSecret(sealed, [unb64u(seal_seed)], { caseId: case_id, epoch, counsellor: counsellor_id, rosterNumber: roster_number })),
  chat_message: async ({ secret, case_id, epoch, direction, seq, sealed }) => {
    const reader = await ChatReader.make(unb64u(secret), case_id, direction as Direction, epoch, seq - 1);
    return reader.open({ epoch, seq, sealed });
  },
  return_code: async ({ typed }) => {
    const read = await readCode(typed as string, LISTS);
    if ("mistake" in read) throw new SealRefused("malformed");
    return { bits: b64u(read.bits) };
  },
  letter: async ({ bits, code_word, sealed }) => {
    const keys = await deriveMailbox(unb64u(bits), code_word);
    const letter = await openLetter(sealed, keys);
    return { mailbox: keys.mailbox, token: keys.token, key: (await addressOf(keys)).key, letter };
  },
  left: async ({ counsellor_id, seal_seed, case_id, envelope }) => {
    const { address, texts } = await openLeft(envelope as Envelope, case_id, { id: counsellor_id, sealSeeds: [unb64u(seal_seed)] });
    return { v: 1, case_id, ...(address ?? {}), texts };
  },
  transfer: async ({ case_id, envelope, ...who }) => {
    const { address, ...read } = await openTransfer(envelope as Envelope, case_id, readerOf(who));
    return { v: 1, case_id, ...read, ...(address ?? {}) };
  },
  consult: async ({ case_id, envelope, ...who }) => ({ v: 1, case_id, ...(await openConsult(envelope as Envelope, case_id, readerOf(who))) }),
  along: async ({ case_id, envelope, ...who }) => ({ v: 1, case_id, ...(await openBeginning(envelope as Envelope, case_id, readerOf(who))) }),
  along_line: async ({ secret, case_id, epoch, from, to, roster_number, seq, sealed }) => {
    const reader = await AlongReader.make(unb64u(secret), { caseId: case_id, epoch, from, to, rosterNumber: roster_number }, seq - 1);
    return reader.open({ seq, sealed });
  },
  organisation_wrap: async ({ recovery_seed, sign_key, counsellor_id, wrap }) => {
    const seed = unb64u(recovery_seed);
    if (wrap.recovery_key !== b64u(await sha256(await publicKeyOf(seed)))) throw new SealRefused("does_not_open");
    const bound = utf8(jcs({ v: 1, counsellor: counsellor_id, id: wrap.id, recovery_key: wrap.recovery_key }));
    const sealed = unb64u(wrap.sealed);
    const signed = join(utf8("lykta organisation wrap v1\n"), bound, utf8("\n"), sealed);
    if (!signatureHolds(unb64u(sign_key), signed, unb64u(wrap.signature))) throw new SealRefused("bad_signature");
    return b64u(await hpkeOpen(seed, join(utf8("lykta organisation wrap v1 key\n"), bound), sealed));
  },
  recovery_code: async ({ typed, counsellor_id, wrap }) => {
    const secret = await readRecoveryCode(typed as string);
    if (!secret) throw new SealRefused("malformed");
    const { authKey, wrappingKey } = await deriveRecovery(secret);
    return { auth_key: authKey, vault_key: b64u(await unwrapVaultKey(wrap as Wrap, wrappingKey, counsellor_id)) };
  },
  note: async ({ case_id, envelope, ask, ...who }) => ({ v: 1, case_id, ask, text: await openNote(envelope as Envelope, case_id, readerOf(who), ask) }),
};

const vectors = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".json"))
  .map((file) => JSON.parse(readFileSync(FOLDER + file, "utf8")) as Vector);

describe("the vectors cover every kind in both directions", () => {
  test.each(Object.keys(open))("%s has some to open and some to refuse", (kind) => {
    const expected = vectors.filter((vector) => vector.kind === kind).map((vector) => vector.expect);
    expect(new Set(expected)).toEqual(new Set(["ok", "refuse"]));
  });
});

describe.each(vectors)("$kind $name", ({ kind, expect: expected, why, input, output }) => {
  test(`${expected}: ${why}`, async () => {
    if (expected === "ok") expect(await open[kind](input)).toEqual(output);
    else if (kind === "return_code") expect(await readCode(input.typed as string, LISTS)).toEqual({ mistake: output });
    else await expect(open[kind](input)).rejects.toBeInstanceOf(SealRefused);
  });
});
