import { type Direction, type SealedMessage } from "../src/seal/chat";
import { Refused, Unreachable } from "../src/wire/call";

/** A queue's relay in memory, with the numbering rules of docs/wire.md §5 and a connection that can be made to fail. */
export class Relay {
  readonly kept: Record<Direction, SealedMessage[]> = { person: [], counsellor: [] };
  readonly posted: SealedMessage[] = [];
  /** How the next posts fail: before the server has the message, or only on the way back. */
  faults: ("lost" | "answer_lost")[] = [];
  deliver: Record<Direction, (message: SealedMessage) => void> = { person: () => {}, counsellor: () => {} };

  post(from: Direction): (message: SealedMessage) => Promise<void> {
    return async (message) => {
      this.posted.push(message);
      const fault = this.faults.shift();
      if (fault === "lost") throw new Unreachable();
      this.keep(from, message);
      if (fault === "answer_lost") throw new Unreachable();
    };
  }

  private keep(from: Direction, message: SealedMessage): void {
    const kept = this.kept[from];
    if (kept[message.seq - 1]?.sealed === message.sealed) return;
    if (message.seq !== kept.length + 1) throw new Refused(409, "out_of_order", { expected: kept.length + 1 });
    kept.push(message);
    this.deliver[from](message);
  }
}
