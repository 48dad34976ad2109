import { type JSX } from "preact";
import { useRef } from "preact/hooks";

import { LANGUAGES, type Language } from "../words/language";
import { PlainText, callable } from "../words/plain_text";
import { leave } from "./leave";
import { useChat, useWords } from "./here";
import { Watched } from "./watched";

/** Always in sight: the language, the way out, 112, and what to know of a phone that others see. */
export function Header(): JSX.Element {
  const chat = useChat();
  const say = useWords();
  return (
    <header class="head">
      <div class="head-row">
        <h1 class="brand"><span class="glow" aria-hidden="true" /><span>{say("page.title")}</span></h1>
        <label class="language">
          <span class="unseen">{say("page.language")}</span>
          <select data-testid="language" value={chat.language.value} onChange={(event) => void chat.pickLanguage(event.currentTarget.value as Language)}>
            {Object.entries(LANGUAGES).map(([code, name]) => <option key={code} value={code} lang={code}>{name}</option>)}
          </select>
        </label>
        <button type="button" class="leave" data-testid="leave" title={say("page.leave_hint")} onClick={() => leave(chat)}>{say("page.leave")}</button>
      </div>
      <div class="emergency" data-testid="emergency">
        <p>{callable(say("page.emergency"))}</p>
        <div class="asides"><Watched /><About /></div>
      </div>
    </header>
  );
}

/** What is kept and what is not, in a panel over the page. */
function About(): JSX.Element {
  const say = useWords();
  const chat = useChat();
  const panel = useRef<HTMLDialogElement>(null);
  const open = () => {
    void chat.lookForRecoveryKey();
    panel.current?.showModal();
  };
  return (
    <>
      <button type="button" class="quiet" data-testid="about" onClick={open}>{say("page.about")}</button>
      <dialog ref={panel} class="panel" aria-labelledby="about-title" onClick={(event) => event.target === event.currentTarget && event.currentTarget.close()}>
        <div class="panel-inside">
          <h2 id="about-title" tabIndex={-1} autofocus>{say("page.about")}</h2>
          {sentences(say("page.about_text")).map((sentence, at) => <PlainText key={at} text={sentence} />)}
          {chat.recoveryKey.value && <p data-testid="about-recovery-key">{say("page.recovery_key")}</p>}
          <p>{say("page.leave_hint")}</p>
          <button type="button" class="second" onClick={() => panel.current?.close()}>{say("page.close")}</button>
        </div>
      </dialog>
    </>
  );
}

/** One sentence to a paragraph is easier on a tired eye. Languages without full stops stay whole. */
function sentences(text: string): string[] {
  return text.split(/(?<=[.!?])\s+(?=\p{Lu})/u);
}
