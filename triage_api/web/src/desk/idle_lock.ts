import { signal } from "@preact/signals";

/** Locks a page that nobody uses: a laptop left open must not go on holding keys, nor seem to be on duty. */

const WARNED_MS = 60_000;
const MINUTE_MS = 60_000;

export class IdleLock {
  /** Whether the page will lock within a minute. */
  readonly warned = signal(false);
  private used = 0;

  /** Somebody has signed in, or has used a key, a pointer or a touch. By the wall clock, which goes on while a laptop sleeps. */
  use(now = Date.now()): void {
    this.used = now;
    this.warned.value = false;
  }

  /** When it was last in use: a chat in which a line comes or goes is use too, whether or not she touches anything. */
  lastUse(lastLine: number): number {
    return Math.max(this.used, lastLine);
  }

  /** Whether it has to lock now; `lastLine` is when the last line came or went in a chat that goes on, 0 for none. */
  see(lastLine: number, minutes: number, now = Date.now()): boolean {
    const left = this.lastUse(lastLine) + minutes * MINUTE_MS - now;
    this.warned.value = left <= Math.min(WARNED_MS, (minutes * MINUTE_MS) / 2);
    return left <= 0;
  }

  forget(): void {
    this.used = 0;
    this.warned.value = false;
  }
}
