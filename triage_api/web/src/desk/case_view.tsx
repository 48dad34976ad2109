import { type JSX } from "preact";
import { useEffect } from "preact/hooks";

import { clock } from "../words/dates";
import { AssessmentForm } from "./assessment";
import { ByText } from "./by_text";
import { CaseActions } from "./case_actions";
import { CaseSummary } from "./case_summary";
import { useDesk, useWords } from "./here";
import { LiveChat } from "./live_chat";
import { type OpenCase, type Over } from "./open_case";
import { OffersOf } from "./offers_of";
import { ScratchPad } from "./scratch_pad";
import { Title } from "./title";
import { TranscriptView } from "./transcript_view";

/** One person: what is known, what was said to the bot, and the live chat beside it. */
export function CaseView({ open }: { open: OpenCase }): JSX.Element {
  const say = useWords();
  useEffect(() => {
    // Whoever comes back to a chat goes on writing; the first time, the title says who it is.
    if (open.visited) document.getElementById("live-composer")?.focus();
    open.visited = true;
  }, [open]);
  if (open.over.value) return <CaseOver open={open} over={open.over.value} />;
  const transcript = open.transcript.value;
  return (
    <div class="case-view" data-testid="case" data-case-language={open.held.language}>
      <section class="before" aria-labelledby="case-title">
        <div class="case-head">
          <Title id="case-title">{say("case.title_of", { number: open.number, language: say(`language.${open.held.language}`) })}</Title>
          {open.reachable.value && <CaseActions open={open} />}
        </div>
        <OffersOf open={open} />
        <ByText open={open} />
        {open.cannotOpen.value && <p class="trouble" role="alert" data-testid="cannot-open">{say("case.cannot_open")}</p>}
        {!transcript && !open.cannotOpen.value && <p role="status">{say("case.opening")}</p>}
        {transcript && <CaseSummary open={open} transcript={transcript} />}
        <ScratchPad open={open} />
        {transcript && <TranscriptView open={open} transcript={transcript} />}
      </section>
      <LiveChat open={open} />
    </div>
  );
}

/** The case went: by the person, by time, or back to the queue. Nothing of it is on the page any more. */
function CaseOver({ open, over }: { open: OpenCase; over: Over }): JSX.Element {
  const desk = useDesk();
  const say = useWords();
  const asked = over.by === "person";
  const goOn = () => {
    if (asked) desk.cases.tellEnd(open);
    desk.work.leave(open);
  };
  const by = { person: "case.ended_by_person", counsellor: "case.ended_by_you", stopped: "case.ended_by_you", expired: "case.ended_expired", returned: "case.was_returned", gone: "case.is_gone", elsewhere: "case.is_elsewhere", taken_over: "case.taken_over" }[over.by];
  return (
    <section class="card" data-testid="case-over" data-by={over.by}>
      <Title>{say("case.title")}</Title>
      <p role="status">{say(by, "shreddedAt" in over ? { time: clock(desk.language.value, over.shreddedAt) } : "name" in over ? { name: over.name } : {})}</p>
      {asked && <AssessmentForm said={open.assessment.value} onSaid={(said) => (open.assessment.value = said)} />}
      <button type="button" class="send" data-testid="back-to-board" onClick={goOn}>{say("case.to_board")}</button>
    </section>
  );
}
