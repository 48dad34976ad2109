import { type Signal, signal } from "@preact/signals";

import { Exchange } from "../live/exchange";
import { onScreen } from "../live/on_screen";
import { type Bytes } from "../seal/bytes";
import { type SealedMessage } from "../seal/chat";
import { type Read, type SaidLine, openTransfer } from "../seal/colleague";
import { type Reader, openEnvelope } from "../seal/envelope";
import { openLeft } from "../seal/left";
import { SealRefused } from "../seal/refused";
import { openChatSecret } from "../seal/secret";
import { type Transcript } from "../seal/transcript";
import { type Assessment, NOTHING_SAID } from "./assessment";
import { type DeskCalls, type HeldCase, type SealedSecret } from "./calls";
import { Letters } from "./letters";
import { readPast } from "./past";

/** One case in a counsellor's hands: the opened envelope and the live chat. Forgotten whole when it ends. */

export interface LiveLine {
  id: number;
  from: "person" | "counsellor" | "notice";
  text: string;
  /** `handed` was said before the case came into these hands. */
  kind: "text" | "earlier" | "history" | "texted" | "handed";
  mark?: "sending" | "sent" | "delivered" | "lost";
}

export type ChatState = "no_key" | "live" | "bad_key";
export type EndedBy = "person" | "counsellor" | "stopped" | "expired";
/** `gone` is what the server no longer knows as hers, without saying why; `elsewhere`, what another page of hers has. */
export type Over = { by: EndedBy; shreddedAt: string } | { by: "returned" | "gone" | "elsewhere" } | { by: "taken_over"; name: string };

/** Who wrote last, as this page knows it: `at` is this page's clock. */
export interface Last {
  from: "person" | "counsellor";
  at: number;
}

/** What a colleague answers to a question; null stands for a note that was refused. */
export interface Advice {
  name: string;
  ask: string;
  notes: readonly (string | null)[];
  over: boolean;
}

export interface Holder {
  id: string;
  name: string;
  /** As they are now: a key may be renewed while a case is open. */
  sealSeeds: () => readonly Bytes[];
  calls: DeskCalls;
}

/** Who opens what was sealed for this counsellor, with the keys of this moment. */
export function readerOf({ id, sealSeeds }: Holder): Reader {
  return { id, sealSeeds: sealSeeds() };
}

export class OpenCase {
  readonly transcript = signal<Transcript | null>(null);
  readonly cannotOpen = signal(false);
  readonly chat = signal<ChatState>("no_key");
  readonly lines = signal<readonly LiveLine[]>([]);
  readonly over = signal<Over | null>(null);
  readonly reachable = signal(true);
  /** What the counsellor is writing; it outlives a new epoch. */
  readonly draft = signal("");
  /** What she does not want before her eyes: live messages by their number, the transcript's by their place. */
  readonly hidden = signal<ReadonlySet<string>>(new Set());
  /** Her own notes while it lasts: sent nowhere, and gone with the case. */
  readonly scratch = signal("");
  /** Which texts she has sent herself, by their titles. */
  readonly sent = signal<readonly string[]>([]);
  readonly advice = signal<Advice | null>(null);
  /** What became of an offer of hers that is gone. */
  readonly offerSaid = signal<{ phrase: string; name: string } | null>(null);
  /** What she says of it at its end. */
  readonly assessment = signal<Assessment>(NOTHING_SAID);
  /** Whether this case is the one that is looked at: only then is a message marked as shown to her. */
  readonly inSight = signal(false);
  /** What the person wrote that she has not had in sight. */
  readonly unread = signal(0);
  readonly last = signal<Last | null>(null);
  /** Its key: Alt and this number. */
  number = 0;
  /** Whether she has looked at it before. */
  visited = false;
  readonly letters: Letters;

  private exchange: Exchange | null = null;
  private readonly marks = new Map<number, number>();
  private sentUpTo = 0;
  private readonly shown: string[] = [];
  private readonly unseen: { id: number; text: string }[] = [];
  private readonly telling: { seq: number; done: () => void }[] = [];
  private made = 0;
  private steps: Promise<void>;

  /** `before` is the epoch that ended: as the server kept it, or as it stood open on this page. */
  constructor(
    readonly held: HeldCase,
    private readonly holder: Holder,
    before?: HeldCase | OpenCase,
  ) {
    this.reachable.value = held.reachable;
    this.letters = new Letters(holder.calls, holder.name);
    if (before instanceof OpenCase) this.goOnFrom(before);
    this.steps = this.open(before).catch(() => undefined);
  }

  /** The chat secret of this epoch; the same again (a stream that came back) changes nothing. */
  takeSecret(secret: SealedSecret & { epoch: number }): void {
    this.step(async () => {
      if (this.exchange || secret.epoch !== this.held.epoch) return;
      await this.beginChat(secret);
    });
  }

