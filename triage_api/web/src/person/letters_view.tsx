import { type JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import type { Letters } from "../mailbox/return_codes";
import type { MailboxKeys } from "../seal/mailbox";
import { day } from "../words/dates";
import { PlainText } from "../words/plain_text";
import { useChat, useWords } from "./here";

interface Found {
  keys: MailboxKeys;
  letters: Letters;
  onClose: () => void;
}

/** What lay in the mailbox. Nothing there looks the same whether the code was never used, is another, or was emptied. */
export function LettersView({ keys, letters, onClose }: Found): JSX.Element {
  const say = useWords();
  const [state, setState] = useState<"there" | "deleting" | "deleted" | "failed">("there");
  const first = useRef<HTMLParagraphElement>(null);
  useEffect(() => first.current?.focus(), [state === "deleted"]);
  const empty = letters.letters.length + letters.refused === 0;
  const destroy = async () => {
    if (state === "deleting") return;
    setState("deleting");
    try {
      const { deleteLetters } = await import("../mailbox/return_codes");
      await deleteLetters(keys);
      setState("deleted");
    } catch {
      setState("failed");
    }
  };
  const startAnew = () => {
    onClose();
    document.getElementById("composer")?.focus();
  };
  const showing = !empty && state !== "deleted";
  return (
    <div class="letters" data-testid="letters" data-state={empty ? "empty" : state}>
      <p ref={first} tabIndex={-1} role="status">{say(state === "deleted" ? "mailbox.deleted" : empty ? "mailbox.nothing" : "mailbox.found")}</p>
      {showing && letters.letters.map((letter, at) => <LetterView key={at} letter={letter} />)}
      {showing && letters.refused > 0 && <p class="trouble">{say("mailbox.refused")}</p>}
      {state === "failed" && <p class="trouble" role="alert">{say("mailbox.failed")}</p>}
      <div class="panel-buttons">
        {showing && <button type="button" class="send" data-testid="delete-letters" aria-disabled={state === "deleting"} onClick={() => void destroy()}>{say("mailbox.delete")}</button>}
        <button type="button" class="second" data-testid="start-anew" onClick={startAnew}>{say("mailbox.new_chat")}</button>
        <button type="button" class="second" data-testid="close-mailbox" onClick={onClose}>{say("page.close")}</button>
      </div>
    </div>
  );
}

function LetterView({ letter }: { letter: Letters["letters"][number] }): JSX.Element {
  const say = useWords();
  const language = useChat().language.value;
  return (
    <div class="line counsellor" data-testid="letter" lang="">
      <p class="who">{say("mailbox.from", { name: letter.name, day: day(language, letter.written) })}</p>
      <div class="said"><PlainText text={letter.text} /></div>
    </div>
  );
}
