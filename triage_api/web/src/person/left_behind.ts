import { signal } from "@preact/signals";

import type { Left } from "../seal/left";
import type { SignedRoster } from "../seal/roster";
import { call } from "../wire/call";
import { insist } from "../wire/insist";

/** What a page leaves for whoever takes the case next, so that its person need not stay (docs/wire.md §5). */

export type Leaving = "none" | "sending" | "there" | "failed";

export class LeftBehind {
  readonly state = signal<Leaving>("none");
  private newest: Left | null = null;
  private posting = false;

  constructor(
    private readonly caseId: string,
    private readonly bearer: string,
    private readonly over: AbortSignal,
  ) {}

  /** Seals it for everyone on the roster and gives it to the queue, in the place of what was left before. */
  put(left: Left): void {
    this.newest = left;
    if (this.state.value !== "there") this.state.value = "sending";
    if (!this.posting) void this.post();
  }

  private async post(): Promise<void> {
    this.posting = true;
    try {
      for (let left = this.newest; left && !this.over.aborted; left = this.newest) {
        this.newest = null;
        const there = await this.postOne(left);
        if (!this.over.aborted) this.state.value = there ? "there" : "failed";
      }
    } finally {
      this.posting = false;
    }
  }

  private async postOne(left: Left): Promise<boolean> {
    try {
      const sealing = await insist(() => import("../live/sealed_chat"), this.over);
      const signed = await insist(() => call<SignedRoster>("/api/roster", { method: "GET" }), this.over);
      const roster = sealing!.checkRoster(signed!, Date.now());
      const envelope = await sealing!.sealLeft(left, this.caseId, sealing!.readersOf(roster, Date.now()), roster.number);
      return (await insist(() => call("/api/case/left", { body: { envelope }, bearer: this.bearer }).then(() => true), this.over)) ?? false;
    } catch {
      return false; // no roster that holds, or nobody on it: better nothing than something sealed to who knows whom
    }
  }
}
