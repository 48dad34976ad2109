import { computed, signal } from "@preact/signals";

import { Refused } from "../wire/call";
import { type Language, isLanguage, languageOf } from "../words/language";
import { type Facts, type Phrases, loadPhrases } from "../words/phrases";
import { Case } from "./case";
import { type Answer, Conversation, type Saying, SessionOver } from "./conversation";
import { type Choice, Lines } from "./lines";
import { Pairing, textingNumber } from "./pairing";
import { recoveryKeyIsOn } from "./recovery_key";
import { type CaseToken, newCaseToken } from "./token";

/** Everything one person's page holds, and what can be done with it. Nothing of it outlives the page. */

export const MOST_CHARACTERS = 2000;
/** What asks for the yes before which somebody is told who can read. */
export const YES = "handoff.yes";
/** So long the yes waits at most to be told whether there is a recovery key: nobody is kept from a counsellor by it. */
const LOOKS_FOR_MS = 8000;

export interface Trouble {
  phrase: string;
  facts: Facts;
  again: boolean;
}

interface Said {
  saying: Saying;
  line: number;
}

export class Chat {
  readonly language = signal<Language>(languageOf(navigator.languages));
  readonly phrases = signal<Phrases>({});
  readonly lines = new Lines();
  readonly draft = signal("");
  readonly trouble = signal<Trouble | null>(null);
  readonly botIsWriting = signal(false);
  readonly case = signal<Case | null>(null);
  /** Whether the panel stands open in which somebody comes back with a return code. */
  readonly mailboxOpen = signal(false);
  /** The number one can text, where one can. */
  readonly textTo = signal<string | null>(null);
  /** A code that waits to be texted from the person's phone, so that their case goes on here. */
  readonly pairing = signal<Pairing | null>(null);
  readonly pairingOpen = signal(false);
  /** Whether the organisation has a recovery key, which everybody is told; false until a verified roster says so. */
  readonly recoveryKey = signal(false);
  /** Whether it is known who can read, so that a yes can be given. */
  readonly knowsWhoReads = signal(true);
  readonly caseState = computed(() => this.case.value?.state.value ?? { state: "none" as const });

  private picked = false;
  private looking: Promise<void> | null = null;
  private readonly conversation = new Conversation();
  /** This device is at work on the proof that the door wants before a conversation. */
  readonly isProving = this.conversation.proving;
  private token: CaseToken | null = null;
  private readonly outbox: Said[] = [];
  private speaking: Promise<void> | null = null;

  async pickLanguage(language: Language): Promise<void> {
    this.picked = true;
    await this.show(language);
  }

  async show(language: Language): Promise<void> {
    this.phrases.value = await loadPhrases(language);
    this.language.value = language;
    document.documentElement.lang = language;
  }

  /** Sends what stands in the box. What cannot be sent comes back into the box, whole. */
  async send(): Promise<void> {
    const text = this.draft.value.trim();
    if (text === "") return;
    if ([...text].length > MOST_CHARACTERS) return this.complain("page.too_long", { limit: MOST_CHARACTERS });
    this.draft.value = "";
    this.trouble.value = null;
    const { state } = this.caseState.value;
    const line = this.lines.add({ from: "person", text, mark: "sending", hidden: [], toCounsellor: state === "claimed" || state === "live" });
    if (state === "claimed" || state === "live") await this.case.value!.write(text, line);
    else await this.say({ saying: { text }, line });
  }

  async choose(choice: Choice): Promise<void> {
    if (choice.id === YES && !this.knowsWhoReads.value) return;
    this.lines.closeChoices();
    this.trouble.value = null;
    const line = this.lines.add({ from: "person", text: choice.label, mark: "sending", hidden: [], toCounsellor: false });
    if (choice.id !== YES) return this.say({ saying: { choice: choice.id }, line });
    // One token for every attempt at this hand-off, so that a lost answer never makes two cases.
    this.token ??= await newCaseToken();
    await this.say({ saying: { choice: choice.id, case_verifier: this.token.verifier }, line });
  }

  /** Whatever keeps it from being known, it is looked for again when somebody asks for it next. */
  lookForRecoveryKey(): Promise<void> {
    const known = (on: boolean) => void (this.recoveryKey.value = on);
    this.looking ??= recoveryKeyIsOn().then(known, () => undefined).finally(() => (this.looking = null));
    return this.looking;
  }

  private async learnWhoReads(): Promise<void> {
    this.knowsWhoReads.value = false;
    // Not `pause`, which ends when the page is turned away from and back: that is no time to be told in.
    await Promise.race([this.lookForRecoveryKey(), new Promise((resolve) => setTimeout(resolve, LOOKS_FOR_MS))]);
    this.knowsWhoReads.value = true;
  }

