import { signal } from "@preact/signals";

import { pause } from "../wire/back_off";
import { insist } from "../wire/insist";
import { type DeskCalls } from "./calls";
import { type Texting, copiesGoneAt } from "./texting";

const EVERY_MS = 60_000;

/** How it stands with text messages, looked up again every minute. */
export class TextingWatch {
  readonly now = signal<Texting | null>(null);
  /** When it was last known that the text service holds no copy; at first, when this page began to look. */
  readonly copiesGone = signal(0);

  async watch(calls: DeskCalls, signal: AbortSignal): Promise<void> {
    this.copiesGone.value = Date.now();
    while (!signal.aborted) {
      const now = await insist(() => calls.texting(), signal);
      if (signal.aborted) return;
      if (now) {
        this.copiesGone.value = copiesGoneAt(this.copiesGone.value, now);
        this.now.value = now;
      }
      await pause(EVERY_MS, signal);
    }
  }
}
