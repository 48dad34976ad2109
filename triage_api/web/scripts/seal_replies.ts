import { wrapForOrganisation } from "../src/desk/organisation_wrap";
import { AlongWriter } from "../src/seal/along";
import { type Bytes, b64u, random, unb64u } from "../src/seal/bytes";
import { type Body, ChatWriter, type Direction } from "../src/seal/chat";
import { newAsk, sealBeginning, sealConsult, sealNote, sealTransfer } from "../src/seal/colleague";
import { type Envelope } from "../src/seal/envelope";
import { publicKeyOf } from "../src/seal/hpke";
import { sealLeft } from "../src/seal/left";
import { sealLetter } from "../src/seal/letter";
import { addressOf, deriveMailbox } from "../src/seal/mailbox";
import { newCodeBits } from "../src/seal/return_code";
import { type SecretFor, newChatSecret, sealChatSecret } from "../src/seal/secret";
import { fingerprint, recoveryFingerprint, sealKeyProof, signKeyOf } from "../src/seal/signature";

/** Vectors in the other direction: fresh on every run, in the form of config/envelope/vectors. */
export interface SealedVector {
  kind: "chat_secret" | "chat_message" | "keys" | "letter" | "left" | "transfer" | "consult" | "along" | "along_line" | "note" | "organisation_wrap";
  name: string;
  expect: "ok";
  why: string;
  input: Record<string, string | number>;
  output: unknown;
}

const TEXTS: readonly [string, string][] = [
  ["sv", "Jag är här. Är du på en säker plats just nu?"],
  ["en", "I am here. Take the time you need."],
  ["th", "ฉันอยู่ตรงนี้ ค่อยๆ พิมพ์ได้เลย"],
  ["ro", "Sunt aici. Ești în siguranță acum?"],
  ["long", "å".repeat(2000)],
];

export async function sealReplies(): Promise<SealedVector[]> {
  const signSeed = random(32);
  const sealSeed = random(32);
  const sealKey = await publicKeyOf(sealSeed);
  const signKey = signKeyOf(signSeed);
  const secret = newChatSecret();
  const bound = { caseId: b64u(random(16)), epoch: 2, counsellor: b64u(random(16)), rosterNumber: 7 };
  const claim = { case_id: bound.caseId, epoch: bound.epoch };
  return [
    {
      kind: "keys",
      name: "made-in-the-browser",
      expect: "ok",
      why: "the public keys, the proof and the fingerprint belong to the seeds",
      input: { sign_seed: b64u(signSeed), seal_seed: b64u(sealSeed) },
      output: { sign_key: b64u(signKey), seal_key: b64u(sealKey), proof: b64u(sealKeyProof(signSeed, sealKey)), fingerprint: await fingerprint(signKey, sealKey) },
    },
    {
      kind: "chat_secret",
      name: "sealed-by-the-page",
      expect: "ok",
      why: "the person's page sealed it to the counsellor who claimed",
      input: { counsellor_id: bound.counsellor, seal_seed: b64u(sealSeed), ...claim, roster_number: bound.rosterNumber, sealed: await sealChatSecret(secret, sealKey, bound) },
      output: b64u(secret),
    },
    await forOrganisation(signSeed, sealSeed),
    ...(await letters()),
    await left(sealSeed, sealKey, bound),
    ...(await toColleague(sealSeed, sealKey, bound)),
    ...(await alongLines(bound)),
    ...(await messages("counsellor", secret, claim)),
    ...(await messages("person", secret, claim)),
  ];
}

/** The sealing key stands for the organisation's here: both are of one kind. */
async function forOrganisation(signSeed: Bytes, seed: Bytes): Promise<SealedVector> {
  const [recoveryKey, vaultKey, counsellor] = [await publicKeyOf(seed), random(32), b64u(random(16))];
  const wrap = await wrapForOrganisation({ key: vaultKey, keys: { signSeed, seals: [] } }, counsellor, recoveryKey);
  const input = { recovery_seed: b64u(seed), sign_key: b64u(signKeyOf(signSeed)), counsellor_id: counsellor, wrap: JSON.stringify(wrap) };
  const output = { vault_key: b64u(vaultKey), fingerprint: await recoveryFingerprint(recoveryKey) };
  return { kind: "organisation_wrap", name: "sealed-at-the-desk", expect: "ok", why: "by the counsellor's own page", input, output };
}

