import { signal } from "@preact/signals";

import { checkRoster } from "../live/counsellor_check";
import { type Bytes } from "../seal/bytes";
import { type ServerEvent, listen } from "../wire/events";
import { Refused } from "../wire/call";
import { insist } from "../wire/insist";
import { type Phrases } from "../words/phrases";
import { AlertCalls } from "./alerts/wire";
import { Attention, type Sight } from "./attention";
import { type Outcomes } from "./assessment";
import { Breaks } from "./breaks";
import { CaseWork } from "./case_work";
import { type MonthCounts } from "./counts_calls";
import { ChatsNow, type Talks } from "./chats_now";
import { DeskCalls, type Me, type Role, type Session, type Waiting, readPublicRoster } from "./calls";
import { HeldCases } from "./held_cases";
import { type Holder } from "./holder";
import { IdleLock } from "./idle_lock";
import { keepRenewing } from "./keep_keys";
import { publicKeysOf, sealKeysOf, seedsOf } from "./keys";
import { Offers } from "./offers";
import { ForOrganisation } from "./organisation_wrap";
import { PeopleCalls } from "./people/wire";
import { Presence } from "./presence";
import { RotaCalls } from "./rota/wire";
import { TextingWatch } from "./texting_watch";
import { type RosterCheck, type RosterPlace, watchRoster } from "./roster_watch";
import { Shelves } from "./shelves";
import { type Trouble, troubleIn } from "./trouble";
import { type Vault, forgetVault } from "./vault";
import { WaysIn } from "./ways";
import { type DeskLanguage, deskLanguageOf, loadDeskWords } from "./words";

export type Aside = "counts" | "rota" | "alerts" | "ways" | "people" | "sessions";

const ANSWERING: readonly Role[] = ["counsellor", "supervisor"];

/** What the counsellor's page holds while somebody is signed in. Locking or closing the page forgets it. */
export class Desk {
  readonly language = signal<DeskLanguage>(deskLanguageOf(navigator.languages));
  readonly words = signal<Phrases>({});
  readonly demo = signal(false);
  readonly me = signal<Me | null>(null);
  readonly roster = signal<RosterCheck>("unknown");
  /** The organisation's recovery key, as a verified roster carries it: everybody at the desk is told. */
  readonly recoveryKey = signal<Bytes | null>(null);
  /** Where this counsellor stands on the roster, while a key of theirs holds. */
  readonly place = signal<RosterPlace | null>(null);
  readonly waiting = signal<Waiting | null>(null);
  readonly cases = new HeldCases();
  readonly work = new CaseWork(this);
  readonly offers = new Offers(this.cases);
  /** Who else talks with people now, for a supervisor. */
  readonly chats = new ChatsNow();
  readonly attention = new Attention();
  readonly breaks = new Breaks();
  readonly idle = new IdleLock();
  readonly broken = signal(false);
  /** What may be said of a case at its end; null until the server has told. */
  readonly outcomes = signal<Outcomes | null>(null);
  /** Whether whoever signs in has just followed an invitation. */
  readonly justJoined = signal(false);
  /** What is looked at in the board's place: the numbers, the plan, how one is told that somebody waits, or accounts. */
  readonly aside = signal<Aside | null>(null);
  /** Whether an alert goes on that nobody has seen. */
  readonly alertUnseen = signal(false);
  readonly texting = new TextingWatch();
  /** What became of the last thing that was tried on the board or the row of cases; null when it went well. */
  readonly trouble = signal<Trouble | null>(null);
  /** Said on the board or the sign-in page: what just became of something. */
  readonly said = signal<{ phrase: string; time?: string } | null>(null);

  /** What may be sent; null while nobody is signed in. */
  shelves: Shelves | null = null;

  private calls: DeskCalls | null = null;
  private vault: Vault | null = null;
  private over = new AbortController();
  private presence: Presence | null = null;

  async show(language: DeskLanguage): Promise<void> {
    this.words.value = await loadDeskWords(language);
    this.language.value = language;
    document.documentElement.lang = language;
  }

  /** Whether this is the demo, and whether there is a recovery key, before anybody has signed in: as the roster says. */
  async lookAtRoster(): Promise<void> {
    try {
      const { demo, recoveryKey } = checkRoster(await readPublicRoster(), Date.now());
      this.demo.value ||= demo;
      this.recoveryKey.value = recoveryKey;
    } catch {
      // No roster yet, or none that holds: nothing is known, and signing in will tell.
    }
  }

  /** Where somebody begins, and comes back to: an analyst has numbers and no board. */
  home(): "board" | "counts" {
    return this.me.value?.role === "analyst" ? "counts" : "board";
  }

  /** Whether who is signed in answers people: only then does a key of theirs ever stand on the roster. */
  answers(): boolean {
    return this.me.value !== null && ANSWERING.includes(this.me.value.role);
  }

  async enter(session: Session, vault: Vault): Promise<void> {
    this.over = new AbortController();
    this.calls = new DeskCalls(session.token);
    this.vault = vault;
    this.idle.use();
    this.presence = new Presence(this.calls.here, () => this.idle.lastUse(this.lastLine()));
    this.shelves = new Shelves(this.calls, this.over.signal);
    this.said.value = null;
    this.take(await this.calls.me());
    if (this.home() === "counts") return; // numbers only: no line, no case, no key on the roster
    if (this.answers()) {
      this.offers.enter(this.holder(), this.over.signal);
      this.chats.enter(this.calls);
      await this.cases.enter(this.holder(), this.over.signal);
      void this.learnOutcomes(this.calls);
      void keepRenewing(this.calls, vault, this.me.value!.id, this.over.signal);
    }
    void this.listen();
    void this.waitForRoster(this.calls);
    void this.texting.watch(this.calls, this.over.signal);
  }

