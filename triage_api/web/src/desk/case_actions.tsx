import { type ComponentChildren, type JSX } from "preact";
import { useRef, useState } from "preact/hooks";

import { AssessmentForm } from "./assessment";
import { ColleaguePanel } from "./colleague_panel";
import { useDesk, useWords } from "./here";
import { type OpenCase } from "./open_case";

/** Return, close, and end for abuse: each is asked once more, and closing waits for the server's word that all is destroyed. */
export function CaseActions({ open }: { open: OpenCase }): JSX.Element {
  const desk = useDesk();
  return (
    <div class="actions">
      <ColleaguePanel open={open} />
      <Asked id="return" phrase="case.return" sure="case.return_sure" failed="desk.unreachable" onSure={() => desk.work.giveBack(open)} />
      <CloseCase open={open} />
      <Asked id="stop" phrase="case.stop" sure="case.stop_sure" failed="case.close_failed" onSure={() => desk.work.stop(open)} />
    </div>
  );
}

export function CloseCase({ open }: { open: OpenCase }): JSX.Element {
  const desk = useDesk();
  return (
    <Asked id="close" phrase="case.close" sure="case.close_sure" failed="case.close_failed" onSure={() => desk.work.close(open)}>
      <AssessmentForm said={open.assessment.value} onSaid={(said) => (open.assessment.value = said)} />
    </Asked>
  );
}

interface Question {
  id: "return" | "close" | "stop";
  phrase: string;
  sure: string;
  failed: string;
  onSure: () => Promise<void>;
  children?: ComponentChildren;
}

function Asked({ id, phrase, sure, failed, onSure, children }: Question): JSX.Element {
  const say = useWords();
  const panel = useRef<HTMLDialogElement>(null);
  const [state, setState] = useState<"asking" | "doing" | "failed">("asking");
  const go = () => {
    if (state === "doing") return;
    setState("doing");
    onSure().catch(() => setState("failed"));
  };
  return (
    <>
      <button type="button" class="second" data-testid={`${id}-case`} onClick={() => panel.current?.showModal()}>{say(phrase)}</button>
      <dialog ref={panel} class="panel" aria-labelledby={`${id}-title`} onClose={() => setState("asking")}>
        <div class="panel-inside">
          <h2 id={`${id}-title`} tabIndex={-1} autofocus>{say(phrase)}</h2>
          <p>{say(sure)}</p>
          {children}
          {state === "failed" && <p class="trouble" role="alert">{say(failed)}</p>}
          <div class="panel-buttons">
            <button type="button" class="second" onClick={() => panel.current?.close()}>{say("desk.close_panel")}</button>
            <button type="button" class="send" data-testid={`confirm-${id}`} aria-disabled={state === "doing"} onClick={go}>{say(phrase)}</button>
          </div>
        </div>
      </dialog>
    </>
  );
}
