import { type JSX } from "preact";
import { useState } from "preact/hooks";

import { clock } from "../words/dates";
import { AssessmentForm, NOTHING_SAID } from "./assessment";
import { ByText } from "./by_text";
import { CaseActions } from "./case_actions";
import { CaseSummary } from "./case_summary";
import { useDesk, useWords } from "./here";
import { LiveChat } from "./live_chat";
import { type OpenCase, type Over } from "./open_case";
import { Title } from "./title";
import { TranscriptView } from "./transcript_view";

/** One person at a time: what is known, what was said to the bot, and the live chat beside it. */
export function CaseView({ open }: { open: OpenCase }): JSX.Element {
  const say = useWords();
  if (open.over.value) return <CaseOver over={open.over.value} caseId={open.held.case_id} />;
  const transcript = open.transcript.value;
  return (
    <div class="case-view" data-testid="case" data-case-language={open.held.language}>
      <section class="before" aria-labelledby="case-title">
        <div class="case-head">
          <Title id="case-title">{say("case.title")}</Title>
          {open.reachable.value && <CaseActions />}
        </div>
        <ByText open={open} />
        {open.cannotOpen.value && <p class="trouble" role="alert" data-testid="cannot-open">{say("case.cannot_open")}</p>}
        {!transcript && !open.cannotOpen.value && <p role="status">{say("case.opening")}</p>}
        {transcript && <CaseSummary held={open.held} transcript={transcript} />}
        {transcript && <TranscriptView transcript={transcript} />}
      </section>
      <LiveChat open={open} />
    </div>
  );
}

/** The case went: by the person, by time, or back to the queue. Nothing of it is on the page any more. */
function CaseOver({ over, caseId }: { over: Over; caseId: string }): JSX.Element {
  const desk = useDesk();
  const say = useWords();
  const [said, setSaid] = useState(NOTHING_SAID);
  const asked = over.by === "person";
  const goOn = () => {
    if (asked) desk.tellEnd(caseId, said);
    desk.toBoard();
  };
  const by = { person: "case.ended_by_person", counsellor: "case.ended_by_you", expired: "case.ended_expired", returned: "case.was_returned" }[over.by];
  return (
    <section class="card" data-testid="case-over" data-by={over.by}>
      <Title>{say("case.title")}</Title>
      <p role="status">{say(by, over.by === "returned" ? {} : { time: clock(desk.language.value, over.shreddedAt) })}</p>
      {asked && <AssessmentForm said={said} onSaid={setSaid} />}
      <button type="button" class="send" data-testid="back-to-board" onClick={goOn}>{say("case.to_board")}</button>
    </section>
  );
}