async function letters(): Promise<SealedVector[]> {
  const bits = newCodeBits();
  const codeWord = " Blå  Häger ";
  const keys = await deriveMailbox(bits, codeWord);
  const address = await addressOf(keys);
  return Promise.all(
    TEXTS.map(async ([name, text], order): Promise<SealedVector> => {
      const letter = { text, name: "Kim", written: "2026-11-21", order };
      const input = { bits: b64u(bits), code_word: codeWord, sealed: await sealLetter(letter, address) };
      return { kind: "letter", name, expect: "ok", why: "sealed at the desk", input, output: { ...address, token: keys.token, letter } };
    }),
  );
}

async function left(sealSeed: Bytes, sealKey: Bytes, { caseId, counsellor, rosterNumber }: SecretFor): Promise<SealedVector> {
  const address = await addressOf(await deriveMailbox(newCodeBits(), ""));
  const texts = TEXTS.map(([, text]) => text);
  const reader = { id: counsellor, name: "Kim", role: "counsellor", signKey: random(32), sealKey, from: 0, until: 0 } as const;
  const envelope = await sealLeft({ address, texts }, caseId, [reader], rosterNumber);
  const input = { counsellor_id: counsellor, seal_seed: b64u(sealSeed), envelope: JSON.stringify(envelope) };
  return { kind: "left", name: "sealed-by-the-page", expect: "ok", why: "left by a page that waits", input, output: { v: 1, case_id: caseId, ...address, texts } };
}

async function toColleague(sealSeed: Bytes, sealKey: Bytes, { caseId, counsellor, rosterNumber }: SecretFor): Promise<SealedVector[]> {
  const address = await addressOf(await deriveMailbox(newCodeBits(), ""));
  const person = { id: counsellor, name: "Kim", role: "counsellor", signKey: random(32), sealKey, from: 0, until: 0 } as const;
  const to = { person, caseId, rosterNumber };
  const lines = TEXTS.map(([, text], at) => ({ from: at % 2 === 0 ? ("person" as const) : ("counsellor" as const), text }));
  const read = { transcript: null, lines };
  const ask = newAsk();
  const vector = (kind: "transfer" | "consult" | "along" | "note", envelope: Envelope, output: unknown): SealedVector => {
    const input = { counsellor_id: counsellor, seal_seed: b64u(sealSeed), envelope: JSON.stringify(envelope) };
    return { kind, name: "sealed-at-the-desk", expect: "ok", why: "from one counsellor to another", input, output: { v: 1, case_id: caseId, ...(output as object) } };
  };
  return [
    vector("transfer", await sealTransfer({ ...read, address }, to), { ...read, ...address }),
    vector("consult", await sealConsult({ ...read, question: TEXTS[0]![1], ask }, to), { ...read, question: TEXTS[0]![1], ask }),
    vector("along", await sealBeginning({ ...read, from: counsellor, epoch: 2, ask, secret: ask }, to), { ...read, from: counsellor, epoch: 2, ask, secret: ask }),
    vector("note", await sealNote(TEXTS[2]![1], ask, to), { ask, text: TEXTS[2]![1] }),
  ];
}

async function alongLines({ caseId, counsellor, rosterNumber }: SecretFor): Promise<SealedVector[]> {
  const secret = newAsk();
  const along = { caseId, epoch: 2, from: counsellor, to: b64u(random(16)), rosterNumber };
  const writer = await AlongWriter.make(unb64u(secret), along);
  const bound = { case_id: caseId, epoch: 2, from: along.from, to: along.to, roster_number: rosterNumber };
  const made: SealedVector[] = [];
  for (const [name, text] of TEXTS) {
    const line = { from: "person", text } as const;
    made.push({ kind: "along_line", name, expect: "ok", why: "sealed at the desk", input: { secret, ...bound, ...(await writer.seal(line)) }, output: line });
  }
  return made;
}

async function messages(direction: Direction, secret: ReturnType<typeof newChatSecret>, claim: { case_id: string; epoch: number }): Promise<SealedVector[]> {
  const writer = await ChatWriter.make(secret, claim.case_id, direction, claim.epoch);
  const bodies: [string, Body][] = [...TEXTS.map(([name, text]): [string, Body] => [name, { kind: "text", text }]), ["got", { kind: "got", upto: 3 }]];
  const sealed: SealedVector[] = [];
  for (const [name, body] of bodies) {
    const message = await writer.seal(body);
    const input = { secret: b64u(secret), ...claim, direction, seq: message.seq, sealed: message.sealed };
    sealed.push({ kind: "chat_message", name: `${direction}-${name}`, expect: "ok", why: `sealed by the ${direction}'s page`, input, output: body });
  }
  return sealed;
}