  takeMessage(message: SealedMessage): void {
    this.step(async () => {
      if (message.epoch === this.held.epoch) await this.exchange?.receive(message);
    });
  }

  takeOver(over: Over): void {
    if (this.over.value) return;
    this.forget();
    this.over.value = over;
  }

  async write(text: string): Promise<void> {
    if (!this.exchange) return;
    const id = this.add({ from: "counsellor", text, kind: "text", mark: "sending" });
    this.last.value = { from: "counsellor", at: Date.now() };
    this.marks.set(await this.exchange.write({ kind: "text", text }), id);
    this.markUpTo(this.sentUpTo, "sent"); // the server can be quicker than the number
  }

  /** All that she has of it, for a colleague. */
  read(): Read {
    const lines = this.lines.value.flatMap(({ from, text }): SaidLine[] => (from === "notice" ? [] : [{ from, text }]));
    return { transcript: this.transcript.value, lines };
  }

  /** Has the person told that a colleague of this name is asked; resolves when the server has it. */
  async tellAsked(name: string): Promise<void> {
    if (!this.exchange) throw new Error("there is no chat to tell it in");
    const seq = await this.exchange.write({ kind: "asked", name });
    this.add({ from: "notice", text: "live.asked_told", kind: "text" });
    await new Promise<void>((done) => {
      if (seq <= this.sentUpTo) done();
      else this.telling.push({ seq, done });
    });
  }

  /** Hides a message from her eyes, or shows it again; the person is told nothing, and nothing is kept of it. */
  turnHidden(key: string): void {
    const hidden = new Set(this.hidden.value);
    if (!hidden.delete(key)) hidden.add(key);
    this.hidden.value = hidden;
  }

  /** After a broken connection: what the server may not have goes again. */
  resume(): void {
    this.exchange?.resume();
  }

  forget(): void {
    this.exchange?.end();
    this.exchange = null;
    this.letters.forget();
    this.advice.value = this.offerSaid.value = null;
    this.telling.length = 0;
    this.marks.clear();
    this.shown.length = this.unseen.length = 0;
    this.transcript.value = null;
    this.lines.value = [];
    this.draft.value = this.scratch.value = "";
    this.sent.value = [];
    this.hidden.value = new Set();
    this.unread.value = 0;
    this.last.value = null;
  }

  /** The person has gone from texting to a page of their own: all stays in sight, and what had not arrived goes again. */
  private goOnFrom(before: OpenCase): void {
    this.transcript.value = before.transcript.value;
    this.draft.value = before.draft.value;
    this.scratch.value = before.scratch.value;
    this.sent.value = before.sent.value;
    this.advice.value = before.advice.value;
    this.unread.value = before.unread.value;
    this.last.value = before.last.value;
    for (const { from, text, mark, kind } of before.lines.value) {
      const missed = from === "counsellor" && kind !== "handed" && mark !== "delivered";
      const id = this.add({ from, text, kind: from === "notice" || kind === "handed" || missed ? kind : "texted", ...(mark ? { mark: missed ? "sending" : mark } : {}) });
      if (missed) this.unseen.push({ id, text });
    }
    this.add({ from: "notice", text: "live.moved", kind: "text" });
  }

  private step(work: () => Promise<void>): void {
    this.steps = this.steps.then(work).catch(() => undefined);
  }

  private async open(before?: HeldCase | OpenCase): Promise<void> {
    try {
      this.transcript.value = await openEnvelope(this.held.envelope, this.held.case_id, this.holder.id, this.holder.sealSeeds());
    } catch (error) {
      if (!(error instanceof SealRefused)) throw error;
      this.cannotOpen.value = true;
    }
    if (!(before instanceof OpenCase)) {
      await this.showHanded();
      if (before) await this.showPast(before);
    }
    await this.showLeft();
    if (this.held.secret) await this.beginChat(this.held.secret);
  }

  private async beginChat(sealed: SealedSecret): Promise<void> {
    const { case_id: caseId, epoch } = this.held;
    let secret: Bytes;
    try {
      secret = await this.secretOf(this.held, sealed);
    } catch (error) {
      if (!(error instanceof SealRefused)) throw error;
      this.chat.value = "bad_key";
      return;
    }
    const exchange = await Exchange.begin(
      { caseId, epoch, me: "counsellor", secret },
      {
        post: (message) => this.holder.calls.write(caseId, message),
        onText: (text, kind) => this.show(text, kind),
        onMailbox: (address) => this.letters.take(address),
        onLost: (seq) => this.markLost(seq),
        onSent: (upto) => this.sentTo(upto),
        onGot: (upto) => this.markUpTo(upto, "delivered"),
        onRefused: () => void this.add({ from: "notice", text: "live.refused", kind: "text" }),
        seen: () => this.seen(),
      },
    );
    for (const { id, text } of this.unseen.splice(0)) this.marks.set(await exchange.write({ kind: "earlier", text }), id);
    this.exchange = exchange;
    this.chat.value = "live";
    for (const message of this.held.messages) if (message.direction === "person") await exchange.receive({ ...message, epoch });
  }

