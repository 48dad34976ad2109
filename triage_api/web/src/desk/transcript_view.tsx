import { type JSX } from "preact";

import { type Transcript } from "../seal/transcript";
import { PlainText } from "../words/plain_text";
import { useWords } from "./here";
import { Redacted } from "./redacted";

/** What was said to the bot, as it was sealed: names and numbers were hidden before. */
export function TranscriptView({ transcript }: { transcript: Transcript }): JSX.Element {
  const say = useWords();
  return (
    <div class="transcript">
      <h2>{say("case.transcript")}</h2>
      <p class="hint">{say(transcript.entries.length > 0 ? "case.hidden_note" : "case.transcript_empty")}</p>
      {transcript.entries.length > 0 && <ol class="lines" tabIndex={0} aria-label={say("case.transcript")}>
        {transcript.entries.map((entry, at) => (
          <li key={at} class={`line ${entry.from}`} data-testid="transcript-entry" data-from={entry.from}>
            <p class="who">{say(`live.${entry.from}`)} · {say("case.minute", { minute: entry.minute })}</p>
            <div class="said" lang={transcript.language}><PlainText text={entry.text} inline={(text) => <Redacted text={text} />} /></div>
          </li>
        ))}
      </ol>}
    </div>
  );
}
