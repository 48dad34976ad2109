import { signal } from "@preact/signals";

import { checkRoster } from "../live/counsellor_check";
import { AlongWriter, type SealedLine } from "../seal/along";
import { unb64u } from "../seal/bytes";
import { newAsk, openNote, sealBeginning, sealConsult, sealTransfer } from "../seal/colleague";
import { type Envelope } from "../seal/envelope";
import { SealRefused } from "../seal/refused";
import { type Person, personOnRoster, readersOf } from "../seal/roster";
import { Refused } from "../wire/call";
import { type ServerEvent } from "../wire/events";
import { answered } from "../wire/insist";
import { AlongSender } from "./along_sender";
import { type OfferKind } from "./calls";
import { endWish } from "./chats_now";
import { type HeldCases } from "./held_cases";
import { type Holder, readerOf } from "./holder";
import { type OpenCase } from "./open_case";
import { Reads } from "./reads";

/** One counsellor and another: what is asked of her, what she asks of others, and what she reads for somebody now. */

interface Offer {
  offer_id: string;
  kind: OfferKind;
  state: "open" | "reading";
  /** Of the colleague: who asks, or who is asked. */
  name: string;
}

export type OfferToMe = Offer & { from: string; language: string; channel: "web" | "sms"; level: string };
export type OfferByMe = Offer & { case_id: string; to: string };

/** A supervisor who asks to be let read along, in whichever case. */
export interface Wish {
  from: string;
  name: string;
}

export interface Colleague {
  person: Person;
  rosterNumber: number;
}

interface Stand {
  to_me: OfferToMe[];
  by_me: OfferByMe[];
  wishes: Wish[];
}

export class Offers {
  readonly toMe = signal<readonly OfferToMe[]>([]);
  readonly byMe = signal<readonly OfferByMe[]>([]);
  readonly wishes = signal<readonly Wish[]>([]);
  readonly reads = new Reads();

  private holder: Holder | null = null;
  private signal = AbortSignal.abort();
  private readonly endedHere = new Set<string>();
  private readonly heard = new Map<string, number>();
  private steps: Promise<void> = Promise.resolve();

  constructor(private readonly cases: HeldCases) {}

  enter(holder: Holder, signal: AbortSignal): void {
    this.holder = holder;
    this.reads.enter(holder, signal);
    this.signal = signal;
  }

  forget(): void {
    this.holder = null;
    this.toMe.value = this.byMe.value = [];
    this.wishes.value = [];
    this.reads.forget();
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
    this.refuseIfRead(open);
    await open.tell("asked", person.name);
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

  /** Tells the person, and only when the server has that seals what there is; from then on each line as it comes. */
  async letRead(open: OpenCase, { person, rosterNumber }: Colleague): Promise<void> {
    const { case_id: caseId, epoch } = open.held;
    const { id: from, calls } = this.holder!;
    this.refuseIfRead(open);
    await open.tell("along", person.name);
    const [ask, secret] = [newAsk(), newAsk()];
    const sender = new AlongSender(() => void this.stopReading(open).catch(() => undefined));
    const read = open.goAlong(person.name, sender);
    const before = open.advice.value;
    open.advice.value = { name: person.name, ask, notes: [], over: false };
    try {
      const envelope = await sealBeginning({ ...read, from, epoch, ask, secret }, { person, caseId, rosterNumber });
      const offered = await answered(() => calls.offer(caseId, { to: person.id, kind: "along", envelope }), this.signal);
      const writer = await AlongWriter.make(unb64u(secret), { caseId, epoch, from, to: person.id, rosterNumber });
      if (offered) sender.begin(writer, (line) => calls.line(offered.offer_id, line));
    } catch (error) {
      open.advice.value = before;
      open.endAlong();
      throw error;
    }
  }

  /** Lets a supervisor read along who asked to; the roster has to say that she is one. */
  async grant(open: OpenCase, { from }: Wish): Promise<void> {
    const roster = checkRoster(await this.holder!.calls.roster(), Date.now());
    const person = personOnRoster(roster, from, Date.now());
    if (person.role !== "supervisor") throw new SealRefused("not_on_roster");
    await this.letRead(open, { person, rosterNumber: roster.number });
  }

  /** Nothing more is sealed from this moment, whether the server can be reached or not. */
  async stopReading(open: OpenCase): Promise<void> {
    open.endAlong();
    const stands = this.readsOf(open.held.case_id);
    if (stands) await this.end(stands.offer_id);
  }

  async notNow({ from }: Wish): Promise<void> {
    await endWish(this.holder!.calls, from);
  }

  async accept({ offer_id: id }: OfferToMe): Promise<void> {
    await this.cases.takeOffered(id);
  }

  /** Taken back, declined, or done with: on this side and on the other. */
  async end(offerId: string): Promise<void> {
    this.endedHere.add(offerId);
    try {
      await this.holder!.calls.endOffer(offerId);
    } catch (error) {
      if (!(error instanceof Refused && error.code === "no_such_offer")) throw error;
    }
    if (this.reads.now.value?.offer.offer_id === offerId) this.reads.close();
  }

  hear({ name, data }: ServerEvent): void {
    if (name === "offers") this.take(data as Stand);
    else if (name === "line") this.reads.takeLine(data as SealedLine & { offer_id: string });
    else this.takeNote(data as { offer_id: string; seq: number; envelope: Envelope });
  }

  private take({ to_me: toMe, by_me: byMe, wishes }: Stand): void {
    for (const before of this.byMe.value) {
      if (!byMe.some(({ offer_id: id }) => id === before.offer_id)) this.tellGone(before);
    }
    this.toMe.value = toMe;
    this.byMe.value = byMe;
    this.wishes.value = wishes;
    this.reads.stands(toMe);
  }

  private tellGone({ offer_id: id, case_id: caseId, kind, name }: OfferByMe): void {
    const open = this.openOf(caseId);
    this.heard.delete(id);
    if (!open || open.over.value) return;
    if (kind === "along") open.endAlong();
    if (kind !== "transfer") {
      const { value: advice } = open.advice;
      // Of who has only read along the chat itself says that it is over.
      open.advice.value = advice && (kind === "consult" || advice.notes.length > 0) ? { ...advice, over: true } : null;
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

  /** One colleague reads at a time, and the person must not be told of another who then may not. */
  private refuseIfRead(open: OpenCase): void {
    if (open.along.value || this.readsOf(open.held.case_id)) throw new Refused(409, "offer_stands", {});
  }

  private readsOf(caseId: string): OfferByMe | undefined {
    return this.byMe.value.find(({ case_id: id, kind }) => id === caseId && kind !== "transfer");
  }

  private openOf(caseId: string): OpenCase | undefined {
    return this.cases.all.value.find(({ held }) => held.case_id === caseId);
  }
}
