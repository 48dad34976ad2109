import { signal } from "@preact/signals";

import { type Facts } from "../words/phrases";

/** What stands in the conversation, in order. Only in this page's memory. */

export interface Choice {
  id: string;
  label: string;
}

export interface Source {
  name: string;
  url: string;
}

export interface BotReply {
  text: string;
  kind: "answer" | "danger" | "notice";
  topic: string | null;
  sources: Source[];
  reviewed: string | null;
  review_by: string | null;
  reviewer: string | null;
  choices: Choice[];
}

export type Mark = "sending" | "sent" | "delivered";

export type Line = { id: number } & (
  | { from: "person"; text: string; mark: Mark; hidden: string[]; toCounsellor: boolean }
  | { from: "bot"; reply: BotReply; language: string; open: boolean }
  | { from: "counsellor"; text: string; name: string }
  | { from: "notice"; phrase: string; facts: Facts }
);

type Without<T> = T extends unknown ? Omit<T, "id"> : never;
export type NewLine = Without<Line>;

export class Lines {
  readonly all = signal<readonly Line[]>([]);
  private made = 0;

  add(line: NewLine): number {
    const id = ++this.made;
    this.all.value = [...this.all.value, { ...line, id } as Line];
    return id;
  }

  notice(phrase: string, facts: Facts = {}): void {
    this.add({ from: "notice", phrase, facts });
  }

  /** Changes what is known about something the person wrote. */
  mark(id: number, change: { mark?: Mark; hidden?: string[]; toCounsellor?: boolean }): void {
    this.all.value = this.all.value.map((line) => (line.id === id && line.from === "person" ? { ...line, ...change } : line));
  }

  remove(id: number): void {
    this.all.value = this.all.value.filter((line) => line.id !== id);
  }

  /** The buttons of everything said so far stop working: only the latest answer's can be pressed. */
  closeChoices(): void {
    this.all.value = this.all.value.map((line) => (line.from === "bot" && line.open ? { ...line, open: false } : line));
  }

  /** After a choice that did not reach the server: the buttons of the last answer work again. */
  reopenChoices(): void {
    const lines = this.all.value;
    const lastBot = lines.findLastIndex((line) => line.from === "bot" && line.reply.choices.length > 0);
    this.all.value = lines.map((line, at) => (at === lastBot && line.from === "bot" ? { ...line, open: true } : line));
  }

  clear(): void {
    this.all.value = [];
  }
}
