import { computed, signal } from "@preact/signals";

import { type SealedMessage } from "../seal/chat";
import { mayPass } from "../wire/call";
import { type ServerEvent } from "../wire/events";
import { insist } from "../wire/insist";
import { type Assessment } from "./assessment";
import { type HeldCase, type SealedSecret } from "./calls";
import { type Holder } from "./holder";
import { type EndedBy, OpenCase, type Over } from "./open_case";

/** How it stands with a case that is held: told on each connection and at each change. */
type Held = Pick<HeldCase, "case_id" | "epoch" | "channel" | "reachable">;

/** Her goodbye may still be on its way when she ends the talk: what is destroyed with the case arrives nowhere. */
const LAST_WORDS_MS = 3000;

/** The people a counsellor talks with now, one of them in sight. All of it is in memory, and goes with the page. */
export class HeldCases {
  /** In the order of their numbers; one that is over stays until she has read so. */
  readonly all = signal<readonly OpenCase[]>([]);
  /** Whom she looks at; null while she looks at the board. */
  readonly front = signal<OpenCase | null>(null);
  readonly taking = signal(false);
  /** How many are talked with still: those that count against the limit. */
  readonly living = computed(() => this.all.value.filter((open) => !open.over.value).length);

  private holder: Holder | null = null;
  private signal = AbortSignal.abort();
  /** What is heard of a case while its claim or renewal is on its way: the person's side can be quicker than our answer. */
  private early: ServerEvent[] = [];
  private readonly renewing = new Set<string>();
  /** A claim got no answer: the server may have given us somebody whom this page does not know of. */
  private unsure = false;

  /** Takes up again what this counsellor held when her page was loaded anew. */
  async enter(holder: Holder, signal: AbortSignal): Promise<void> {
    this.holder = holder;
    this.signal = signal;
    await this.takeUp();
    this.turnTo(this.all.value.at(-1) ?? null);
  }

  forget(): void {
    for (const open of this.all.value) open.forget();
    this.all.value = [];
    this.front.value = this.holder = null;
    this.early = [];
    this.renewing.clear();
    this.unsure = false;
  }

  /** Puts this case in sight, or with null the board. */
  turnTo(open: OpenCase | null): void {
    for (const one of this.all.value) one.inSight.value = one === open;
    this.front.value = open;
  }

  turnToNumber(number: number): void {
    const open = this.all.value.find((one) => one.number === number);
    if (open) this.turnTo(open);
  }

  /** False when nobody waits. One at a time: pressed twice, it must not take a second person whom nobody would look at. */
  async takeNext(): Promise<boolean> {
    if (this.taking.value) return true;
    this.taking.value = true;
    try {
      const found = (this.unsure && (await this.takeUp())) || (await this.got(() => this.holder!.calls.claim()));
      if (found) this.turnTo(found);
      return found !== null;
    } finally {
      this.taking.value = false;
      this.hearEarly();
    }
  }

  /** Takes over what a colleague offers; she looks at it then. */
  async takeOffered(offerId: string): Promise<void> {
    if (this.taking.value) return;
    this.taking.value = true;
    try {
      this.turnTo(await this.got(() => this.holder!.calls.accept(offerId)));
    } finally {
      this.taking.value = false;
      this.hearEarly();
    }
  }

  async giveBack(open: OpenCase): Promise<void> {
    await this.holder!.calls.giveBack(open.held.case_id);
    this.letGo(open);
  }

  /** Ends the case; resolves, with when, only when the server has confirmed that it is destroyed. */
  async close(open: OpenCase, because?: "abuse"): Promise<string> {
    if (because !== "abuse") await open.said.arrived(LAST_WORDS_MS);
    const { shredded_at: time } = await this.holder!.calls.close(open.held.case_id, because);
    this.tellEnd(open);
    this.letGo(open);
    return time;
  }

  /** How a case ended, for the counts. Nothing waits for it: who heard nothing of it counts it as not said. */
  tellEnd({ held, assessment }: OpenCase): void {
    const said: Assessment = assessment.value;
    const { calls } = this.holder!;
    void insist(() => calls.assess(held.case_id, said), this.signal).catch(() => undefined);
  }

  /** Takes the case off the page; if it was in sight, the board is then. */
  letGo(open: OpenCase): void {
    this.all.value = this.all.value.filter((one) => one !== open);
    if (this.front.value === open) this.turnTo(null);
    open.forget();
  }