  /** Forgets the keys and everything opened with them; the server is told, but nothing waits for it. */
  lock(phrase?: string): void {
    void this.calls?.signOut().catch(() => undefined);
    this.over.abort();
    this.cases.forget();
    this.offers.forget();
    this.chats.forget();
    this.attention.forget();
    this.breaks.forget();
    this.idle.forget();
    if (this.vault) forgetVault(this.vault);
    this.vault = this.calls = this.shelves = this.presence = null;
    this.me.value = this.waiting.value = this.texting.now.value = null;
    this.roster.value = "unknown";
    this.place.value = null;
    this.alertUnseen.value = false;
    this.aside.value = null;
    this.trouble.value = null;
    this.said.value = phrase ? { phrase } : null;
  }

  /** Locks the page when nobody has used it for as long as is set, and no chat of hers has gone on. */
  lookIfIdle(now = Date.now()): void {
    const me = this.me.value;
    if (!me) return;
    this.presence?.tellUse();
    if (this.idle.see(this.lastLine(), me.lock_minutes, now)) this.lock("desk.locked_idle");
  }

  /** Who asks for her now: those waiting whom she would be given, and what she has not had in sight. */
  sight(): Sight {
    const unread = this.cases.all.value.map((open) => [open.number, open.unread.value] as const);
    return { waiting: this.waiting.value?.for_her ?? 0, unread: new Map(unread.filter(([, count]) => count > 0)), asked: this.offers.toMe.value.filter(({ state }) => state === "open").length + this.offers.wishes.value.length };
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

  alertCalls(): AlertCalls {
    return new AlertCalls(this.calls!.bearer);
  }

  async setDuty(on: boolean): Promise<void> {
    await this.trying(async () => {
      await this.calls!.duty(on);
      this.take(await this.calls!.me()); // with duty comes whom her turn takes
    });
  }

  async takeLanguages(languages: string[]): Promise<void> {
    await this.trying(async () => {
      await this.calls!.takeLanguages(languages);
      if (this.me.value) this.me.value = { ...this.me.value, languages };
    });
  }

  async takePersonas(personas: string[]): Promise<void> {
    await this.trying(async () => {
      await this.calls!.takePersonas(personas);
      if (this.me.value) this.me.value = { ...this.me.value, personas };
    });
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

  /** The public half of the keys, for the fingerprint that is read aloud. */
  publicKeys(): ReturnType<typeof publicKeysOf> {
    return publicKeysOf(this.vault!.keys);
  }

  /** What did not go stands on the board and beside the row of cases. */
  async trying(work: () => Promise<void>): Promise<void> {
    this.trouble.value = null;
    await work().catch((error: unknown) => (this.trouble.value = troubleIn(error, { not_on_roster: "board.not_on_roster", enough_chats: "board.enough", no_such_offer: "offer.gone", offer_stands: "offer.stands", colleague_away: "offer.away", holds_no_chat: "chats.none_now" })));
  }

  private async waitForRoster(calls: DeskCalls): Promise<void> {
    const vault = this.vault!;
    const organisation = new ForOrganisation(calls, vault, this.me.value!.id, this.over.signal);
    await watchRoster(calls, () => sealKeysOf(vault.keys), this.over.signal, (me, { check, place, demo, roster }) => {
      this.take(me);
      this.roster.value = check;
      this.place.value = place;
      this.demo.value ||= demo;
      if (!roster) return;
      this.recoveryKey.value = roster.recoveryKey;
      if (check === "on") void organisation.follow(roster);
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
    return { id: this.me.value!.id, name: this.me.value!.name, sealSeeds: () => (this.vault ? seedsOf(this.vault.keys) : []), calls: this.calls! };
  }

  private take(me: Me): void {
    this.me.value = me;
    this.demo.value ||= me.demo;
  }

  private async listen(): Promise<void> {
    const { bearer } = this.calls!;
    const signal = this.over.signal;
    const onLink = (up: boolean) => {
      this.broken.value = !up;
      if (!up) return;
      void this.cases.resume().catch(() => undefined);
      // Duty ends by itself while the page is away, so what it shows is asked for anew.
      void this.calls?.me().then((me) => this.take(me), () => undefined);
    };
    try {
      await listen("/desk/api/events", { bearer, onLink, onAlive: () => this.presence?.alive(), onEvent: (event) => this.hear(event) }, signal);
    } catch {
      this.lock("desk.signed_out");
    }
  }

  /** When somebody wrote last in a chat that goes on, or that she reads along; 0 when there is none. */
  private lastLine(): number {
    return Math.max(this.offers.reads.lastCame, ...this.cases.all.value.map(({ over, last }) => (over.value ? 0 : (last.value?.at ?? 0))));
  }

  private hear(event: ServerEvent): void {
    if (event.name === "waiting") this.waiting.value = event.data as Waiting;
    else if (event.name === "alert") this.alertUnseen.value = (event.data as { unseen: boolean }).unseen;
    else if (event.name === "chats") this.chats.hear(event.data as { colleagues: Talks[] });
    else if (["offers", "note", "line"].includes(event.name)) this.offers.hear(event);
    else this.cases.hear(event);
  }
}
