import { type Challenge } from "altcha-lib";
import { signal } from "@preact/signals";

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
  /** Danger begins a conversation where there is none. */
  token?: string | null;
}

/** The door has forgotten the conversation; the next thing said begins a new one. */
export class SessionOver extends Error {}

const ATTEMPTS = 4;
/** A proof can come too late, or meet a server that has just started: then there is another. */
const MOST_PROOFS = 3;

export class Conversation {
  /** This device is at work on the proof that opens a conversation while many write. */
  readonly proving = signal(false);

  private token: string | null = null;
  private answered = 0;
  /** Said, perhaps heard, not answered. It must be asked for again under its own number before anything new is said. */
  private unanswered: (Saying & { language?: Language }) | null = null;
  private over = new AbortController();

  get bearer(): string | null {
    return this.token;
  }

  /**
   * Says one thing and brings the answer. If something else said before is still without an answer, that answer is
   * fetched first and given to `onBelated`: the door may have heard it, and it may have been the cry for help.
   */
  async say(saying: Saying, language: Language, picked: boolean, onBelated: (answer: Answer) => void): Promise<Answer> {
    if (this.unanswered && !isSame(this.unanswered, saying)) onBelated(await this.ask(this.unanswered));
    const going = this.unanswered ?? { ...saying, ...(picked ? { language } : {}) };
    const answer = this.token === null ? await this.begin(language, going) : null;
    return answer ?? this.ask(going);
  }

  forget(): void {
    this.over.abort();
    this.over = new AbortController();
    this.beginAnew();
  }

  private beginAnew(): void {
    this.token = null;
    this.answered = 0;
    this.unanswered = null;
  }

  /**
   * Opens a conversation. While many write the door wants a proof of work first, but danger it answers before that: then
   * that answer comes back and a conversation has begun without one.
   */
  private async begin(language: Language, first: Saying & { language?: Language }): Promise<Answer | null> {
    const { over } = this;
    let challenge = await this.open(language);
    const answer = challenge && (await this.inDanger(first));
    if (answer) return answer;
    try {
      for (let proofs = 0; challenge; proofs++) {
        if (proofs === MOST_PROOFS) throw new Refused(429, "too_fast", {});
        this.proving.value = true;
        const { prove } = await import("../wire/prove");
        challenge = await this.open(language, await prove(challenge, over));
      }
      return null;
    } finally {
      this.proving.value = false;
    }
  }

  /** Null when a conversation stands, or what the door wants to be proved first. */
  private async open(language: Language, proof?: string): Promise<Challenge | null> {
    try {
      const body = { language, ...(proof ? { proof } : {}) };
      this.token = (await tries(() => call<{ token: string }>("/api/chat", { body }))).token;
      return null;
    } catch (error) {
      if (error instanceof Refused && error.code === "proof_needed") return error.facts["challenge"] as Challenge;
      throw error;
    }
  }

  private async inDanger(saying: Saying & { language?: Language }): Promise<Answer | null> {
    try {
      return await this.ask(saying);
    } catch (error) {
      this.unanswered = null; // without a conversation it cannot have been counted
      if (error instanceof SessionOver) return null;
      throw error;
    }
  }

  private async ask(saying: Saying & { language?: Language }): Promise<Answer> {
    this.unanswered = saying;
    try {
      const answer = await tries(() => this.once(saying));
      this.answered++;
      this.token = answer.token ?? this.token;
      this.unanswered = null;
      return answer;
    } catch (error) {
      if (error instanceof Refused && error.status < 500) this.unanswered = null; // refused, so certainly not counted
      if (error instanceof Refused && error.status === 401) {
        this.beginAnew();
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
