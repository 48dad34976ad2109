import { effect, signal } from "@preact/signals";

import { type SaidLine } from "../seal/colleague";

export interface LiveLine {
  id: number;
  from: "person" | "counsellor" | "notice";
  text: string;
  /** `handed` was said before the case came into these hands. */
  kind: "text" | "earlier" | "history" | "texted" | "handed";
  mark?: "sending" | "sent" | "delivered" | "lost";
}

/** What stands in a case's live chat, in order, and how far each line of hers has come. */
export class LiveLines {
  readonly all = signal<readonly LiveLine[]>([]);
  /** What the person wrote that stands here already: their page says it again in the next epoch. */
  readonly shown: string[] = [];
  /** Lines of hers that the person had not seen when an epoch ended: they go again in the next. */
  readonly unseen: { id: number; text: string }[] = [];

  /** Who reads along, if anybody, is given each line as it comes to stand here. */
  alongside: ((line: SaidLine) => void) | null = null;

  private readonly marks = new Map<number, number>();
  private sentUpTo = 0;
  private made = 0;

  add(line: Omit<LiveLine, "id">): number {
    const id = ++this.made;
    this.all.value = [...this.all.value, { ...line, id }];
    if (line.from !== "notice") this.alongside?.({ from: line.from, text: line.text });
    return id;
  }

  notice(phrase: string): void {
    this.add({ from: "notice", text: phrase, kind: "text" });
  }

  /** The person's page tells a new epoch everything since the hand-off again; false for what stands here already. */
  heard(text: string, kind: "text" | "earlier"): boolean {
    const at = kind === "earlier" ? this.shown.indexOf(text) : -1;
    if (at >= 0) this.shown.splice(at, 1);
    else this.add({ from: "person", text, kind });
    return at < 0;
  }

  /** A line of hers went under this number. */
  numbered(id: number, seq: number): void {
    this.marks.set(seq, id);
    this.markUpTo(this.sentUpTo, "sent"); // the server can be quicker than the number
  }

  isSent(seq: number): boolean {
    return seq <= this.sentUpTo;
  }

  sentTo(upto: number): void {
    this.sentUpTo = upto;
    this.markUpTo(upto, "sent");
  }

  deliveredTo(upto: number): void {
    this.markUpTo(upto, "delivered");
  }

  /** Resolves once none of her lines is on its way to the person's page, at the latest after so many milliseconds. */
  async arrived(atMost: number): Promise<void> {
    const onTheWay = () => this.all.value.some(({ mark }) => mark === "sending" || mark === "sent");
    if (!onTheWay()) return;
    let release = () => {};
    const all = new Promise<void>((done) => {
      release = effect(() => void (onTheWay() || done()));
    });
    await Promise.race([all, new Promise<void>((done) => setTimeout(done, atMost))]);
    release();
  }

  lost(seq: number): void {
    const id = this.marks.get(seq);
    this.all.value = this.all.value.map((line) => (line.id === id ? { ...line, mark: "lost" } : line));
  }

  /** The person has gone from texting to a page of their own: all stays in sight, and what had not arrived goes again. */
  goOnFrom(before: readonly LiveLine[]): void {
    for (const { from, text, mark, kind } of before) {
      const missed = from === "counsellor" && kind !== "handed" && mark !== "delivered";
      const id = this.add({ from, text, kind: from === "notice" || kind === "handed" || missed ? kind : "texted", ...(mark ? { mark: missed ? "sending" : mark } : {}) });
      if (missed) this.unseen.push({ id, text });
    }
    this.notice("live.moved");
  }

  forget(): void {
    this.alongside = null;
    this.marks.clear();
    this.shown.length = this.unseen.length = 0;
    this.all.value = [];
  }

  private markUpTo(upto: number, mark: "sent" | "delivered"): void {
    const ids = new Set([...this.marks].filter(([seq]) => seq <= upto).map(([, id]) => id));
    this.all.value = this.all.value.map((line) => (ids.has(line.id) && line.mark !== "delivered" && line.mark !== "lost" ? { ...line, mark } : line));
  }
}
