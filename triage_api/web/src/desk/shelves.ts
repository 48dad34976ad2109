import { insist } from "../wire/insist";
import { type DeskCalls } from "./calls";
import { loadNotes, loadPhrasebook } from "./phrasebook";
import { type Side } from "./sendable";

/** All that may be sent, by language: fetched once while somebody is signed in, from our own server. */
export class Shelves {
  private readonly kept = new Map<string, Promise<Side>>();

  constructor(
    private readonly calls: DeskCalls,
    private readonly signal: AbortSignal,
  ) {}

  of(language: string): Promise<Side> {
    const known = this.kept.get(language);
    if (known) return known;
    const side = this.read(language);
    this.kept.set(language, side);
    side.catch(() => this.kept.delete(language)); // asked for again the next time
    return side;
  }

  private async read(language: string): Promise<Side> {
    const [phrases, notes, published] = await Promise.all([
      loadPhrasebook(language),
      loadNotes(language),
      insist(() => this.calls.content(language), this.signal),
    ]);
    return { language, phrases, notes, published: published ?? { rights: [], services: [] } };
  }
}
