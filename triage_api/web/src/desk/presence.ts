/**
 * Tells the server that this page is there, in answer to what its stream brings, and whether somebody uses it. Of a laptop
 * that sleeps, or has lost its network, the server's side of the stream looks open for long: only an answer says that
 * somebody can hear. Only use keeps the session.
 */

const AT_MOST_EVERY_MS = 10_000;
const TOLD_EVERY_MS = 60_000;

export class Presence {
  private saidAt = -Infinity;
  private saying = false;
  private toldUse = 0;

  constructor(
    private readonly say: (inUse: boolean) => Promise<void>,
    private readonly lastUse: () => number,
  ) {}

  /** The stream has brought something. What gets no answer is said again with the next that comes. */
  alive(now = performance.now()): void {
    const use = this.lastUse();
    if (this.saying || now - this.saidAt < AT_MOST_EVERY_MS) return;
    this.saying = true;
    this.saidAt = now;
    void this.say(use > this.toldUse)
      .then(() => (this.toldUse = use), () => (this.saidAt = -Infinity))
      .finally(() => (this.saying = false));
  }

  /** For a page without a stream, from time to time: only that it was used, if it was. */
  tellUse(now = performance.now()): void {
    if (this.lastUse() > this.toldUse && now - this.saidAt >= TOLD_EVERY_MS) this.alive(now);
  }
}
