/**
 * Tells the server that this page is there, in answer to what its stream brings. Of a laptop that sleeps, or has lost its
 * network, the server's side of the stream looks open for long: only an answer says that somebody can hear.
 */

const AT_MOST_EVERY_MS = 10_000;

export class Presence {
  private saidAt = -Infinity;
  private saying = false;

  constructor(private readonly say: () => Promise<void>) {}

  /** The stream has brought something. What gets no answer is said again with the next that comes. */
  alive(now = performance.now()): void {
    if (this.saying || now - this.saidAt < AT_MOST_EVERY_MS) return;
    this.saying = true;
    this.saidAt = now;
    void this.say().catch(() => (this.saidAt = -Infinity)).finally(() => (this.saying = false));
  }
}
