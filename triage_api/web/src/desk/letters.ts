import { signal } from "@preact/signals";

import { type Address, sealLetter } from "../seal/letter";
import { Refused } from "../wire/call";
import { insist } from "../wire/insist";
import { type DeskCalls } from "./calls";

/** Letters to the mailbox of one open case. Known only while the case is open: nothing says later whose mailbox it was. */

export interface SentLetter {
  id: number;
  text: string;
  state: "sending" | "sent" | "full" | "failed";
}

/** Four blocks of v1.md hold this much in any script. */
export const MOST_LETTER_CHARACTERS = 4000;

export class Letters {
  readonly address = signal<Address | null>(null);
  readonly sent = signal<readonly SentLetter[]>([]);
  /** What is being written; it outlives a look at another case. */
  readonly draft = signal("");
  private made = 0;
  private readonly over = new AbortController();

  constructor(
    private readonly calls: DeskCalls,
    private readonly name: string,
  ) {}

  /** The newest address counts: who makes another code has lost the one before. */
  take(address: Address | null): void {
    if (address) this.address.value = { mailbox: address.mailbox, key: address.key };
  }

  /** Seals once and sends those very bytes until the server has them, so that a lost answer makes no second letter. */
  async write(text: string): Promise<void> {
    const address = this.address.value;
    if (!address) return;
    const id = ++this.made;
    this.sent.value = [...this.sent.value, { id, text, state: "sending" }];
    const now = new Date();
    const letter = { text, name: this.name, written: now.toISOString().slice(0, 10), order: now.getTime() };
    try {
      const sealed = await sealLetter(letter, address);
      const arrived = await insist(() => this.send(address, sealed), this.over.signal);
      this.mark(id, arrived ?? "failed");
    } catch {
      this.mark(id, "failed"); // the key that came with the mailbox is none
    }
  }

  forget(): void {
    this.over.abort();
    this.address.value = null;
    this.sent.value = [];
    this.draft.value = "";
  }

  private async send({ mailbox }: Address, sealed: string): Promise<"sent" | "full"> {
    try {
      await this.calls.sendLetter(mailbox, sealed);
      return "sent";
    } catch (error) {
      if (error instanceof Refused && error.code === "mailbox_full") return "full";
      throw error;
    }
  }

  private mark(id: number, state: SentLetter["state"]): void {
    this.sent.value = this.sent.value.map((one) => (one.id === id ? { ...one, state } : one));
  }
}
