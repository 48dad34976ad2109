import { type JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

import { callable } from "../words/plain_text";
import { LineView } from "./line";
import { HaveCode } from "./mailbox";
import { HavePair } from "./pair_panel";
import { useChat, useWords } from "./here";

/** The conversation. New lines are read out; the newest is brought into sight from its beginning. */
export function Log(): JSX.Element {
  const chat = useChat();
  const say = useWords();
  const box = useRef<HTMLElement>(null);
  const end = useRef<HTMLDivElement>(null);
  const lines = chat.lines.all.value;
  const writing = chat.botIsWriting.value;
  const wait = say(chat.isProving.value ? "page.proving" : "page.bot_is_writing");
  const last = lines.at(-1)?.id ?? 0;
  const before = useRef(0);

  useLayoutEffect(() => {
    // The first line that is new, so that a long answer begins at its beginning and not at its end.
    const fresh = lines.find((line) => line.id > before.current);
    before.current = last;
    if (fresh && fresh.from !== "person") box.current!.querySelector(`[data-line="${fresh.id}"]`)!.scrollIntoView({ block: "start" });
    else if (fresh || writing) end.current!.scrollIntoView({ block: "end" });
  }, [last, writing]);

  return (
    <main class={last === 0 ? "log fresh" : "log"} ref={box} tabIndex={0} aria-label={say("page.title")}>
      <div class="lines" role="log" aria-live="polite" aria-relevant="additions">
        <div class="line bot welcome" data-testid="welcome">
          <div class="said">
            <p>{say("page.welcome_1")}</p>
            <p>{say("page.welcome_2")}</p>
          </div>
          <div class="ways-in">
            <HaveCode />
            <HavePair />
          </div>
        </div>
        {lines.map((line) => <LineView key={line.id} line={line} />)}
      </div>
      {/* The counsellor's typing is never shown, nor ours to them: it would tell when somebody hesitates. */}
      <div role="status" class="writing" ref={end}>{writing ? <p><span class="dots" aria-hidden="true"><i /><i /><i /></span><span>{callable(wait)}</span></p> : null}</div>
    </main>
  );
}
