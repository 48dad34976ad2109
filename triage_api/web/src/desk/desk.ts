import { signal } from "@preact/signals";

import { checkRoster } from "../live/counsellor_check";
import { type SealedMessage } from "../seal/chat";
import { pause } from "../wire/back_off";
import { type ServerEvent, listen } from "../wire/events";
import { Refused } from "../wire/call";
import { insist } from "../wire/insist";
import { type Phrases } from "../words/phrases";
import { type Assessment, type Outcomes } from "./assessment";
import { type MonthCounts } from "./counts_calls";
import { DeskCalls, type HeldCase, type Me, type SealedSecret, type Session, type Waiting, readPublicRoster } from "./calls";
import { publicKeysOf } from "./keys";
import { type Holder, OpenCase, type Over } from "./open_case";
import { PeopleCalls } from "./people/wire";
import { RotaCalls } from "./rota/wire";
import { type Texting, copiesGoneAt } from "./texting";
import { type RosterCheck, watchRoster } from "./roster_watch";
import { type Vault, forgetVault } from "./vault";
import { WaysIn } from "./ways";
import { type DeskLanguage, deskLanguageOf, loadDeskWords } from "./words";

/** How it stands with a case that is held: told on each connection and at each change. */
type Held = Pick<HeldCase, "case_id" | "epoch" | "channel" | "reachable">;

const TEXTING_EVERY_MS = 60_000;

/** What the counsellor's page holds while somebody is signed in. Locking or closing the page forgets it. */

export class Desk {
  readonly language = signal<DeskLanguage>(deskLanguageOf(navigator.languages));
  readonly words = signal<Phrases>({});
  readonly demo = signal(false);
  readonly me = signal<Me | null>(null);
  readonly roster = signal<RosterCheck>("unknown");
  readonly waiting = signal<Waiting | null>(null);
  readonly open = signal<OpenCase | null>(null);
  readonly broken = signal(false);
  /** What may be said of a case at its end; null until the server has told. */
  readonly outcomes = signal<Outcomes | null>(null);
  /** Whether the numbers are shown in the place of the board. */
  readonly showsCounts = signal(false);
  /** Whether the week's plan is looked at, in the board's place. */
  readonly showsRota = signal(false);
  /** Whether the ways into one's own account are looked at. */
  readonly showsWays = signal(false);
  /** What is looked at in the board's place: seldom needed, and about accounts only. */
  readonly aside = signal<"people" | "sessions" | null>(null);
  readonly texting = signal<Texting | null>(null);
  /** When it was last known that the text service holds no copy; at first, when this page began to look. */
  readonly copiesGone = signal(0);
  /** Said on the board or the sign-in page: what just became of something. */
  readonly said = signal<{ phrase: string; time?: string } | null>(null);

  private calls: DeskCalls | null = null;
  private vault: Vault | null = null;
  private taking = false;
  /** What is heard of a case while its claim is still on its way: the person's side can be quicker than our answer. */
  private early: ServerEvent[] = [];
  private over = new AbortController();

  async show(language: DeskLanguage): Promise<void> {
    this.words.value = await loadDeskWords(language);
    this.language.value = language;
    document.documentElement.lang = language;
  }

  /** Whether this is the demo, before anybody has signed in: the roster that everybody may read says so. */
  async lookForDemo(): Promise<void> {
    try {
      this.demo.value ||= checkRoster(await readPublicRoster(), Date.now()).demo;
    } catch {
      // No roster yet, or none that holds: nothing is known, and signing in will tell.
    }
  }

  async enter(session: Session, vault: Vault): Promise<void> {
    this.over = new AbortController();
    this.calls = new DeskCalls(session.token);
    this.vault = vault;
    this.said.value = null;
    this.take(await this.calls.me());
    this.showsCounts.value = this.me.value?.role === "analyst";
    if (this.showsCounts.value) return; // numbers only: no line, no case, no key on the roster
    if (this.me.value?.role !== "administrator") {
      await this.takeUpAgain();
      void this.learnOutcomes(this.calls);
    }
    void this.listen();
    void this.waitForRoster(this.calls);
    void this.watchTexting(this.calls);
  }

  /** Forgets the keys and everything opened with them; the server is told, but nothing waits for it. */
  lock(phrase?: string): void {
    void this.calls?.signOut().catch(() => undefined);
    this.over.abort();
    this.open.value?.forget();
    if (this.vault) forgetVault(this.vault);
    this.vault = this.calls = null;
    this.open.value = this.me.value = this.waiting.value = this.texting.value = null;
    this.roster.value = "unknown";
    this.showsCounts.value = false;
    this.showsRota.value = this.showsWays.value = false;
    this.aside.value = null;
    this.said.value = phrase ? { phrase } : null;
  }

  rotaCalls(): RotaCalls {
    return new RotaCalls(this.calls!.bearer);
  }

  waysIn(): WaysIn {
    return new WaysIn(this.calls!, this.vault!.key, this.me.value!.id);
  }

  peopleCalls(): PeopleCalls {
    return new PeopleCalls(this.calls!.bearer);
  }

  async setDuty(on: boolean): Promise<void> {
    await this.calls!.duty(on);
    if (this.me.value) this.me.value = { ...this.me.value, on_duty: on };
  }

  /** One at a time: pressed twice, it must not take a second person whom nobody would then look at. */
  async takeNext(): Promise<void> {
    if (this.open.value || this.taking) return;
    this.taking = true;
    this.said.value = null;
    try {
      const held = await this.calls!.claim();
      if (held) this.open.value = new OpenCase(held, this.holder());
      else this.said.value = { phrase: "board.nobody_now" };
    } finally {
      this.taking = false;
      for (const event of this.early.splice(0)) this.hear(event);
    }
  }

