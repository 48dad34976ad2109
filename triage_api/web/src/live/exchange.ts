import { type Bytes } from "../seal/bytes";
import { type Body, ChatReader, ChatWriter, type Direction, type SealedMessage, type Told } from "../seal/chat";
import { type Address } from "../seal/letter";
import { SealRefused } from "../seal/refused";
import { delayBefore, pause } from "../wire/back_off";
import { Refused, mayPass } from "../wire/call";

/**
 * One side's half of a live chat during one epoch. Both pages use it. It loses nothing over a broken connection:
 * what was sealed is kept and sent again, the same bytes under the same number, until the server has it.
 */

export interface Ends {
  /** Gives one sealed message to the server. Throws Refused or Unreachable. */
  post: (message: SealedMessage) => Promise<void>;
  onText: (text: string, kind: "text" | "earlier") => void;
  /** Where the person can be written to when the talk is over. Only the counsellor's side asks for it. */
  onMailbox?: (address: Address) => void;
  /** This message of ours went out as a text and never arrived. Only the counsellor's side asks for it. */
  onLost?: (seq: number) => void;
  /** A colleague of this name is about to be asked, or to read along, or reads no longer. Only the person's side hears of it. */
  onTold?: (what: Told, name: string) => void;
  /** The server has everything of ours up to this number. */
  onSent: (upto: number) => void;
  /** The other side has everything of ours up to this number on their screen. */
  onGot: (upto: number) => void;
  /** Something came that is not theirs, or not next. It is not shown; the person is told that it was refused. */
  onRefused: () => void;
  /** Resolves when somebody can see the screen: only then is a message marked as shown. */
  seen?: () => Promise<void>;
}

export interface Place {
  caseId: string;
  epoch: number;
  me: Direction;
  secret: Bytes;
}

export class Exchange {
  private readonly kept: SealedMessage[] = [];
  private readonly opened = new Map<number, string>();
  private next = 0;
  private posting = false;
  private reading: Promise<void> = Promise.resolve();
  private sealing: Promise<unknown> = Promise.resolve();
  private toGot = 0;
  private readonly over = new AbortController();

  private constructor(
    readonly epoch: number,
    private readonly writer: ChatWriter,
    private readonly reader: ChatReader,
    private readonly ends: Ends,
  ) {}

  static async begin({ caseId, epoch, me, secret }: Place, ends: Ends): Promise<Exchange> {
    const them: Direction = me === "person" ? "counsellor" : "person";
    const writer = await ChatWriter.make(secret, caseId, me, epoch);
    return new Exchange(epoch, writer, await ChatReader.make(secret, caseId, them, epoch), ends);
  }

  /** Up to which of the other's messages this side has read: where to resume. */
  get after(): number {
    return this.reader.opened;
  }

  /** Seals and sends; resolves with the message's number as soon as it is sealed, before it is sent. */
  write(body: Body): Promise<number> {
    const sealed = this.sealing.then(async () => {
      const message = await this.writer.seal(body);
      this.kept.push(message);
      void this.postKept();
      return message.seq;
    });
    this.sealing = sealed.catch(() => undefined);
    return sealed;
  }

  /** Takes a message that came over the wire. Repeats of what was opened are the stream resuming, and are passed over. */
  receive(message: SealedMessage): Promise<void> {
    this.reading = this.reading.then(() => this.read(message));
    return this.reading;
  }

  /** Sends again what the server may not have; called when the connection has come back. */
  resume(): void {
    void this.postKept();
  }

  /** Stops and forgets. What was not sent stays unsent. */
  end(): void {
    this.over.abort();
    this.kept.length = 0;
    this.opened.clear();
  }

  private async read(message: SealedMessage): Promise<void> {
    if (this.over.signal.aborted || message.epoch < this.epoch) return;
    if (this.opened.get(message.seq) === message.sealed) return;
    let body: Body;
    try {
      body = await this.reader.open(message);
    } catch (error) {
      if (!(error instanceof SealRefused)) throw error;
      this.ends.onRefused();
      return;
    }
    this.opened.set(message.seq, message.sealed);
    if (body.kind === "got") this.ends.onGot(body.upto);
    else {
      if (body.kind === "mailbox") this.ends.onMailbox?.({ mailbox: body.mailbox, key: body.key });
      else if (body.kind === "lost") this.ends.onLost?.(body.seq);
      else if ("name" in body) this.ends.onTold?.(body.kind, body.name);
      else this.ends.onText(body.text, body.kind);
      this.sayGot(message.seq);
    }
  }

  /** One `got` answers all that came before it; a `got` is never answered. */
  private sayGot(upto: number): void {
    const waiting = this.toGot !== 0;
    this.toGot = upto;
    if (waiting) return;
    const say = async () => {
      await this.ends.seen?.();
      const shown = this.toGot;
      this.toGot = 0;
      if (!this.over.signal.aborted) await this.write({ kind: "got", upto: shown });
    };
    void say();
  }

  private async postKept(): Promise<void> {
    if (this.posting) return;
    this.posting = true;
    try {
      for (let attempt = 0; this.next < this.kept.length && !this.over.signal.aborted; ) {
        const message = this.kept[this.next]!;
        try {
          await this.ends.post(message);
          this.next++;
          attempt = 0;
          this.ends.onSent(message.seq);
        } catch (error) {
          if (this.over.signal.aborted) return;
          const expected = error instanceof Refused && error.code === "out_of_order" ? error.facts["expected"] : undefined;
          if (typeof expected === "number" && expected >= 1 && expected <= this.kept.length && attempt < 8) this.next = expected - 1;
          else if (!mayPass(error)) return; // stale epoch or a case that is gone: the events say what comes next
          await pause(delayBefore(attempt++), this.over.signal);
        }
      }
    } finally {
      this.posting = false;
    }
  }
}
