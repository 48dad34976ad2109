import { signal } from "@preact/signals";

import { checkRoster } from "../live/counsellor_check";
import { AlongReader, type SealedLine } from "../seal/along";
import { unb64u } from "../seal/bytes";
import { type Beginning, type Question, type Read, openBeginning, openConsult, sealNote } from "../seal/colleague";
import { type Envelope } from "../seal/envelope";
import { SealRefused } from "../seal/refused";
import { personOnRoster } from "../seal/roster";
import { insist } from "../wire/insist";
import { type Holder, readerOf } from "./holder";
import { type OfferToMe } from "./offers";

/** A case she reads for a colleague, once or along. What it holds goes as soon as either ends it. */
export interface Reading extends Read {
  offer: OfferToMe;
  caseId: string;
  askedBy: string;
  /** None when she reads along. */
  question: string | null;
  ask: string;
  /** What she has answered, as this page knows it. */
  notes: readonly string[];
  /** A line was left out, altered or moved: nothing after it is shown. */
  missing: boolean;
}

export class Reads {
  readonly now = signal<Reading | null>(null);
  /** A colleague has ended what she read, or its case is over. */
  readonly over = signal(false);
  /** When a line of what she reads along came last, by this machine's clock; 0 for none. */
  lastCame = 0;

  private holder: Holder | null = null;
  private signal = AbortSignal.abort();
  private reader: AlongReader | null = null;
  /** The lines of what stands, as they came: a page opens them when she turns to it, and again after another. */
  private readonly came = new Map<string, SealedLine[]>();
  private kept = 0;
  private steps: Promise<void> = Promise.resolve();

  enter(holder: Holder, signal: AbortSignal): void {
    this.holder = holder;
    this.signal = signal;
  }

  forget(): void {
    this.holder = null;
    this.close();
    this.came.clear();
  }

  /** Opens what a colleague sealed to her. */
  async open(offer: OfferToMe): Promise<void> {
    const holder = this.holder!;
    const { case_id: caseId, asked_by: askedBy, envelope, notes } = await holder.calls.readQuestion(offer.offer_id);
    const { reader, ...read } = offer.kind === "along" ? await begun(holder, envelope, caseId, askedBy) : await asked(holder, envelope, caseId);
    if (this.signal.aborted) return;
    this.close();
    this.kept = notes;
    this.reader = reader;
    this.now.value = { ...read, offer, caseId, askedBy, notes: [], missing: false };
    this.goOn();
  }

  /** Seals once and sends those very bytes until the server has them. */
  async note(text: string): Promise<void> {
    const reading = this.now.value;
    if (!reading) return;
    const { calls } = this.holder!;
    const { caseId, askedBy, ask, offer } = reading;
    const roster = checkRoster(await calls.roster(), Date.now());
    const person = personOnRoster(roster, askedBy, Date.now());
    const envelope = await sealNote(text, ask, { person, caseId, rosterNumber: roster.number });
    const seq = this.kept + 1;
    const there = await insist(() => calls.note(offer.offer_id, { seq, envelope }).then(() => true), this.signal);
    if (!there) return;
    this.kept = seq;
    this.change((now) => ({ notes: [...now.notes, text] }));
  }

  /** Puts away what she read. */
  close(): void {
    this.now.value = null;
    this.over.value = false;
    this.reader = null;
    this.kept = this.lastCame = 0;
  }

  takeLine({ offer_id: id, ...line }: SealedLine & { offer_id: string }): void {
    const before = this.came.get(id) ?? [];
    if (line.seq <= (before.at(-1)?.seq ?? 0)) return; // the stream began again
    this.came.set(id, [...before, line]);
    if (id === this.now.value?.offer.offer_id) this.lastCame = Date.now();
    this.goOn();
  }

  /** What is offered to her now. */
  stands(offers: readonly OfferToMe[]): void {
    const ids = new Set(offers.map(({ offer_id: id }) => id));
    for (const id of this.came.keys()) if (!ids.has(id)) this.came.delete(id);
    if (!this.now.value || ids.has(this.now.value.offer.offer_id)) return;
    this.close();
    this.over.value = true;
  }

  /** Opens, one after the other, the lines that have come and are not shown yet. */
  private goOn(): void {
    const step = async () => {
      const reader = this.reader;
      for (let line = this.next(); line && reader === this.reader; line = this.next()) {
        const said = await reader!.open(line).catch((error: unknown) => {
          if (!(error instanceof SealRefused)) throw error;
          return null;
        });
        if (reader === this.reader) this.change((now) => (said ? { lines: [...now.lines, said] } : { missing: true }));
      }
    };
    this.steps = this.steps.then(step).catch(() => undefined);
  }

  private next(): SealedLine | undefined {
    const now = this.now.value;
    if (!now || now.missing || !this.reader) return undefined;
    return this.came.get(now.offer.offer_id)?.find(({ seq }) => seq > this.reader!.opened);
  }

  private change(change: (now: Reading) => Partial<Reading>): void {
    const now = this.now.value;
    if (now) this.now.value = { ...now, ...change(now) };
  }
}

type Opened = Read & { question: string | null; ask: string; reader: AlongReader | null };

async function asked(holder: Holder, envelope: Envelope, caseId: string): Promise<Opened> {
  const question: Question = await openConsult(envelope, caseId, readerOf(holder));
  return { ...question, reader: null };
}

/** With what she begins to read along. Whoever the server says has asked must be who sealed it: notes go to them. */
async function begun(holder: Holder, envelope: Envelope, caseId: string, askedBy: string): Promise<Opened> {
  const { from, epoch, secret, ...read }: Beginning = await openBeginning(envelope, caseId, readerOf(holder));
  if (from !== askedBy) throw new SealRefused("malformed");
  const along = { caseId, epoch, from, to: holder.id, rosterNumber: envelope.roster_number };
  return { ...read, question: null, reader: await AlongReader.make(unb64u(secret), along) };
}
