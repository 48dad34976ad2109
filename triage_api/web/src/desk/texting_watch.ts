import { signal } from "@preact/signals";

import { pause } from "../wire/back_off";
import { insist } from "../wire/insist";
import { type DeskCalls } from "./calls";
import { type Texting } from "./texting";

const EVERY_MS = 60_000;

/** How it stands with text messages, looked up again every minute. */
export class TextingWatch {
  readonly now = signal<Texting | null>(null);

  async watch(calls: DeskCalls, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const now = await insist(() => calls.texting(), signal);
      if (signal.aborted) return;
      if (now) this.now.value = now;
      await pause(EVERY_MS, signal);
    }
  }
}
