import { signal } from "@preact/signals";

import { type Facts } from "../words/phrases";
import { type Chime, softChime } from "./chime";

/** What calls a counsellor back: the title's number, a soft sound, and a quiet line for who listens to the page. */

/** What can have changed, seen from one moment to the next. */
export interface Sight {
  /** How many wait whom she would be given. */
  waiting: number;
  /** What she has not had in sight, by the number of the chat. */
  unread: ReadonlyMap<number, number>;
  /** How many offers of colleagues she has not answered. */
  asked: number;
}

const NOTHING: Sight = { waiting: 0, unread: new Map(), asked: 0 };
const QUIET_MS = 4000;

export class Attention {
  /** Null until she has said which; known to this page only. */
  readonly sound = signal<boolean | null>(null);
  readonly said = signal<{ phrase: string; facts: Facts } | null>(null);
  private before = NOTHING;
  private soundedAt = -QUIET_MS;
  private chime: Chime | null = null;

  constructor(private readonly makeChime: () => Chime = softChime) {}

  /** Must come of a press of hers: before one, browsers let no page be heard. */
  turnSound(on: boolean): void {
    this.sound.value = on;
    if (!on) return;
    this.chime ??= this.makeChime();
    this.chime();
  }

  see(now: Sight, at = performance.now()): void {
    const writes = [...now.unread].find(([number, count]) => count > (this.before.unread.get(number) ?? 0));
    const asked = now.asked > this.before.asked;
    const comes = now.waiting > this.before.waiting;
    this.before = now;
    if (writes) this.said.value = { phrase: "attention.writes", facts: { number: writes[0] } };
    else if (asked) this.said.value = { phrase: "attention.asked", facts: {} };
    else if (comes) this.said.value = { phrase: now.waiting === 1 ? "attention.waits_one" : "attention.waits", facts: { count: now.waiting } };
    else return;
    this.soundNow(at);
  }

  /** If she wants to hear anything, and has not just now. */
  soundNow(at = performance.now()): void {
    if (this.sound.value && at - this.soundedAt >= QUIET_MS) {
      this.soundedAt = at;
      this.chime?.();
    }
  }

  forget(): void {
    this.before = NOTHING;
    this.said.value = null;
  }
}

/** Neutral to whoever looks over a shoulder: a number and the name. */
export function titleFor({ waiting, unread, asked }: Sight): string {
  const count = [...unread.values()].reduce((sum, one) => sum + one, waiting + asked);
  return count > 0 ? `(${count}) Lykta` : "Lykta";
}
