import { delayBefore, pause } from "../wire/back_off";
import { Refused, call, mayPass } from "../wire/call";
import { type Language } from "../words/language";
import { type BotReply } from "./lines";

/** The conversation with the bot, through the door (docs/wire.md §1). */

export type Saying = { text: string } | { choice: string; case_verifier?: string };

export interface CaseOutcome {
  outcome: "arrived" | "already" | "failed" | "no_recipient";
  case_id: string | null;
  place: number | null;
}

export interface Answer {
  replies: BotReply[];
  language: string;
  seen: string | null;
  hidden: string[];
  case: CaseOutcome | null;
}

/** The door has forgotten the conversation; the next thing said begins a new one. */
export class SessionOver extends Error {}

const ATTEMPTS = 4;

export class Conversation {
  private token: string | null = null;
  private answered = 0;
  /** Said, perhaps heard, not answered. It must be asked for again under its own number before anything new is said. */
  private unanswered: (Saying & { language?: Language }) | null = null;

  get bearer(): string | null {
    return this.token;
  }

  /**
   * Says one thing and brings the answer. If something else said before is still without an answer, that answer is
   * fetched first and given to `onBelated`: the door may have heard it, and it may have been the cry for help.
   */
  async say(saying: Saying, language: Language, picked: boolean, onBelated: (answer: Answer) => void): Promise<Answer> {
    if (this.unanswered && !isSame(this.unanswered, saying)) onBelated(await this.ask(this.unanswered));
    this.token ??= (await tries(() => call<{ token: string }>("/api/chat", { body: { language } }))).token;
    return this.ask(this.unanswered ?? { ...saying, ...(picked ? { language } : {}) });
  }

  forget(): void {
    this.token = null;
    this.answered = 0;
    this.unanswered = null;
  }

  private async ask(saying: Saying & { language?: Language }): Promise<Answer> {
    this.unanswered = saying;
    try {
      const answer = await tries(() => this.once(saying));
      this.answered++;
      this.unanswered = null;
      return answer;
    } catch (error) {
      if (error instanceof Refused && error.status < 500) this.unanswered = null; // refused, so certainly not counted
      if (error instanceof Refused && error.status === 401) {
        this.forget();
        throw new SessionOver();
      }
      throw error;
    }
  }

  private async once(saying: Saying): Promise<Answer> {
    const body = () => ({ n: this.answered + 1, ...saying });
    const request = () => call<Answer>("/api/chat/messages", { body: body(), bearer: this.token ?? undefined });
    try {
      return await request();
    } catch (error) {
      const expected = error instanceof Refused && error.code === "out_of_order" ? error.facts["expected"] : undefined;
      if (typeof expected !== "number") throw error;
      this.answered = expected - 1;
      return await request();
    }
  }
}

function isSame(one: Saying, other: Saying): boolean {
  return "text" in one ? "text" in other && one.text === other.text : "choice" in other && one.choice === other.choice;
}

/** Tries a few times where trying again can help; too fast is said at once, since only waiting helps. */
async function tries<T>(request: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await request();
    } catch (error) {
      const tooFast = error instanceof Refused && error.status === 429;
      if (!mayPass(error) || tooFast || attempt + 1 >= ATTEMPTS) throw error;
      await pause(delayBefore(attempt));
    }
  }
}
