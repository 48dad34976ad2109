import { signal } from "@preact/signals";

/** Notices when somebody has been with people for long without a pause, or after something heavy. It only offers. */

/** A pause this long, with nobody to answer, counts as one. */
const PAUSE_MS = 5 * 60_000;

export class Breaks {
  /** What is offered now, and why. */
  readonly offered = signal<"long" | "heavy" | null>(null);
  private since: number | null = null;
  private free: number | null = null;

  /** `living`: with how many people she is; `minutes`: after how many she is asked; 0 for never. */
  see(living: number, minutes: number, now = Date.now()): void {
    if (living === 0) this.free ??= now;
    else {
      if (this.free !== null && now - this.free >= PAUSE_MS) this.since = null;
      this.free = null;
      this.since ??= now;
    }
    if (minutes > 0 && living > 0 && this.since !== null && now - this.since >= minutes * 60_000) this.offered.value ??= "long";
  }

  /** A case is over that was about danger. */
  afterHeavy(): void {
    this.offered.value = "heavy";
  }

  /** Taken or not is hers alone; she is asked anew only after as long again. */
  dismiss(now = Date.now()): void {
    this.offered.value = null;
    if (this.since !== null) this.since = now;
  }

  forget(): void {
    this.offered.value = null;
    this.since = this.free = null;
  }
}
