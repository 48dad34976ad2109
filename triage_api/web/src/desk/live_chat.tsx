import { type JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

import { PlainText } from "../words/plain_text";
import { SegmentCount } from "./by_text";
import { useWords } from "./here";
import { HiddenText } from "./hidden_text";
import { InsertPanel } from "./insert_panel";
import { LetterBox } from "./letter_box";
import { Redacted } from "./redacted";
import { type LiveLine } from "./live_lines";
import { type OpenCase } from "./open_case";

const MOST_CHARACTERS = 2000;

/** The sealed chat with the person. What is written here leaves the browser only as ciphertext. */
export function LiveChat({ open }: { open: OpenCase }): JSX.Element {
  const say = useWords();
  const chat = open.chat.value;
  const lines = open.lines.value;
  const box = useRef<HTMLDivElement>(null);
  const byText = open.held.channel === "sms";
  const status = { no_key: byText ? "live.no_key_sms" : "live.no_key", live: byText ? "live.on_sms" : "live.on", bad_key: "live.bad_key" }[chat];

  useLayoutEffect(() => box.current?.scrollTo({ top: box.current.scrollHeight }), [lines.length]);

  return (
    <section class="live" aria-labelledby="live-title" data-testid="live" data-state={chat}>
      <h2 id="live-title">{say("live.title")}</h2>
      <p class={chat === "bad_key" ? "trouble" : "hint"} role="status">{say(status)}</p>
      <div class="live-lines" ref={box} tabIndex={0} role="group" aria-label={say("live.title")}>
        <div class="lines" role="log" aria-live="polite">
          {lines.map((line) => <LiveLineView key={line.id} open={open} line={line} byText={byText} />)}
        </div>
      </div>
      {chat === "live" && open.reachable.value && <LiveComposer open={open} byText={byText} />}
      <LetterBox open={open} />
    </section>
  );
}

function LiveLineView({ open, line, byText }: { open: OpenCase; line: LiveLine; byText: boolean }): JSX.Element {
  const say = useWords();
  if (line.from === "notice") return <p class="notice" data-testid="live-notice">{say(line.text)}</p>;
  const mine = line.from === "counsellor";
  const said = <div class="said" lang={open.held.language}><PlainText text={line.text} inline={(text) => <Redacted text={text} />} /></div>;
  const note = line.kind === "text" ? "" : ` · ${say(`live.${line.kind}`)}`;
  return (
    <div class={`line ${mine ? "mine" : "theirs"}`} data-testid="live-message" data-from={line.from} data-kind={line.kind} data-mark={line.mark}>
      <p class="who">{say(mine ? (line.kind === "handed" ? "live.colleague" : "live.you") : "live.person")}{note}</p>
      {mine ? said : <HiddenText open={open} at={`live ${line.id}`}>{said}</HiddenText>}
      {mine && <p class={`mark ${line.mark}`}>{line.mark && line.mark !== "sending" ? say(line.mark === "delivered" && (byText || line.kind === "texted") ? "live.delivered_sms" : `live.${line.mark}`) : ""}</p>}
    </div>
  );
}

function LiveComposer({ open, byText }: { open: OpenCase; byText: boolean }): JSX.Element {
  const say = useWords();
  const draft = open.draft.value;
  const tooLong = [...draft].length > MOST_CHARACTERS;
  const send = () => {
    if (draft.trim() === "" || tooLong) return;
    void open.write(draft.trim());
    open.draft.value = "";
  };
  const insert = (text: string) => {
    open.draft.value = [draft.trimEnd(), text].filter(Boolean).join("\n\n");
    document.getElementById("live-composer")?.focus();
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
      <textarea id="live-composer" data-testid="live-composer" rows={3} value={draft} placeholder={say("live.write")} autocomplete="off" spellcheck={false} onInput={(event) => (open.draft.value = event.currentTarget.value)} onKeyDown={onKeyDown} />
      {byText && <SegmentCount draft={draft} />}
      <div class="composer-buttons">
        <InsertPanel open={open} onInsert={insert} onSend={(text) => void open.write(text)} />
        <button type="submit" class="send" data-testid="live-send">{say("live.send")}</button>
      </div>
    </form>
  );
}
