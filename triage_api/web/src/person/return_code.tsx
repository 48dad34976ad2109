import { type JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import type { NewCode } from "../mailbox/return_codes";
import { type Case, UNCLAIMED_HOURS } from "./case";
import { CodeWordField } from "./code_word_field";
import { useChat, useWords } from "./here";
import { Panel } from "./panel";

/** The offer of a return code while somebody waits or talks: louder when nobody is on duty or nobody answers, since then a wait is long. */
export function ReturnCode({ of }: { of: Case }): JSX.Element {
  const say = useWords();
  const panel = useRef<HTMLDialogElement>(null);
  const [open, setOpen] = useState(false);
  const state = of.state.value;
  const left = of.left.state.value;
  const waiting = left === "none" && state.state === "waiting" ? state : null;
  const alone = waiting !== null && (!waiting.onDuty || waiting.unanswered);
  const show = () => {
    setOpen(true);
    panel.current?.showModal();
  };
  return (
    <div class={alone ? "return-code alone" : "return-code"} data-testid="return-code" data-state={left}>
      {alone && <p>{say(waiting.unanswered ? "code.unanswered" : "code.nobody")}</p>}
      <p role="status" class={left === "none" ? "unseen" : "code-state"}>{left !== "none" && say(statusOf(left, state.state), { hours: UNCLAIMED_HOURS })}</p>
      <button type="button" class={alone ? "send" : "quiet"} data-testid="get-code" onClick={show}>{say(left === "none" ? "code.get" : "code.another")}</button>
      <Panel id="code-panel" title={say("code.title")} panel={panel} onClose={() => setOpen(false)}>
        {open && <MakeCode of={of} onDone={() => panel.current?.close()} />}
      </Panel>
    </div>
  );
}

function statusOf(left: "sending" | "there" | "failed", state: string): string {
  if (left !== "there") return `code.${left}`;
  return state === "waiting" ? "code.there" : "code.there_live";
}

/** Makes the code and shows it once. When the panel closes it is gone from the page too. */
function MakeCode({ of, onDone }: { of: Case; onDone: () => void }): JSX.Element {
  const say = useWords();
  const language = useChat().language.value;
  const [codeWord, setCodeWord] = useState("");
  const [code, setCode] = useState<NewCode | null>(null);
  const [doing, setDoing] = useState<"asking" | "making" | "failed">("asking");
  const make = async () => {
    if (doing === "making") return;
    setDoing("making");
    try {
      const { makeCode } = await import("../mailbox/return_codes");
      const made = await makeCode(language, codeWord);
      await of.takeAddress(made.address);
      setCode(made);
    } catch {
      setDoing("failed");
    }
  };
  if (code) return <ShowCode words={code.words} withWord={codeWord.trim() !== ""} onDone={onDone} />;
  return (
    <form class="panel-form" onSubmit={(event) => { event.preventDefault(); void make(); }}>
      <p>{say("code.what")}</p>
      <p>{say("code.wait", { hours: UNCLAIMED_HOURS })}</p>
      <CodeWordField label={say("code.word")} hint={say("code.word_hint")} value={codeWord} onValue={setCodeWord} />
      {doing === "failed" && <p class="trouble" role="alert">{say("mailbox.failed")}</p>}
      <p role="status" class={doing === "making" ? "" : "unseen"}>{doing === "making" && say("code.making")}</p>
      <div class="panel-buttons">
        <button type="submit" class="send" data-testid="make-code" aria-disabled={doing === "making"}>{say("code.make")}</button>
        <button type="button" class="second" onClick={onDone}>{say("page.close")}</button>
      </div>
    </form>
  );
}

function ShowCode({ words, withWord, onDone }: { words: string[]; withWord: boolean; onDone: () => void }): JSX.Element {
  const say = useWords();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <>
      <h3 ref={heading} tabIndex={-1}>{say("code.words")}</h3>
      <ol class="code-words" data-testid="code-words">{words.map((word, at) => <li key={at}>{word}</li>)}</ol>
      {withWord && <p>{say("code.with_word")}</p>}
      <p><strong>{say("code.once")}</strong></p>
      <p>{say("code.keep")}</p>
      <p>{say("code.lost")}</p>
      <div class="panel-buttons">
        <button type="button" class="send" data-testid="code-written" onClick={onDone}>{say("code.written")}</button>
      </div>
    </>
  );
}