  /** After a break: what was not sent goes again, and what went meanwhile (the page slept for an hour) is told. */
  async resume(): Promise<void> {
    const before = this.all.value.filter((open) => !open.over.value && !this.renewing.has(open.held.case_id));
    for (const open of before) open.resume();
    const { calls } = this.holder!;
    const held = await insist(() => calls.cases(), this.signal);
    if (!held) return;
    for (const open of before) {
      const still = held.some(({ case_id }) => case_id === open.held.case_id);
      if (!still && this.known(open.held.case_id) === open) open.takeOver({ by: "gone" });
    }
    if (this.unsure && !this.taking.value) await this.takeUp();
  }

  hear(event: ServerEvent): void {
    const { case_id: caseId } = event.data as { case_id: string };
    const open = this.known(caseId);
    if (this.renewing.has(caseId) || (this.taking.value && (!open || open.over.value))) this.early.push(event);
    else if (open) this.tell(open, event);
  }

  private tell(open: OpenCase, { name, data }: ServerEvent): void {
    if (name === "held") this.takeHeld(open, data as Held);
    if (name === "secret") open.takeSecret(data as SealedSecret & { epoch: number });
    if (name === "message") open.takeMessage(data as SealedMessage);
    if (name === "taken_over") open.takeOver({ by: "taken_over", name: (data as { name: string }).name });
    if (name === "returned") open.takeOver({ by: "returned" });
    if (name === "ended") {
      const { by, shredded_at: shreddedAt } = data as { by: EndedBy; shredded_at: string };
      open.takeOver({ by, shreddedAt } satisfies Over);
    }
  }

  private takeHeld(open: OpenCase, { channel, reachable, epoch }: Held): void {
    if (open.over.value) return;
    open.reachable.value = reachable;
    if (epoch > open.held.epoch) open.takeOver({ by: "elsewhere" }); // another page of hers renewed it: this one's key is of the past
    else if (open.held.channel === "sms" && channel === "web") void this.goOnInBrowser(open);
  }

  private async got(call: () => Promise<HeldCase | undefined>): Promise<OpenCase | null> {
    try {
      const held = await call();
      this.unsure = false;
      return held ? this.add(new OpenCase(held, this.holder!)) : null;
    } catch (error) {
      this.unsure ||= mayPass(error);
      throw error;
    }
  }

  /** What the server says she holds and this page does not know, under a new epoch (v1.md: no number twice). */
  private async takeUp(): Promise<OpenCase | null> {
    const holder = this.holder!;
    const unknown = (await holder.calls.cases()).filter(({ case_id }) => !this.known(case_id));
    const ids = unknown.map(({ case_id }) => case_id);
    for (const caseId of ids) this.renewing.add(caseId);
    try {
      const renewed = await Promise.all(unknown.map(async (past) => ({ past, held: past.secret ? await this.renew(past.case_id) : past })));
      this.unsure = false;
      let last: OpenCase | null = null;
      for (const { past, held } of renewed) if (held && !this.signal.aborted) last = this.add(new OpenCase(held, holder, past));
      return last;
    } finally {
      for (const caseId of ids) this.renewing.delete(caseId);
      this.hearEarly();
    }
  }

  /**
   * The person writes from a page of their own now, which cannot read an epoch whose secret was made where texts are
   * read: a new one begins, as after a reload.
   */
  private async goOnInBrowser(open: OpenCase): Promise<void> {
    const caseId = open.held.case_id;
    this.renewing.add(caseId);
    try {
      const held = await this.renew(caseId);
      if (!held || this.known(caseId) !== open) return; // ended, or out of these hands
      this.add(new OpenCase(held, this.holder!, open));
      open.forget();
    } finally {
      this.renewing.delete(caseId);
      this.hearEarly();
    }
  }

  /** Undefined when the case went meanwhile. */
  private renew(caseId: string): Promise<HeldCase | undefined> {
    const { calls } = this.holder!;
    return insist(() => calls.renew(caseId), this.signal);
  }

  /** In the place of an earlier epoch, or of what is over, of the same case; else under the lowest number that is free. */
  private add(open: OpenCase): OpenCase {
    const before = this.known(open.held.case_id);
    const others = this.all.value.filter((one) => one !== before);
    open.number = before?.number ?? lowestFree(others.map(({ number }) => number));
    this.all.value = [...others, open].sort((a, b) => a.number - b.number);
    if (before && this.front.value === before) this.turnTo(open);
    return open;
  }

  private known(caseId: string): OpenCase | undefined {
    return this.all.value.find(({ held }) => held.case_id === caseId);
  }

  private hearEarly(): void {
    for (const event of this.early.splice(0)) this.hear(event);
  }
}

function lowestFree(taken: readonly number[]): number {
  let number = 1;
  while (taken.includes(number)) number++;
  return number;
}
