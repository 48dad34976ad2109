import { signal } from "@preact/signals";

import { Exchange } from "../live/exchange";
import { type Bytes } from "../seal/bytes";
import { type SealedMessage, type Told } from "../seal/chat";
import { type Read, type SaidLine } from "../seal/colleague";
import { SealRefused } from "../seal/refused";
import { type Transcript } from "../seal/transcript";
import { type AlongSender } from "./along_sender";
import { type Assessment, NOTHING_SAID } from "./assessment";
import { showHanded, showLeft, showPast, showTranscript } from "./before_chat";
import { type HeldCase, type SealedSecret } from "./calls";
import { type Holder, secretOf } from "./holder";
import { Letters } from "./letters";
import { LiveLines } from "./live_lines";
import { LookedAt } from "./looked_at";

/** One case in a counsellor's hands: the opened envelope and the live chat. Forgotten whole when it ends. */

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

export class OpenCase {
  readonly said = new LiveLines();
  readonly lookedAt = new LookedAt();
  readonly transcript = signal<Transcript | null>(null);
  readonly cannotOpen = signal(false);
  readonly chat = signal<ChatState>("no_key");
  readonly lines = this.said.all;
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
  /** Who reads along now. */
  readonly along = signal<{ name: string; sender: AlongSender } | null>(null);
  /** What became of an offer of hers that is gone. */
  readonly offerSaid = signal<{ phrase: string; name: string } | null>(null);
  /** What she says of it at its end. */
  readonly assessment = signal<Assessment>(NOTHING_SAID);
  readonly inSight = this.lookedAt.inSight;
  readonly unread = this.lookedAt.unread;
  readonly last = signal<Last | null>(null);
  /** Its key: Alt and this number. */
  number = 0;
  /** Whether she has looked at it before. */
  visited = false;
  readonly letters: Letters;

  private exchange: Exchange | null = null;
  /** Of whom the person has last been told that she reads along, and not yet that she does no longer. */
  private toldAlong = "";
  private sayingOver = false;
  private readonly telling: { seq: number; done: () => void }[] = [];
  private steps: Promise<void>;

  /** `before` is the epoch that ended: as the server kept it, or as it stood open on this page. */
  constructor(
    readonly held: HeldCase,
    readonly holder: Holder,
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
    const id = this.said.add({ from: "counsellor", text, kind: "text", mark: "sending" });
    this.last.value = { from: "counsellor", at: Date.now() };
    this.said.numbered(id, await this.exchange.write({ kind: "text", text }));
  }

  /** All that she has of it, for a colleague. */
  read(): Read {
    const lines = this.lines.value.flatMap(({ from, text }): SaidLine[] => (from === "notice" ? [] : [{ from, text }]));
    return { transcript: this.transcript.value, lines };
  }

  /** From here on each line goes to `sender` as well; all that she has of it until now. */
  goAlong(name: string, sender: AlongSender): Read {
    this.along.value = { name, sender };
    this.said.alongside = (line) => sender.take(line);
    return this.read();
  }

  /** Nobody reads along any more, and the person is told. */
  endAlong(): void {
    this.along.value?.sender.stop();
    this.along.value = this.said.alongside = null;
    if (!this.toldAlong || !this.exchange || this.sayingOver) return;
    this.sayingOver = true;
    void this.tell("along_over", this.toldAlong);
  }

  /** Has the person told of a colleague of this name; resolves when the server has it. */
  async tell(what: Told, name: string): Promise<void> {
    if (!this.exchange) throw new Error("there is no chat to tell it in");
    if (what === "along") {
      this.toldAlong = name;
      this.sayingOver = false;
    }
    const seq = await this.exchange.write({ kind: what, name });
    this.said.notice(`live.${what}_told`);
    await new Promise<void>((done) => {
      if (this.said.isSent(seq)) done();
      else this.telling.push({ seq, done });
    });
    if (what === "along_over" && this.sayingOver) this.toldAlong = ""; // else somebody reads along again
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
    this.along.value?.sender.stop();
    this.along.value = null;
    this.letters.forget();
    this.advice.value = this.offerSaid.value = null;
    this.telling.length = 0;
    this.said.forget();
    this.transcript.value = null;
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
    this.toldAlong = before.toldAlong;
    this.said.goOnFrom(before.lines.value);
  }

  private step(work: () => Promise<void>): void {
    this.steps = this.steps.then(work).catch(() => undefined);
  }

  private async open(before?: HeldCase | OpenCase): Promise<void> {
    await showTranscript(this);
    if (!(before instanceof OpenCase)) {
      await showHanded(this);
      if (this.cannotOpen.value) this.tellNotOpened();
      if (before) await showPast(this, before);
    }
    await showLeft(this);
    if (this.held.secret) await this.beginChat(this.held.secret);
  }

  /** Nobody else can know it; the case goes on as far as it can, whether or not this arrives. */
  private tellNotOpened(): void {
    void this.holder.calls.notOpened(this.held.case_id).catch(() => undefined);
  }

  private async beginChat(sealed: SealedSecret): Promise<void> {
    const { case_id: caseId, epoch } = this.held;
    let secret: Bytes;
    try {
      secret = await secretOf(this.holder, this.held, sealed);
    } catch (error) {
      if (!(error instanceof SealRefused)) throw error;
      this.chat.value = "bad_key";
      this.tellNotOpened();
      return;
    }
    const exchange = await Exchange.begin(
      { caseId, epoch, me: "counsellor", secret },
      {
        post: (message) => this.holder.calls.write(caseId, message),
        onText: (text, kind) => this.show(text, kind),
        onMailbox: (address) => this.letters.take(address),
        onLost: (seq) => this.said.lost(seq),
        onSent: (upto) => this.sentTo(upto),
        onGot: (upto) => this.said.deliveredTo(upto),
        onRefused: () => this.said.notice("live.refused"),
        seen: () => this.lookedAt.seen(),
      },
    );
    for (const { id, text } of this.said.unseen.splice(0)) this.said.numbered(id, await exchange.write({ kind: "earlier", text }));
    this.exchange = exchange;
    this.chat.value = "live";
    this.endAlong(); // whoever read along before the person went to a page of their own
    for (const message of this.held.messages) if (message.direction === "person") await exchange.receive({ ...message, epoch });
  }

  private show(text: string, kind: "text" | "earlier"): void {
    if (!this.said.heard(text, kind)) return;
    this.last.value = { from: "person", at: Date.now() };
    this.lookedAt.countUnread();
  }

  private sentTo(upto: number): void {
    this.said.sentTo(upto);
    for (const { done } of this.telling.splice(0, this.telling.findLastIndex(({ seq }) => seq <= upto) + 1)) done();
  }
}
