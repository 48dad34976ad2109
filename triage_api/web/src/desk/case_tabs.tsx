import { type JSX } from "preact";

import { useDesk, useWords } from "./here";
import { useMinutesSince } from "./minutes";
import { NextPerson, TroubleNow } from "./next_person";
import { type Last, type OpenCase } from "./open_case";

/** Everybody at hand, in one row: who has written something unread, and who is waiting for an answer. */
export function CaseTabs(): JSX.Element | null {
  const desk = useDesk();
  const say = useWords();
  const { all, front } = desk.cases;
  if (all.value.length === 0) return null;
  const onBoard = front.value === null;
  return (
    <nav class="case-tabs" aria-label={say("tabs.title")} data-testid="case-tabs">
      <ul>
        <li>
          <button type="button" class="case-tab" data-testid="tab-board" aria-current={onBoard ? "page" : undefined} aria-keyshortcuts="Alt+0" onClick={() => desk.cases.turnTo(null)}>
            <b>{say("tabs.board")}</b>
            <small>{say("tabs.waiting", { count: desk.waiting.value?.waiting ?? 0 })}</small>
          </button>
        </li>
        {all.value.map((open) => <li key={open.number}><CaseTab open={open} current={open === front.value} /></li>)}
      </ul>
      {!onBoard && <div class="tabs-next"><NextPerson /></div>}
      {!onBoard && <TroubleNow />}
    </nav>
  );
}

function CaseTab({ open, current }: { open: OpenCase; current: boolean }): JSX.Element {
  const desk = useDesk();
  const say = useWords();
  const unread = open.unread.value;
  return (
    <button type="button" class={`case-tab level ${open.held.level}`} data-testid="case-tab" data-number={open.number} data-unread={unread} aria-current={current ? "page" : undefined}
      aria-keyshortcuts={`Alt+${open.number}`} onClick={() => desk.cases.turnTo(open)}>
      <b>{open.number} {say(`language.${open.held.language}`)}</b>
      {unread > 0 && <span class="unread">{say("tabs.unread", { count: unread })}</span>}
      <small>{open.over.value ? say("tabs.over") : <LastWord last={open.last.value} level={open.held.level} />}</small>
    </button>
  );
}

function LastWord({ last, level }: { last: Last | null; level: string }): JSX.Element {
  const say = useWords();
  const minutes = useMinutesSince(last?.at ?? 0);
  if (!last) return <>{say(`level.${level}`)}</>;
  if (minutes < 1) return <>{say(`tabs.${last.from}_now`)}</>;
  return <span class={last.from === "person" && minutes >= 3 ? "long" : ""}>{say(`tabs.${last.from}_ago`, { minutes })}</span>;
}
