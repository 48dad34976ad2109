import { type AlongWriter, type SealedLine } from "../seal/along";
import { type SaidLine } from "../seal/colleague";
import { insist } from "../wire/insist";

/**
 * Seals each line that comes to stand in a case to the colleague who reads along, in its order, and sends it until the
 * server has it: over an offline moment none is lost, and none goes twice.
 */
export class AlongSender {
  private readonly kept: SaidLine[] = [];
  private readonly over = new AbortController();
  private writer: AlongWriter | null = null;
  private post: (line: SealedLine) => Promise<void> = () => Promise.reject(new Error("not begun"));
  private sending = false;

  /** `onRefused`: the server takes no more of it. */
  constructor(private readonly onRefused: () => void) {}

  take(line: SaidLine): void {
    this.kept.push(line);
    void this.send();
  }

  /** The server has what there was before; what came meanwhile follows. */
  begin(writer: AlongWriter, post: (line: SealedLine) => Promise<void>): void {
    this.writer = writer;
    this.post = post;
    void this.send();
  }

  /** What was not sent stays unsent. */
  stop(): void {
    this.over.abort();
    this.kept.length = 0;
  }

  private async send(): Promise<void> {
    if (this.sending || !this.writer) return;
    this.sending = true;
    for (let line = this.kept.shift(); line && !this.over.signal.aborted; line = this.kept.shift()) {
      const sealed = await this.writer.seal(line);
      const there = await insist(() => this.post(sealed).then(() => true), this.over.signal);
      if (!there && !this.over.signal.aborted) {
        this.stop();
        this.onRefused();
      }
    }
    this.sending = false;
  }
}
