import { signal } from "@preact/signals";

import { Refused } from "../wire/call";
import { type DeskCalls } from "./calls";

/** A colleague who talks with people now: with how many, since about when, and whether she has been asked. */
export interface Talks {
  id: string;
  name: string;
  chats: number;
  since: string;
  wished: boolean;
}

/** What a supervisor knows of the chats of others. Nothing in it is about the people. */
export class ChatsNow {
  /** Null until the server has told, and for who is no supervisor. */
  readonly colleagues = signal<readonly Talks[] | null>(null);
  /** Who was asked and has not said yes. */
  readonly notNow = signal<ReadonlySet<string>>(new Set());

  private calls: DeskCalls | null = null;
  private readonly takenBack = new Set<string>();

  enter(calls: DeskCalls): void {
    this.calls = calls;
  }

  forget(): void {
    this.calls = null;
    this.colleagues.value = null;
    this.notNow.value = new Set();
    this.takenBack.clear();
  }

  async ask({ id }: Talks): Promise<void> {
    this.takenBack.delete(id);
    this.notNow.value = without(this.notNow.value, id);
    await this.calls!.wish(id);
  }

  async takeBack({ id }: Talks): Promise<void> {
    this.takenBack.add(id);
    await endWish(this.calls!, id);
  }

  hear({ colleagues }: { colleagues: Talks[] }): void {
    const asked = (this.colleagues.value ?? []).filter(({ id, wished }) => wished && !this.takenBack.has(id));
    const answered = asked.filter(({ id }) => colleagues.some((now) => now.id === id && !now.wished));
    if (answered.length > 0) this.notNow.value = new Set([...this.notNow.value, ...answered.map(({ id }) => id)]);
    this.colleagues.value = colleagues;
  }
}

/** On either side; one that is over already is as good. */
export async function endWish(calls: DeskCalls, id: string): Promise<void> {
  try {
    await calls.endWish(id);
  } catch (error) {
    if (!(error instanceof Refused && error.code === "no_such_wish")) throw error;
  }
}

function without(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  return new Set([...ids].filter((one) => one !== id));
}
