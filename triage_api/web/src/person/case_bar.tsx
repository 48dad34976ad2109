import { type JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { clock } from "../words/dates";
import { type CaseState, ENDED, UNCLAIMED_HOURS } from "./case";
import { useChat, useWords } from "./here";
import { ReturnCode } from "./return_code";

/** Where the case stands, and the way to end it. */
export function CaseBar(): JSX.Element | null {
  const chat = useChat();
  const say = useWords();
  const state = chat.caseState.value;
  const broken = chat.case.value?.broken.value ?? false;
  const bar = useRef<HTMLElement>(null);
  const open = state.state !== "ended";
  // The way to end it goes when it has ended, and whoever stood on it would be left nowhere.
  useEffect(() => {
    if (!open && document.activeElement === document.body) bar.current!.focus();
  }, [open]);
  if (state.state === "none") return null;
  return (
    <section class={`case ${state.state}`} ref={bar} tabIndex={-1} aria-label={say("page.counsellor")} data-testid="case-state" data-state={state.state}>
      <p role="status">{open && broken ? say("live.reconnecting") : statusOf(state, chat.case.value?.readsAlong.value ?? "", say, chat.language.value)}</p>
      <div class="case-buttons">
        {open && chat.case.value && <ReturnCode of={chat.case.value} />}
        {open && <EndCase />}
      </div>
    </section>
  );
}

function statusOf(state: CaseState, along: string, say: ReturnType<typeof useWords>, language: string): string {
  switch (state.state) {
    case "waiting":
      return state.place <= 1 ? say("waiting.next") : say("waiting.place", { place: state.place });
    case "claimed":
      return say("waiting.claimed");
    case "live":
      return [`${say("page.counsellor")}: ${state.name}`, ...(along ? [say("live.reads_along", { name: along })] : [])].join(" · ");
    case "not_verified":
      return say("live.not_verified");
    case "ended":
      // The long sentence stands in the conversation; here the confirmation, if the server gave one.
      return state.shreddedAt ? say("live.shredded", { time: clock(language, state.shreddedAt) }) : say(ENDED[state.by], { hours: UNCLAIMED_HOURS });
    case "none":
      return "";
  }
}

/** Ending destroys, so it is asked once more. If it cannot be confirmed, the page says that and does not pretend. */
function EndCase(): JSX.Element {
  const chat = useChat();
  const say = useWords();
  const panel = useRef<HTMLDialogElement>(null);
  const [failed, setFailed] = useState(false);
  const end = async () => {
    setFailed(false);
    try {
      await chat.case.value?.end();
      panel.current?.close();
    } catch {
      setFailed(true);
    }
  };
  return (
    <>
      <button type="button" class="quiet" data-testid="end-case" onClick={() => panel.current?.showModal()}>{say("live.end")}</button>
      <dialog ref={panel} class="panel" aria-labelledby="end-title">
        <div class="panel-inside">
          <h2 id="end-title" tabIndex={-1} autofocus>{say("live.end")}</h2>
          <p>{say("live.end_sure")}</p>
          {failed && <p role="alert" class="trouble">{say("live.reconnecting")}</p>}
          <div class="panel-buttons">
            <button type="button" class="second" onClick={() => panel.current?.close()}>{say("page.close")}</button>
            <button type="button" class="send" data-testid="confirm-end" onClick={() => void end()}>{say("live.end")}</button>
          </div>
        </div>
      </dialog>
    </>
  );
}