  async giveBack(): Promise<void> {
    await this.calls!.giveBack(this.open.value!.held.case_id);
    this.toBoard({ phrase: "board.returned" });
  }

  /** Ends the case; resolves only when the server has confirmed that it is destroyed. */
  async close(said: Assessment): Promise<void> {
    const caseId = this.open.value!.held.case_id;
    const { shredded_at: time } = await this.calls!.close(caseId);
    this.tellEnd(caseId, said);
    this.toBoard({ phrase: "board.shredded", time });
  }

  /** How a case ended, for the counts. Nothing waits for it: who heard nothing of it counts it as not said. */
  tellEnd(caseId: string, said: Assessment): void {
    const calls = this.calls!;
    void insist(() => calls.assess(caseId, said), this.over.signal).catch(() => undefined);
  }

  async countedMonths(): Promise<string[]> {
    return (await this.asking((calls) => calls.countedMonths())).months;
  }

  countsOf(month: string): Promise<MonthCounts> {
    return this.asking((calls) => calls.countsOf(month));
  }

  saveCounts(month: string): Promise<void> {
    return this.asking((calls) => calls.saveCounts(month));
  }

  toBoard(said?: { phrase: string; time?: string }): void {
    this.open.value?.forget();
    this.open.value = null;
    this.said.value = said ?? null;
  }

  /** The public half of the keys, for the fingerprint that is read aloud. */
  publicKeys(): ReturnType<typeof publicKeysOf> {
    return publicKeysOf(this.vault!.keys);
  }

  private async waitForRoster(calls: DeskCalls): Promise<void> {
    const { seal_key: mine } = await this.publicKeys();
    await watchRoster(calls, mine, this.over.signal, (me, check, demo) => {
      this.take(me);
      this.roster.value = check;
      this.demo.value ||= demo;
    });
  }

  /** An analyst's page has no open stream that would tell it that the session is over. */
  private async asking<T>(work: (calls: DeskCalls) => Promise<T>): Promise<T> {
    try {
      return await work(this.calls!);
    } catch (error) {
      if (error instanceof Refused && error.status === 401) this.lock("desk.signed_out");
      throw error;
    }
  }

  private async learnOutcomes(calls: DeskCalls): Promise<void> {
    this.outcomes.value = (await insist(() => calls.outcomes(), this.over.signal).catch(() => undefined)) ?? null;
  }

  private holder(): Holder {
    return { id: this.me.value!.id, name: this.me.value!.name, sealSeed: this.vault!.keys.sealSeed, calls: this.calls! };
  }

  private take(me: Me): void {
    this.me.value = me;
    this.demo.value ||= me.demo;
  }

  /** A page that comes back takes up the case it held, under a new epoch if a chat had begun (v1.md: no number twice). */
  private async takeUpAgain(): Promise<void> {
    const past = (await this.calls!.cases()).at(-1);
    if (!past) return;
    this.open.value = past.secret
      ? new OpenCase(await this.calls!.renew(past.case_id), this.holder(), past)
      : new OpenCase(past, this.holder());
  }

  /**
   * The person writes from a page of their own now, which cannot read an epoch whose secret was made where texts are
   * read: a new one begins, as after a reload.
   */
  private async goOnInBrowser(open: OpenCase): Promise<void> {
    const calls = this.calls!;
    this.taking = true;
    try {
      const held = await insist(() => calls.renew(open.held.case_id), this.over.signal);
      if (!held || this.open.value !== open) return; // ended, or out of these hands
      this.open.value = new OpenCase(held, this.holder(), open);
      open.forget();
    } finally {
      this.taking = false;
      for (const event of this.early.splice(0)) this.hear(event);
    }
  }

  private async watchTexting(calls: DeskCalls): Promise<void> {
    const { signal } = this.over;
    this.copiesGone.value = Date.now();
    while (!signal.aborted) {
      const now = await insist(() => calls.texting(), signal);
      if (signal.aborted) return;
      if (now) {
        this.copiesGone.value = copiesGoneAt(this.copiesGone.value, now);
        this.texting.value = now;
      }
      await pause(TEXTING_EVERY_MS, signal);
    }
  }

  private async listen(): Promise<void> {
    const { bearer } = this.calls!;
    const signal = this.over.signal;
    const onLink = (up: boolean) => {
      this.broken.value = !up;
      if (!up) return;
      this.open.value?.resume();
      // Duty ends by itself while the page is away, so what it shows is asked for anew.
      void this.calls?.me().then((me) => this.take(me), () => undefined);
    };
    try {
      await listen("/desk/api/events", { bearer, onLink, onEvent: (event) => this.hear(event) }, signal);
    } catch {
      this.lock("desk.signed_out");
    }
  }

  private hear({ name, data }: ServerEvent): void {
    if (name === "waiting") this.waiting.value = data as Waiting;
    const event = data as { case_id: string };
    const open = this.open.value;
    if (this.taking && name !== "waiting") {
      this.early.push({ name, data });
      return;
    }
    if (!open || open.held.case_id !== event.case_id) return;
    if (name === "held") this.takeHeld(open, data as Held);
    if (name === "secret") open.takeSecret(data as SealedSecret & { epoch: number });
    if (name === "message") open.takeMessage(data as SealedMessage);
    if (name === "returned") open.takeOver({ by: "returned" });
    if (name === "ended") {
      const { by, shredded_at: shreddedAt } = data as { by: "person" | "counsellor" | "expired"; shredded_at: string };
      open.takeOver({ by, shreddedAt } satisfies Over);
    }
  }

  private takeHeld(open: OpenCase, { channel, reachable }: Held): void {
    open.reachable.value = reachable;
    if (open.held.channel === "sms" && channel === "web") void this.goOnInBrowser(open);
  }
}
