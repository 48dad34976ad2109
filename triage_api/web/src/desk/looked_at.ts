import { type Signal, signal } from "@preact/signals";

import { onScreen } from "../live/on_screen";

/** Whether she looks at a case, and how much came while she did not. */
export class LookedAt {
  /** Whether this case is the one that is looked at: only then is a message marked as shown to her. */
  readonly inSight = signal(false);
  /** What the person wrote that she has not had in sight. */
  readonly unread = signal(0);

  countUnread(): void {
    if (this.inSight.value && document.visibilityState === "visible") return;
    this.unread.value += 1;
    void this.seen().then(() => (this.unread.value = 0));
  }

  /** Resolves when she looks at this case: it is the one in sight, on a page that can be seen. */
  async seen(): Promise<void> {
    do {
      await isTrue(this.inSight);
      await onScreen();
    } while (!this.inSight.value);
  }
}

function isTrue(what: Signal<boolean>): Promise<void> {
  return new Promise((resolve) => {
    const stop = what.subscribe((now) => {
      if (!now) return;
      resolve();
      queueMicrotask(() => stop());
    });
  });
}
