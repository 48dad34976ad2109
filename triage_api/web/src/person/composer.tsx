import { type JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";

import { callable } from "../words/plain_text";
import { MOST_CHARACTERS } from "./chat";
import { useChat, useWords } from "./here";

/** Where the person writes. Enter sends where there is a keyboard; on a phone it makes a new line, as phones do. */
export function Composer(): JSX.Element {
  const chat = useChat();
  const say = useWords();
  const field = useRef<HTMLTextAreaElement>(null);
  const draft = chat.draft.value;
  const characters = [...draft].length;

  useEffect(() => grow(field.current!), [draft]);

  const send = () => {
    void chat.send();
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const touch = matchMedia("(pointer: coarse)").matches;
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || touch) return;
    event.preventDefault();
    send();
  };

  return (
    <form class="composer" aria-label={say("page.write")} onSubmit={(event) => { event.preventDefault(); send(); }}>
      <TroubleLine onAgain={send} />
      <div class="composer-row">
        <label class="unseen" for="composer">{say("page.write")}</label>
        <textarea id="composer" ref={field} data-testid="composer" rows={1} value={draft} placeholder={say("page.write")}
          autocomplete="off" autocorrect="off" autocapitalize="off" spellcheck={false} translate={false} enterkeyhint="enter"
          onInput={(event) => (chat.draft.value = event.currentTarget.value)} onKeyDown={onKeyDown} />
        <button type="submit" class="send" data-testid="send">{say("page.send")}</button>
      </div>
      {characters > MOST_CHARACTERS * 0.9 && <p class={characters > MOST_CHARACTERS ? "count over" : "count"} aria-live="polite">{characters} / {MOST_CHARACTERS}</p>}
    </form>
  );
}

/** What went wrong with sending, and the way on. What was written stands in the field again. */
function TroubleLine({ onAgain }: { onAgain: () => void }): JSX.Element {
  const chat = useChat();
  const say = useWords();
  const trouble = chat.trouble.value;
  return (
    <div role="alert" class="trouble-place">
      {trouble && (
        <p class="trouble" data-testid="trouble" data-phrase={trouble.phrase}>
          <span>{callable(say(trouble.phrase, trouble.facts))}</span>
          {trouble.again && chat.draft.value.trim() !== "" && <button type="button" class="second" data-testid="try-again" onClick={onAgain}>{say("page.try_again")}</button>}
        </p>
      )}
    </div>
  );
}

/** The field grows with the text, up to a third of the screen. */
function grow(field: HTMLTextAreaElement): void {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`;
}
