import { signal } from "@preact/signals";

import { checkRoster } from "../live/counsellor_check";
import { type Question, type Read, newAsk, openConsult, openNote, sealConsult, sealNote, sealTransfer } from "../seal/colleague";
import { type Envelope } from "../seal/envelope";
import { SealRefused } from "../seal/refused";
import { type Person, personOnRoster, readersOf } from "../seal/roster";
import { Refused } from "../wire/call";
import { type ServerEvent } from "../wire/events";
import { insist } from "../wire/insist";
import { type HeldCases } from "./held_cases";
import { type Holder, readerOf } from "./holder";
import { type OpenCase } from "./open_case";

/** One counsellor and another: what is asked of her, what she asks of others, and what she reads for somebody now. */

interface Offer {
  offer_id: string;
  kind: "transfer" | "consult";
  state: "open" | "reading";
  /** Of the colleague: who asks, or who is asked. */
  name: string;
}

export type OfferToMe = Offer & { from: string; language: string; channel: "web" | "sms"; level: string };
export type OfferByMe = Offer & { case_id: string; to: string };

/** A case she reads once for a colleague. What it holds goes as soon as either ends it. */
export interface Reading extends Read {
  offer: OfferToMe;
  caseId: string;
  askedBy: string;
  question: string;
  ask: string;
  /** What she has answered, as this page knows it. */
  notes: readonly string[];
}

export interface Colleague {
  person: Person;
  rosterNumber: number;
}

export class Offers {
  readonly toMe = signal<readonly OfferToMe[]>([]);
  readonly byMe = signal<readonly OfferByMe[]>([]);
  readonly reading = signal<Reading | null>(null);
  /** A colleague has taken back what she read, or its case has ended. */
  readonly readingOver = signal(false);

  private holder: Holder | null = null;
  private signal = AbortSignal.abort();
  private readonly endedHere = new Set<string>();
  private readonly heard = new Map<string, number>();
  private kept = 0;
  private steps: Promise<void> = Promise.resolve();

  constructor(private readonly cases: HeldCases) {}

  enter(holder: Holder, signal: AbortSignal): void {
    this.holder = holder;
    this.signal = signal;
  }

  forget(): void {
    this.holder = null;
    this.toMe.value = this.byMe.value = [];
    this.close();
    this.endedHere.clear();
    this.heard.clear();
  }

  /** Who can be asked now: those the server says are on duty, as far as the signed roster vouches for them. */
  async colleagues(): Promise<Colleague[]> {
    const { calls, id: me } = this.holder!;
    const there = new Set((await calls.colleagues()).map(({ id }) => id));
    const roster = checkRoster(await calls.roster(), Date.now());
    const people = readersOf(roster, Date.now()).filter(({ id }) => there.has(id) && id !== me);
    return people.map((person) => ({ person, rosterNumber: roster.number }));
  }

  /** Seals all that she has of the case to this colleague alone, who may then accept it. */
  async handOn(open: OpenCase, { person, rosterNumber }: Colleague): Promise<void> {
    const caseId = open.held.case_id;
    const envelope = await sealTransfer({ ...open.read(), address: open.letters.address.value }, { person, caseId, rosterNumber });
    open.offerSaid.value = null;
    await this.holder!.calls.offer(caseId, { to: person.id, kind: "transfer", envelope });
  }

  /** Tells the person, and only when the server has that seals what there is, with the question. */
  async ask(open: OpenCase, { person, rosterNumber }: Colleague, question: string): Promise<void> {
    const caseId = open.held.case_id;
    await open.tellAsked(person.name);
    const ask = newAsk();
    const envelope = await sealConsult({ ...open.read(), question, ask }, { person, caseId, rosterNumber });
    const before = open.advice.value;
    open.advice.value = { name: person.name, ask, notes: [], over: false };
    try {
      await this.holder!.calls.offer(caseId, { to: person.id, kind: "consult", envelope });
    } catch (error) {
      open.advice.value = before;
      throw error;
    }
  }

  async accept({ offer_id: id }: OfferToMe): Promise<void> {
    await this.cases.takeOffered(id);
  }

  async read(offer: OfferToMe): Promise<void> {
    const { calls } = this.holder!;
    const { case_id: caseId, asked_by: askedBy, envelope, notes } = await calls.readQuestion(offer.offer_id);
    const question: Question = await openConsult(envelope, caseId, readerOf(this.holder!));
    this.kept = notes;
    this.readingOver.value = false;
    this.reading.value = { ...question, offer, caseId, askedBy, notes: [] };
  }

  /** Seals once and sends those very bytes until the server has them. */
  async note(text: string): Promise<void> {
    const reading = this.reading.value;
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
    const now = this.reading.value;
    if (now) this.reading.value = { ...now, notes: [...now.notes, text] };
  }

  /** Taken back, declined, or done with: on this side and on the other. */
  async end(offerId: string): Promise<void> {
    this.endedHere.add(offerId);
    try {
      await this.holder!.calls.endOffer(offerId);
    } catch (error) {
      if (!(error instanceof Refused && error.code === "no_such_offer")) throw error;
    }
    if (this.reading.value?.offer.offer_id === offerId) this.close();
  }

  /** Puts away what she read. */
  close(): void {
    this.reading.value = null;
    this.readingOver.value = false;
    this.kept = 0;
  }

  hear({ name, data }: ServerEvent): void {
    if (name === "offers") this.take(data as { to_me: OfferToMe[]; by_me: OfferByMe[] });
    else this.takeNote(data as { offer_id: string; seq: number; envelope: Envelope });
  }

  private take({ to_me: toMe, by_me: byMe }: { to_me: OfferToMe[]; by_me: OfferByMe[] }): void {
    for (const before of this.byMe.value) {
      if (!byMe.some(({ offer_id: id }) => id === before.offer_id)) this.tellGone(before);
    }
    this.toMe.value = toMe;
    this.byMe.value = byMe;
    const read = this.reading.value?.offer.offer_id;
    if (read && !toMe.some(({ offer_id: id }) => id === read)) {
      this.close();
      this.readingOver.value = true;
    }
  }

  private tellGone({ offer_id: id, case_id: caseId, kind, name }: OfferByMe): void {
    const open = this.openOf(caseId);
    this.heard.delete(id);
    if (!open || open.over.value) return;
    if (kind === "consult") {
      if (open.advice.value) open.advice.value = { ...open.advice.value, over: true };
    } else if (!this.endedHere.has(id)) open.offerSaid.value = { phrase: "offer.not_taken", name };
  }

  private takeNote({ offer_id: id, seq, envelope }: { offer_id: string; seq: number; envelope: Envelope }): void {
    const step = async () => {
      if (seq <= (this.heard.get(id) ?? 0)) return; // the stream began again
      this.heard.set(id, seq);
      const offer = this.byMe.value.find(({ offer_id }) => offer_id === id);
      const open = offer && this.openOf(offer.case_id);
      const advice = open?.advice.value;
      if (!open || !advice || !this.holder) return;
      const text = await openNote(envelope, open.held.case_id, readerOf(this.holder), advice.ask).catch((error: unknown) => {
        if (!(error instanceof SealRefused)) throw error;
        return null;
      });
      if (open.advice.value?.ask === advice.ask) open.advice.value = { ...open.advice.value, notes: [...open.advice.value.notes, text] };
    };
    this.steps = this.steps.then(step).catch(() => undefined);
  }

  private openOf(caseId: string): OpenCase | undefined {
    return this.cases.all.value.find(({ held }) => held.case_id === caseId);
  }
}
