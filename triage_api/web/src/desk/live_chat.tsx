import { type JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

import { PlainText } from "../words/plain_text";
import { useWords } from "./here";
import { LetterBox } from "./letter_box";
import { Redacted } from "./redacted";
import { type LiveLine, type OpenCase } from "./open_case";

const MOST_CHARACTERS = 2000;

/** The sealed chat with the person. What is written here leaves the browser only as ciphertext. */
export function LiveChat({ open }: { open: OpenCase }): JSX.Element {
  const say = useWords();
  const chat = open.chat.value;
  const lines = open.lines.value;
  const box = useRef<HTMLDivElement>(null);
  const status = { no_key: "live.no_key", live: "live.on", bad_key: "live.bad_key" }[chat];

  useLayoutEffect(() => box.current?.scrollTo({ top: box.current.scrollHeight }), [lines.length]);

  return (
    <section class="live" aria-labelledby="live-title" data-testid="live" data-state={chat}>
      <h2 id="live-title">{say("live.title")}</h2>
      <p class={chat === "bad_key" ? "trouble" : "hint"} role="status">{say(status)}</p>
      <div class="live-lines" ref={box} tabIndex={0} role="group" aria-label={say("live.title")}>
        <div class="lines" role="log" aria-live="polite">
          {lines.map((line) => <LiveLineView key={line.id} line={line} language={open.held.language} />)}
        </div>
      </div>
      {chat === "live" && <LiveComposer onWrite={(text) => void open.write(text)} />}
      <LetterBox open={open} />
    </section>
  );
}

function LiveLineView({ line, language }: { line: LiveLine; language: string }): JSX.Element {
  const say = useWords();
  if (line.from === "notice") return <p class="notice" data-testid="live-notice">{say(line.text)}</p>;
  const mine = line.from === "counsellor";
  const note = line.kind === "text" ? "" : ` · ${say(`live.${line.kind}`)}`;
  return (
    <div class={`line ${mine ? "mine" : "theirs"}`} data-testid="live-message" data-from={line.from} data-kind={line.kind} data-mark={line.mark}>
      <p class="who">{say(mine ? "live.you" : "live.person")}{note}</p>
      <div class="said" lang={language}><PlainText text={line.text} inline={(text) => <Redacted text={text} />} /></div>
      {mine && <p class={`mark ${line.mark}`}>{line.mark && line.mark !== "sending" ? say(`live.${line.mark}`) : ""}</p>}
    </div>
  );
}

function LiveComposer({ onWrite }: { onWrite: (text: string) => void }): JSX.Element {
  const say = useWords();
  const [draft, setDraft] = useState("");
  const tooLong = [...draft].length > MOST_CHARACTERS;
  const send = () => {
    if (draft.trim() === "" || tooLong) return;
    onWrite(draft.trim());
    setDraft("");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <form class="live-composer" onSubmit={(event) => { event.preventDefault(); send(); }}>
      {tooLong && <p class="trouble" role="alert">{say("live.too_long", { limit: MOST_CHARACTERS })}</p>}
      <label class="unseen" for="live-composer">{say("live.write")}</label>
      <textarea id="live-composer" data-testid="live-composer" rows={3} value={draft} placeholder={say("live.write")} autocomplete="off" spellcheck={false} onInput={(event) => setDraft(event.currentTarget.value)} onKeyDown={onKeyDown} />
      <button type="submit" class="send" data-testid="live-send">{say("live.send")}</button>
    </form>
  );
}