  async lookForTexting(): Promise<void> {
    this.textTo.value = await textingNumber();
  }

  openPairing(): void {
    if (this.pairing.value?.state.value.state === "waiting") return void (this.pairingOpen.value = true);
    this.pairing.value?.forget();
    this.pairing.value = new Pairing((token, caseId) => this.takeCase(token, caseId));
    this.pairingOpen.value = true;
  }

  /** The case that was texted till now is this page's: as after a hand-off, but that nobody knows yet how it stands. */
  private takeCase(token: CaseToken, caseId: string): void {
    this.pairing.value = null;
    this.pairingOpen.value = false;
    this.case.value?.forget();
    this.lines.closeChoices();
    this.token = token;
    this.case.value = new Case(token.token, caseId, null, this.lines, () => this.caseIsOver());
    this.lines.notice("pair.done");
  }

  /** Forgets all of it. The caller has told the server, or does not want to. */
  forget(): void {
    this.case.value?.forget();
    this.case.value = null;
    this.conversation.forget();
    this.outbox.length = 0;
    this.token = null;
    this.mailboxOpen.value = this.pairingOpen.value = false;
    this.pairing.value?.forget();
    this.pairing.value = null;
    this.lines.clear();
    this.draft.value = "";
    this.trouble.value = null;
  }

  /** The tokens of what is open and ends with this page, for telling the server that it is over. */
  get bearers(): { conversation: string | null; case: string | null } {
    const open = this.case.value;
    const stays = this.caseState.value.state === "ended" || open?.needsNoPage;
    return { conversation: this.conversation.bearer, case: stays ? null : (open?.bearer ?? null) };
  }

  /** One after the other: the door counts what the person says. */
  private say(said: Said): Promise<void> {
    this.outbox.push(said);
    this.speaking ??= this.speak().finally(() => (this.speaking = null));
    return this.speaking;
  }

  private async speak(): Promise<void> {
    this.botIsWriting.value = true;
    try {
      for (let said = this.outbox[0]; said; said = this.outbox[0]) {
        const answer = await this.conversation.say(said.saying, this.language.value, this.picked, (late) => this.take(late));
        this.lines.mark(said.line, { mark: "sent", hidden: answer.hidden });
        this.take(answer, said.line);
        this.outbox.shift();
      }
    } catch (error) {
      this.giveBack();
      this.explain(error);
    } finally {
      this.botIsWriting.value = false;
    }
  }

  /** What did not go out goes back to where it came from: texts into the box, in their order; buttons work again. */
  private giveBack(): void {
    const unsent = this.outbox.splice(0);
    for (const { line } of unsent) this.lines.remove(line);
    const texts = unsent.map(({ saying }) => ("text" in saying ? saying.text : ""));
    this.draft.value = [...texts, this.draft.value].filter(Boolean).join("\n");
    if (unsent.some(({ saying }) => "choice" in saying)) this.lines.reopenChoices();
  }

  private take(answer: Answer, line?: number): void {
    if (!this.picked && isLanguage(answer.language) && answer.language !== this.language.value) void this.show(answer.language);
    this.lines.closeChoices();
    for (const reply of answer.replies) this.lines.add({ from: "bot", reply, language: answer.language, open: true });
    if (answer.replies.some(({ choices }) => choices.some(({ id }) => id === YES))) void this.learnWhoReads();
    const open = !["none", "ended"].includes(this.caseState.value.state);
    if (open && line !== undefined && answer.seen) {
      this.lines.mark(line, { toCounsellor: true });
      this.case.value!.remember(answer.seen, line);
    }
    const { outcome, case_id: caseId, place } = answer.case ?? {};
    if ((outcome === "arrived" || outcome === "already") && caseId && this.token && !open) {
      this.case.value = new Case(this.token.token, caseId, place ?? 1, this.lines, () => this.caseIsOver());
    }
  }

  /** A case's end is the end of its conversation too; what the person writes next begins a new one. */
  private caseIsOver(): void {
    this.token = null;
    this.conversation.forget();
    this.lines.closeChoices();
  }

  private explain(error: unknown): void {
    if (error instanceof SessionOver) return this.complain("page.session_over");
    if (!(error instanceof Refused) || error.status >= 500) return this.complain("page.not_sent", {}, true);
    const known: Record<string, string> = { too_fast: "page.too_fast", too_large: "page.too_long", empty: "door.empty", unknown_choice: "door.unknown_choice" };
    this.complain(known[error.code] ?? "door.bad_request", { limit: MOST_CHARACTERS });
  }

  private complain(phrase: string, facts: Facts = {}, again = false): void {
    this.trouble.value = { phrase, facts, again };
  }
}
