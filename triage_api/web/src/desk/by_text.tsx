import { type JSX } from "preact";

import { CloseCase } from "./case_actions";
import { useWords } from "./here";
import { type OpenCase } from "./open_case";
import { segmentsOf } from "./segments";

/** What a counsellor must know of somebody who writes by text: who can read it, and whether it can arrive at all. */
export function ByText({ open }: { open: OpenCase }): JSX.Element | null {
  const say = useWords();
  if (open.held.channel !== "sms") return null;
  if (open.reachable.value) return <p class="by-text" data-testid="by-text">{say("case.by_text")}</p>;
  return (
    <div class="trouble unreachable" role="alert" data-testid="unreachable">
      <p>{say("case.unreachable")}</p>
      <CloseCase open={open} />
    </div>
  );
}

/** How many texts the draft would be. Said to screen readers only when the number changes, not at each letter. */
export function SegmentCount({ draft }: { draft: string }): JSX.Element {
  const say = useWords();
  const { count, encoding } = segmentsOf(draft);
  return <p class="hint segments" role="status" data-testid="segments" data-encoding={encoding}>{count === 0 ? "" : say(count === 1 ? "live.one_text" : "live.texts", { count })}</p>;
}
