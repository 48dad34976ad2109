import { signal } from "@preact/signals";

import { onScreen } from "../live/on_screen";
import type { Ends, Exchange } from "../live/exchange";
import type { SealedMessage, Told } from "../seal/chat";
import type { Address } from "../seal/letter";
import { Refused, call } from "../wire/call";
import { type ServerEvent, listen } from "../wire/events";
import { LeftBehind } from "./left_behind";
import { type Lines } from "./lines";
import { type Claim, type Met, NotVerified, meet } from "./meet";

/** A case from the hand-off to its end, as the person's page sees it (docs/wire.md §5). */

/** `stopped`: by the counsellor, who cannot go on with it. */
export type EndedBy = "person" | "counsellor" | "stopped" | "expired";

export type CaseState =
  | { state: "none" }
  | { state: "waiting"; place: number; back: boolean; onDuty: boolean; unanswered: boolean }
  | { state: "claimed" }
  | { state: "live"; name: string }
  | { state: "not_verified" }
  | { state: "ended"; by: EndedBy; shreddedAt: string };

type StateEvent =
  | { state: "waiting"; place: number; back?: boolean; on_duty: boolean; unanswered?: boolean }
  | { state: "claimed"; epoch: number; counsellor: string; name: string; secret: boolean; handed: boolean }
  | { state: "ended"; by: EndedBy; shredded_at: string };

export const UNCLAIMED_HOURS = 24;
export const ENDED: Record<EndedBy, string> = { person: "live.ended_by_you", counsellor: "live.ended_by_counsellor", stopped: "live.stopped", expired: "waiting.expired" };

export class Case {
  readonly state = signal<CaseState>({ state: "none" });
  readonly broken = signal(false);
  /** Which colleague they were told reads along now; empty for none. */
  readonly readsAlong = signal("");
  /** Where a counsellor can write to when the page is gone, once there is a return code. */
  readonly left: LeftBehind;

  /** What the person wrote since the hand-off, and the line it stands in: each new counsellor is given it. */
  private since: { text: string; line: number; inTalk: boolean }[] = [];
  private address: Address | null = null;
  private exchange: Exchange | null = null;
  /** The last counsellor's chat, still read while waiting again: their last words may come late. */
  private former: Exchange | null = null;
  private epoch = 0;
  /** The number of the chat message that said where to write to. */
  private addressSeq = Infinity;
  private marks = new Map<number, number>();
  /** What the counsellor wrote and this page has shown: their page may say it again after it was loaded anew. */
  private shown: string[] = [];
  private wasClaimed = false;
  /** Whether the person has heard that nobody has answered yet; they do not hear it again. */
  private toldUnanswered = false;
  /** Whom the person was told they write with. */
  private met = "";
  private steps: Promise<void> = Promise.resolve();
  private readonly over = new AbortController();

  constructor(
    private readonly token: string,
    private readonly caseId: string,
    /** Null for a case that began elsewhere: the server says how it stands. */
    place: number | null,
    private readonly lines: Lines,
    private readonly onOver: () => void,
  ) {
    if (place !== null) this.state.value = { state: "waiting", place, back: false, onDuty: true, unanswered: false };
    this.left = new LeftBehind(caseId, token, this.over.signal);
    void this.listen();
  }

  get bearer(): string {
    return this.token;
  }

  /** Whether a counsellor can answer without this page: then leaving it does not end the case. */
  get needsNoPage(): boolean {
    return this.left.state.value === "there";
  }

  /** A return code was made: from now on a counsellor knows where to write to, whether this page stays or not. */
  async takeAddress(address: Address): Promise<void> {
    this.address = address;
    this.left.state.value = "sending";
    if (this.exchange) await this.sayAddress(this.exchange);
    else this.leaveBehind();
  }

  /** Remembers what the bot was told while the person waits, as it was told it: redacted. */
  remember(seen: string, line: number): void {
    void this.tell("earlier", seen, line);
  }

  /** To the counsellor; before the sealed chat stands it waits here and is sent first of all when it does. */
  write(text: string, line: number): Promise<void> {
    return this.tell("text", text, line);
  }

  private async tell(kind: "text" | "earlier", text: string, line: number): Promise<void> {
    this.since.push({ text, line, inTalk: kind === "text" });
    if (this.exchange) this.marks.set(await this.exchange.write({ kind, text }), line);
    else this.leaveBehind();
  }

  private leaveBehind(): void {
    if (this.state.value.state === "waiting") this.putLeft(this.since);
  }

  private putLeft(since: { text: string }[]): void {
    if (this.address) this.left.put({ address: this.address, texts: since.map(({ text }) => text) });
  }

  private async sayAddress(exchange: Exchange): Promise<void> {
    if (this.address) this.addressSeq = await exchange.write({ kind: "mailbox", ...this.address });
  }

  /** Ends the case for both; resolves when the server has said that everything is destroyed. */
  async end(): Promise<void> {
    let shreddedAt = "";
    try {
      shreddedAt = (await call<{ shredded_at: string }>("/api/case/end", { bearer: this.token })).shredded_at;
    } catch (error) {
      if (!(error instanceof Refused && error.status === 401)) throw error; // 401: it is gone already
    }
    this.ended("person", shreddedAt);
  }

  /** Forgets keys and texts, and listens no more. Says nothing to the server. */
  forget(): void {
    this.over.abort();
    this.exchange?.end();
    this.former?.end();
    this.exchange = this.former = null;
    this.since = [];
    this.address = null;
    this.shown = [];
    this.marks.clear();
  }

