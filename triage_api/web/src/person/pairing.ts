import { signal } from "@preact/signals";

import { delayBefore, pause } from "../wire/back_off";
import { call } from "../wire/call";
import { type CaseToken, newCaseToken } from "./token";

/**
 * Going on here instead of by text (docs/wire.md §9): a code that the person texts from their phone binds their case to
 * a token that this page has just made. Token and code are in this page's memory only.
 */

export const LOOK_EVERY_MS = 3000;

export type PairingState = { state: "making" } | { state: "waiting"; code: string } | { state: "expired" } | { state: "failed" };

/** The number one can text, in international form, or null: then there is nothing to offer. */
export async function textingNumber(): Promise<string | null> {
  try {
    return (await call<{ number: string | null }>("/api/texting", { method: "GET" })).number;
  } catch {
    return null;
  }
}

export class Pairing {
  readonly state = signal<PairingState>({ state: "making" });
  private token: CaseToken | null = null;
  private looking = new AbortController();

  /** `onMoved` is given the token that opens the case now. */
  constructor(private readonly onMoved: (token: CaseToken, caseId: string) => void) {
    void this.make();
  }

  /** A code, or a new one in the place of the old; the token stays, so that a text at the last moment is not lost. */
  async make(): Promise<void> {
    this.looking.abort();
    const { signal: over } = (this.looking = new AbortController());
    this.state.value = { state: "making" };
    try {
      this.token ??= await newCaseToken();
      const { code } = await call<{ code: string }>("/api/pair", { bearer: this.token.token });
      if (over.aborted) return;
      this.state.value = { state: "waiting", code };
    } catch {
      if (!over.aborted) this.state.value = { state: "failed" };
      return;
    }
    await this.look(this.token, over);
  }

  /** Looks no more, and forgets the token: a code that is texted later finds nobody. */
  forget(): void {
    this.looking.abort();
    this.token = null;
    this.state.value = { state: "expired" };
  }

  private async look(token: CaseToken, over: AbortSignal): Promise<void> {
    for (let missed = 0; !over.aborted; ) {
      await pause(LOOK_EVERY_MS + (missed > 0 ? delayBefore(missed) : 0), over);
      if (over.aborted) return;
      try {
        const { state, case_id: caseId } = await call<{ state: "waiting" | "moved" | "over"; case_id: string | null }>("/api/pair", { method: "GET", bearer: token.token });
        missed = 0;
        if (over.aborted || state === "waiting") continue;
        this.looking.abort();
        this.state.value = { state: "expired" };
        if (state === "moved" && caseId) this.onMoved(token, caseId);
        return;
      } catch {
        missed++; // the text may be on its way all the same: this goes on until the server says that it is over
      }
    }
  }
}

/** A Swedish mobile number as people write it (070-174 06 99), since a text from Sweden reaches it so; any other as it is. */
export function writtenNumber(number: string): string {
  const [, network, first, second, third] = /^\+46(7\d)(\d{3})(\d{2})(\d{2})$/.exec(number) ?? [];
  return network ? `0${network}-${first} ${second} ${third}` : number;
}