  /** What the counsellor before had of it, when the case came from a colleague and not from the line. */
  private async showHanded(): Promise<void> {
    if (!this.held.handed) return;
    try {
      const { transcript, lines, address } = await openTransfer(this.held.handed, this.held.case_id, readerOf(this.holder));
      this.transcript.value ??= transcript;
      this.cannotOpen.value = this.transcript.value === null;
      this.letters.take(address);
      for (const { from, text } of lines) {
        if (from === "person") this.shown.push(text);
        this.add({ from, text, kind: "handed" });
      }
    } catch (error) {
      // Altered, or never sealed to her: what was handed off may still open, and the person says their part again.
      if (!(error instanceof SealRefused)) throw error;
    }
  }

  /** What their page left for whoever takes the case. If they are still there, it says the same again in the chat. */
  private async showLeft(): Promise<void> {
    if (!this.held.left) return;
    try {
      const { address, texts } = await openLeft(this.held.left, this.held.case_id, readerOf(this.holder));
      if (!this.letters.address.value) this.letters.take(address); // what was said in the talk is as new, or newer
      for (const text of texts.filter((one) => !this.shown.includes(one))) {
        this.shown.push(text);
        this.add({ from: "person", text, kind: "earlier" });
      }
    } catch (error) {
      // Sealed before this counsellor came onto the roster, or altered: the case itself is as good as without it.
      if (!(error instanceof SealRefused)) throw error;
    }
  }

  /** After a reload: shows what was said in the last epoch, and readies for sending anew what the person has not seen. */
  private async showPast(past: HeldCase): Promise<void> {
    if (!past.secret) return;
    const { said, address } = await readPast(past, await this.secretOf(past, past.secret));
    this.letters.take(address);
    for (const { from, text, got, kind } of said) {
      if (from === "person" && kind === "earlier" && this.shown.includes(text)) continue; // it was handed on
      const id = this.add({ from, text, kind: "history", ...(from === "counsellor" ? { mark: got ? "delivered" : "sending" } : {}) });
      if (from === "person") this.shown.push(text);
      else if (!got) this.unseen.push({ id, text });
    }
  }

  /** The person's page tells a new epoch everything since the hand-off again; what stands here already is not repeated. */
  private show(text: string, kind: "text" | "earlier"): void {
    const at = kind === "earlier" ? this.shown.indexOf(text) : -1;
    if (at >= 0) this.shown.splice(at, 1);
    else {
      this.add({ from: "person", text, kind });
      this.last.value = { from: "person", at: Date.now() };
      this.countUnread();
    }
  }

  private countUnread(): void {
    if (this.inSight.value && document.visibilityState === "visible") return;
    this.unread.value += 1;
    void this.seen().then(() => (this.unread.value = 0));
  }

  /** Resolves when she looks at this case: it is the one in sight, on a page that can be seen. */
  private async seen(): Promise<void> {
    do {
      await isTrue(this.inSight);
      await onScreen();
    } while (!this.inSight.value);
  }

  private secretOf(held: HeldCase, { sealed, roster_number }: SealedSecret): Promise<Bytes> {
    const bound = { caseId: held.case_id, epoch: held.epoch, counsellor: this.holder.id, rosterNumber: roster_number };
    return openChatSecret(sealed, this.holder.sealSeeds(), bound);
  }

  private add(line: Omit<LiveLine, "id">): number {
    const id = ++this.made;
    this.lines.value = [...this.lines.value, { ...line, id }];
    return id;
  }

  private sentTo(upto: number): void {
    this.sentUpTo = upto;
    this.markUpTo(upto, "sent");
    for (const { done } of this.telling.splice(0, this.telling.findLastIndex(({ seq }) => seq <= upto) + 1)) done();
  }

  private markUpTo(upto: number, mark: "sent" | "delivered"): void {
    const ids = new Set([...this.marks].filter(([seq]) => seq <= upto).map(([, id]) => id));
    this.lines.value = this.lines.value.map((line) => (ids.has(line.id) && line.mark !== "delivered" && line.mark !== "lost" ? { ...line, mark } : line));
  }

  private markLost(seq: number): void {
    const id = this.marks.get(seq);
    this.lines.value = this.lines.value.map((line) => (line.id === id ? { ...line, mark: "lost" } : line));
  }
}

function isTrue(what: Signal<boolean>): Promise<void> {
  return new Promise((resolve) => {
    const stop = what.subscribe((now) => {
      if (!now) return;
      resolve();
      queueMicrotask(() => stop());
    });
  });
}