  private async listen(): Promise<void> {
    const bearer = this.token;
    const headers = (): Record<string, string> => {
      const after = (this.exchange ?? this.former)?.after ?? 0;
      return after > 0 ? { "Lykta-After": String(after) } : {};
    };
    const onLink = (up: boolean) => {
      this.broken.value = !up;
      if (up) this.exchange?.resume();
    };
    try {
      await listen("/api/case/events", { bearer, headers, onLink, onEvent: (event) => this.take(event) }, this.over.signal);
    } catch {
      // The case went while nobody listened: closed if someone had it, expired if nobody did.
      this.ended(this.wasClaimed ? "counsellor" : "expired", "");
    }
  }

  /** One event after the other: a message must not overtake the claim that brings its key. */
  private take(event: ServerEvent): void {
    const step = async () => {
      if (this.over.signal.aborted) return;
      if (event.name === "state") await this.takeState(event.data as StateEvent);
      if (event.name === "message") await (this.exchange ?? this.former)?.receive(event.data as SealedMessage);
    };
    // An event that makes no sense is passed over: the next one must still be read.
    this.steps = this.steps.then(step).catch(() => undefined);
  }

  private async takeState(event: StateEvent): Promise<void> {
    if (event.state === "waiting") {
      this.nobodyReadsAlong();
      const back = event.back === true || this.wasClaimed;
      if (back && !["waiting", "none"].includes(this.state.value.state)) this.lines.notice("waiting.back_in_queue");
      this.former = this.exchange ?? this.former;
      this.met = "";
      this.exchange = null;
      const before = this.state.value.state;
      const unanswered = event.unanswered === true;
      this.state.value = { state: "waiting", place: event.place, back, onDuty: event.on_duty, unanswered };
      if (unanswered && !this.toldUnanswered) this.lines.notice("waiting.unanswered");
      this.toldUnanswered ||= unanswered;
      if (before !== "waiting") this.leaveBehind(); // given back, or not to be verified
    } else if (event.state === "claimed") {
      this.wasClaimed = true;
      if (this.exchange && event.epoch === this.epoch) return this.exchange.resume();
      await this.meet(event);
    } else this.ended(event.by, event.shredded_at);
  }

  /** A counsellor has claimed: meets them, and tells them what was written since the hand-off. */
  private async meet(claim: Claim): Promise<void> {
    this.exchange?.end();
    this.former?.end();
    this.exchange = this.former = null;
    this.nobodyReadsAlong();
    this.epoch = claim.epoch;
    this.marks.clear();
    this.addressSeq = Infinity;
    const before = this.state.value.state;
    this.state.value = { state: "claimed" };
    try {
      const met = await meet(claim, this.caseId, this.token, (name) => this.ends(name), this.over.signal);
      if (met) await this.begin(met, claim.handed);
    } catch (error) {
      if (!(error instanceof NotVerified)) throw error;
      if (before !== "not_verified") this.lines.notice("live.not_verified");
      this.state.value = { state: "not_verified" };
    }
  }

  private async begin({ exchange, counsellor: { id, name } }: Met, handed: boolean): Promise<void> {
    // What is written meanwhile joins the end of this list, so nothing is missed and nothing goes twice.
    for (const { text, line } of this.since) this.marks.set(await exchange.write({ kind: "earlier", text }), line);
    this.exchange = exchange;
    await this.sayAddress(exchange);
    this.lines.closeChoices(); // what the bot offered is behind them now
    // Said when somebody begins, not when the same counsellor's page was only loaded again.
    if (this.met !== id) this.lines.notice(handed && this.met ? "live.taken_over" : "live.begun", { name });
    this.met = id;
    this.state.value = { state: "live", name };
  }

  private ends(name: string): Omit<Ends, "post"> {
    return {
      onText: (text, kind) => this.show(text, kind, name),
      onTold: (what, colleague) => this.tellOf(what, colleague),
      onSent: (upto) => this.markUpTo(upto, "sent"),
      onGot: (upto) => this.markUpTo(upto, "delivered"),
      onRefused: () => this.lines.notice("live.refused"),
      seen: onScreen,
    };
  }

  private tellOf(what: Told, name: string): void {
    if (what !== "asked") this.readsAlong.value = what === "along" ? name : "";
    this.lines.notice(`live.${what}`, { name });
  }

  /** The talk goes to other hands, or the counsellor's page was loaded again: whoever read along reads no longer. */
  private nobodyReadsAlong(): void {
    if (this.readsAlong.value) this.tellOf("along_over", this.readsAlong.value);
  }

  private show(text: string, kind: "text" | "earlier", name: string): void {
    if (kind === "earlier" && this.shown.includes(text)) return;
    this.shown.push(text);
    this.lines.add({ from: "counsellor", text, name });
  }

  private markUpTo(upto: number, mark: "sent" | "delivered"): void {
    if (this.addressSeq <= upto) {
      this.addressSeq = Infinity;
      // This counsellor has it. The next would not, if the case went back when this page is gone: so it is left as well,
      // without what is said in this talk, which is sealed to nobody else while it goes on.
      if (this.left.state.value !== "there") this.putLeft(this.since.filter(({ inTalk }) => !inTalk));
    }
    for (const [seq, line] of this.marks) {
      if (seq > upto) continue;
      this.lines.mark(line, { mark });
      if (mark === "delivered") this.marks.delete(seq);
    }
  }

  private ended(by: EndedBy, shreddedAt: string): void {
    if (this.state.value.state === "ended") return;
    this.forget();
    this.state.value = { state: "ended", by, shreddedAt };
    this.lines.notice(ENDED[by], by === "expired" ? { hours: UNCLAIMED_HOURS } : {});
    this.onOver();
  }
}
