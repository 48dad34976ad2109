import { b64u, random, utf8 } from "./bytes";
import { type Envelope, type Reader, objectIn, openSealed } from "./envelope";
import { type Address, isAddress } from "./letter";
import { SealRefused } from "./refused";
import { type Person } from "./roster";
import { sealFor } from "./seal_for";
import { type Transcript, transcriptIn } from "./transcript";

/** What one counsellor seals to another (config/envelope/v1.md): a case handed on, a question, one to read along, notes. */

export interface SaidLine {
  from: "person" | "counsellor";
  text: string;
}

/** What she has of a case. */
export interface Read {
  /** None when she could not open it herself. */
  transcript: Transcript | null;
  lines: readonly SaidLine[];
}

export interface Handed extends Read {
  address: Address | null;
}

export interface Question extends Read {
  question: string;
  /** Known to who asks and who is asked only: what does not name it is no answer to this. */
  ask: string;
}

/** With what somebody begins to read along; the lines that follow are sealed under `secret` (along.ts). */
export interface Beginning extends Read {
  /** Who seals, and has the case. */
  from: string;
  epoch: number;
  /** Ties notes to this, as a question's does. */
  ask: string;
  secret: string;
}

/** The one it is for, as the roster has her, and what it is bound to. */
export interface To {
  person: Person;
  caseId: string;
  rosterNumber: number;
}

const MOST_LINE_BYTES = 200_000;

/** 32 random bytes, known to nobody but the two. */
export function newAsk(): string {
  return b64u(random(32));
}

export function sealTransfer({ address, ...read }: Handed, to: To): Promise<Envelope> {
  return seal("transfer", { ...written(read), ...address }, to);
}

export function sealConsult({ question, ask, ...read }: Question, to: To): Promise<Envelope> {
  return seal("consult", { ...written(read), question, ask }, to);
}

export function sealBeginning({ from, epoch, ask, secret, ...read }: Beginning, to: To): Promise<Envelope> {
  return seal("along", { ...written(read), from, epoch, ask, secret }, to);
}

export function sealNote(text: string, ask: string, to: To): Promise<Envelope> {
  return seal("note", { ask, text }, to);
}

export async function openTransfer(envelope: Envelope, caseId: string, reader: Reader): Promise<Handed> {
  const inside = await open("transfer", envelope, caseId, reader);
  const { mailbox, key } = inside;
  const address = mailbox === undefined && key === undefined ? null : { mailbox, key };
  if (address && !isAddress(address)) throw new SealRefused("malformed");
  return { ...readIn(inside, caseId), address };
}

export async function openConsult(envelope: Envelope, caseId: string, reader: Reader): Promise<Question> {
  const inside = await open("consult", envelope, caseId, reader);
  const { question, ask } = inside;
  if (typeof question !== "string" || typeof ask !== "string") throw new SealRefused("malformed");
  return { ...readIn(inside, caseId), question, ask };
}

export async function openBeginning(envelope: Envelope, caseId: string, reader: Reader): Promise<Beginning> {
  const inside = await open("along", envelope, caseId, reader);
  const { from, epoch, ask, secret } = inside;
  if (typeof from !== "string" || !Number.isSafeInteger(epoch) || !isSecret(ask) || !isSecret(secret)) throw new SealRefused("malformed");
  return { ...readIn(inside, caseId), from, epoch: epoch as number, ask, secret };
}

/** The note's text; refused unless it names `ask`, as only who read that question can. */
export async function openNote(envelope: Envelope, caseId: string, reader: Reader, ask: string): Promise<string> {
  const inside = await open("note", envelope, caseId, reader);
  if (inside["ask"] !== ask || typeof inside["text"] !== "string") throw new SealRefused("malformed");
  return inside["text"];
}

type Kind = "transfer" | "consult" | "along" | "note";

function seal(sealer: Kind, inside: Record<string, unknown>, { person, caseId, rosterNumber }: To): Promise<Envelope> {
  return sealFor({ v: 1, case_id: caseId, ...inside }, { caseId, sealer, rosterNumber }, [person]);
}

async function open(sealer: Kind, envelope: Envelope, caseId: string, reader: Reader): Promise<Record<string, unknown>> {
  const inside = objectIn(await openSealed(envelope, caseId, sealer, reader));
  if (inside["v"] !== 1) throw new SealRefused("unknown_version");
  if (inside["case_id"] !== caseId) throw new SealRefused("wrong_case");
  return inside;
}

function written({ transcript, lines }: Read): Record<string, unknown> {
  return { transcript, lines: newest(lines) };
}

function readIn({ transcript, lines }: Record<string, unknown>, caseId: string): Read {
  if (!Array.isArray(lines) || !lines.every(isLine)) throw new SealRefused("malformed");
  return { transcript: transcript === null ? null : transcriptIn(transcript, caseId), lines: lines.map(({ from, text }) => ({ from, text })) };
}

export function isLine(value: unknown): value is SaidLine {
  const { from, text } = (value ?? {}) as Record<string, unknown>;
  return (from === "person" || from === "counsellor") && typeof text === "string";
}

function isSecret(value: unknown): value is string {
  return typeof value === "string" && /^[A-Za-z0-9_-]{43}$/.test(value);
}

function newest(lines: readonly SaidLine[]): SaidLine[] {
  const kept: SaidLine[] = [];
  let bytes = 0;
  for (const { from, text } of [...lines].reverse()) {
    bytes += utf8(text).length;
    if (bytes > MOST_LINE_BYTES) break;
    kept.unshift({ from, text });
  }
  return kept;
}
