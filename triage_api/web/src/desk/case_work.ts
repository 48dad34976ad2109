import { type Desk } from "./desk";
import { type OfferToMe } from "./offers";
import { type OpenCase } from "./open_case";

/** What became of the last case stands on the board so long: later it would stand over people it is not about. */
const SAID_MS = 3 * 60_000;

/** What she does with the people she talks with: takes the next, gives back, closes, and comes back to the board. */
export class CaseWork {
  constructor(private readonly desk: Desk) {}

  /** Whether another person can be taken on: her key is on the roster, and she has not as many as are set already. */
  mayTakeNext(): boolean {
    return this.desk.roster.value === "on" && !this.isFull();
  }

  isFull(): boolean {
    return this.desk.cases.living.value >= (this.desk.me.value?.chats_at_once ?? 1);
  }

  async takeNext(): Promise<void> {
    if (!this.mayTakeNext()) return;
    this.desk.said.value = null;
    await this.desk.trying(async () => {
      if (!(await this.desk.cases.takeNext())) this.toBoard({ phrase: "board.nobody_now" });
    });
  }

  async takeOver(offer: OfferToMe): Promise<void> {
    this.desk.said.value = null;
    await this.desk.offers.accept(offer);
  }

  async giveBack(open: OpenCase): Promise<void> {
    await this.desk.cases.giveBack(open);
    this.toBoard({ phrase: "board.returned" });
  }

  /** Ends the case; resolves only when the server has confirmed that it is destroyed. */
  async close(open: OpenCase): Promise<void> {
    this.toBoard({ phrase: "board.shredded", time: await this.desk.cases.close(open) });
    this.afterCase(open);
  }

  /** Ends it as abuse of who answers; the person is told kindly that it cannot go on, and where help is. */
  async stop(open: OpenCase): Promise<void> {
    open.assessment.value = { ...open.assessment.value, outcome: "abuse" };
    this.toBoard({ phrase: "board.shredded", time: await this.desk.cases.close(open, "abuse") });
    this.afterCase(open);
  }

  /** She has read that a case is over. */
  leave(open: OpenCase): void {
    if (open.over.value && "shreddedAt" in open.over.value) this.afterCase(open);
    this.desk.cases.letGo(open);
    this.toBoard();
  }

  private toBoard(said: { phrase: string; time?: string } | null = null): void {
    this.desk.cases.turnTo(null);
    this.desk.said.value = said;
    if (said) setTimeout(() => this.letGoOf(said), SAID_MS);
  }

  /** What was said since stays. */
  private letGoOf(said: object): void {
    if (this.desk.said.value === said) this.desk.said.value = null;
  }

  private afterCase({ held, assessment }: OpenCase): void {
    const { level, outcome } = assessment.value;
    const heaviest = level ?? held.level;
    if (this.desk.me.value?.break_minutes === 0) return; // she is not asked at all
    if (outcome === "abuse" || heaviest === "immediate" || heaviest === "high") this.desk.breaks.afterHeavy();
  }
}
