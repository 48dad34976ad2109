import { type JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

import type { Letters } from "../mailbox/return_codes";
import type { MailboxKeys } from "../seal/mailbox";
import type { Mistake } from "../seal/return_code";
import { type Facts } from "../words/phrases";
import { CodeWordField } from "./code_word_field";
import { useChat, useWords } from "./here";
import { LettersView } from "./letters_view";
import { Panel } from "./panel";

/** The quiet way in, at the greeting. */
export function HaveCode(): JSX.Element {
  const chat = useChat();
  const say = useWords();
  return <button type="button" class="quiet have-code" data-testid="have-code" onClick={() => (chat.mailboxOpen.value = true)}>{say("mailbox.have")}</button>;
}

/** Coming back with a return code. What is typed and read here is gone when the panel closes. */
export function Mailbox(): JSX.Element {
  const chat = useChat();
  const say = useWords();
  const panel = useRef<HTMLDialogElement>(null);
  const open = chat.mailboxOpen.value;
  const [found, setFound] = useState<{ keys: MailboxKeys; letters: Letters } | null>(null);
  useLayoutEffect(() => {
    if (open) panel.current!.showModal();
  }, [open]);
  const forget = () => {
    chat.mailboxOpen.value = false;
    setFound(null);
  };
  const close = () => panel.current?.close();
  return (
    <Panel id="mailbox" title={say("mailbox.title")} panel={panel} onClose={forget}>
      {open && (found ? <LettersView {...found} onClose={close} /> : <OpenMailbox onFound={(keys, letters) => setFound({ keys, letters })} onClose={close} />)}
    </Panel>
  );
}

type Trouble = { phrase: string; facts?: Facts };

function OpenMailbox({ onFound, onClose }: { onFound: (keys: MailboxKeys, letters: Letters) => void; onClose: () => void }): JSX.Element {
  const say = useWords();
  const [typed, setTyped] = useState("");
  const [codeWord, setCodeWord] = useState("");
  const [opening, setOpening] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);

  const submit = async () => {
    if (opening) return;
    setTrouble(null);
    setOpening(true);
    try {
      const { keysOf, fetchLetters } = await import("../mailbox/return_codes");
      const keys = await keysOf(typed, codeWord);
      if (!("mistake" in keys)) return onFound(keys, await fetchLetters(keys));
      setTrouble(troubleOf(keys.mistake));
      field.current?.focus();
    } catch {
      setTrouble({ phrase: "mailbox.failed" });
    }
    setOpening(false);
  };

  return (
    <form class="panel-form" onSubmit={(event) => { event.preventDefault(); void submit(); }}>
      <div class="panel-field">
        <label for="return-words">{say("mailbox.words")}</label>
        <textarea id="return-words" ref={field} data-testid="return-words" rows={4} maxLength={600} autocomplete="off" autocorrect="off" autocapitalize="off" spellcheck={false} translate={false}
          aria-describedby="return-words-hint return-words-trouble" aria-invalid={trouble !== null} value={typed} onInput={(event) => setTyped(event.currentTarget.value)} />
        <div role="alert" id="return-words-trouble">{trouble && <p class="trouble" data-testid="code-trouble" data-phrase={trouble.phrase}>{say(trouble.phrase, trouble.facts)}</p>}</div>
        <p class="hint" id="return-words-hint">{say("mailbox.words_hint")}</p>
      </div>
      <CodeWordField label={say("mailbox.word")} hint={say("mailbox.word_hint")} value={codeWord} onValue={setCodeWord} />
      <p role="status" class={opening ? "" : "unseen"}>{opening && say("mailbox.opening")}</p>
      <div class="panel-buttons">
        <button type="submit" class="send" data-testid="open-mailbox" aria-disabled={opening}>{say("mailbox.open")}</button>
        <button type="button" class="second" onClick={onClose}>{say("page.close")}</button>
      </div>
    </form>
  );
}

function troubleOf(mistake: Mistake): Trouble {
  switch (mistake.kind) {
    case "empty":
      return { phrase: "mailbox.no_words" };
    case "count":
      return { phrase: "mailbox.count", facts: { count: mistake.count } };
    case "unknown":
      return { phrase: "mailbox.unknown", facts: { words: mistake.words.join(", ") } };
    case "checksum":
      return { phrase: "mailbox.checksum" };
  }
}
