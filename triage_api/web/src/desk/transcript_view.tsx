import { type JSX } from "preact";

import { type Transcript } from "../seal/transcript";
import { PlainText } from "../words/plain_text";
import { useWords } from "./here";
import { HiddenText } from "./hidden_text";
import { type OpenCase } from "./open_case";
import { Redacted } from "./redacted";

/** What was said to the bot, as it was sealed: names and numbers were hidden before. */
export function TranscriptView({ open, transcript }: { open: OpenCase; transcript: Transcript }): JSX.Element {
  const say = useWords();
  return (
    <div class="transcript">
      <h2>{say("case.transcript")}</h2>
      <p class="hint">{say(transcript.entries.length > 0 ? "case.hidden_note" : "case.transcript_empty")}</p>
      {transcript.entries.length > 0 && <ol class="lines" tabIndex={0} aria-label={say("case.transcript")}>
        {transcript.entries.map((entry, at) => (
          <li key={at} class={`line ${entry.from}`} data-testid="transcript-entry" data-from={entry.from}>
            <p class="who">{say(`live.${entry.from}`)} · {say("case.minute", { minute: entry.minute })}</p>
            {entry.from === "bot" ? <Said text={entry.text} language={transcript.language} /> : <HiddenText open={open} at={`before ${at}`}><Said text={entry.text} language={transcript.language} /></HiddenText>}
          </li>
        ))}
      </ol>}
    </div>
  );
}

function Said({ text, language }: { text: string; language: string }): JSX.Element {
  return <div class="said" lang={language}><PlainText text={text} inline={(part) => <Redacted text={part} />} /></div>;
}
