import { type ComponentChildren, type JSX } from "preact";

import { type Level, type Transcript } from "../seal/transcript";
import { clock } from "../words/dates";
import { useDesk, useWords } from "./here";
import { type OpenCase } from "./open_case";
import { Redacted } from "./redacted";

/** Before what a button said (actions/transcript.py). */
const PRESSED = "▸ ";
const RANK: Record<Level, number> = { routine: 0, elevated: 1, high: 2, immediate: 3 };

/** The level and why, in the person's own words; the machine's confidence stands apart, as what it is. */
export function CaseSummary({ open, transcript }: { open: OpenCase; transcript: Transcript }): JSX.Element {
  const { held } = open;
  const say = useWords();
  const language = useDesk().language.value;
  const level = RANK[held.level] > RANK[transcript.level] ? held.level : transcript.level;
  const topics = named(transcript.topics.map(([topic]) => topic));
  return (
    <div class="summary">
      <p class={`badge level ${level}`} data-testid="case-level" data-level={level}>
        <b>{say(`level.${level}`)}</b> {say(`level.${level}_means`)}
      </p>
      {level !== transcript.level && <p>{say("case.raised", { level: say(`level.${level}`) })}</p>}
      <Signs transcript={transcript} level={level} />
      <dl class="facts">
        <Fact name={say("case.writer")}>{say(`writer.${transcript.writer}`)}</Fact>
        <Fact name={say("case.language")}>{say(`language.${transcript.language}`)}</Fact>
        <Fact name={say("case.channel")}>{say(`channel.${held.channel}`)}</Fact>
        {topics.length > 0 && <Fact name={say("case.topics")} wide>{topics.map((topic) => say(`topic.${topic}`)).join(" · ")}</Fact>}
        <Told open={open} transcript={transcript} />
      </dl>
      <p class="hint">
        {say("case.waited_since", { time: clock(language, held.waiting_since) })}{" "}
        {!transcript.bot_lost && <span data-testid="case-confidence">{say("case.confidence", { percent: Math.round(transcript.level_score * 100) })}</span>}
      </p>
      {transcript.bot_lost && <p class="trouble" data-testid="bot-lost">{say("case.bot_lost")}</p>}
    </div>
  );
}

/** What need not be told again, and what was asked for: by pressing a button, since words stand in the transcript. */
function Told({ open, transcript }: { open: OpenCase; transcript: Transcript }): JSX.Element {
  const say = useWords();
  const told = named(transcript.told ?? []);
  const pressed = [...new Set(transcript.entries.filter(({ from, text }) => from === "person" && text.startsWith(PRESSED)).map(({ text }) => text.slice(PRESSED.length)))];
  return (
    <>
      {told.length > 0 && <Fact name={say("case.told")} wide><span data-testid="told">{told.map((topic) => say(`topic.${topic}`)).join(" · ")}</span></Fact>}
      {pressed.length > 0 && <Fact name={say("case.pressed")} wide><span lang={transcript.language}>{pressed.join(" · ")}</span></Fact>}
      {open.sent.value.length > 0 && <Fact name={say("case.sent")} wide><span data-testid="sent-texts">{open.sent.value.join(" · ")}</span></Fact>}
    </>
  );
}

function Fact({ name, wide = false, children }: { name: string; wide?: boolean; children: ComponentChildren }): JSX.Element {
  return <div class={wide ? "wide" : ""}><dt>{name}</dt><dd>{children}</dd></div>;
}

/** Of topics those that say what it is about: that somebody said hello, yes or thank you does not. */
export function named(topics: readonly string[]): string[] {
  return topics.filter((topic) => !topic.startsWith("chat."));
}

/** What stands where no words were marked. `level` is the one shown: what was raised while they waited is told already. */
export function inPlaceOfSigns(transcript: Pick<Transcript, "level">, level: Level): string | null {
  if (RANK[transcript.level] >= RANK.high) return "case.whole";
  return RANK[level] >= RANK.high ? null : "case.no_signs";
}

function Signs({ transcript, level }: { transcript: Transcript; level: Level }): JSX.Element | null {
  const say = useWords();
  if (transcript.signs.length === 0) {
    const said = inPlaceOfSigns(transcript, level);
    return said === null ? null : <p class="hint" data-testid="no-signs">{say(said)}</p>;
  }
  return (
    <div class="signs">
      <h2>{say("case.signs")}</h2>
      <ul>
        {transcript.signs.map((sign) => (
          <li key={sign.id + sign.words} data-testid="case-sign" data-sign={sign.id} data-level={sign.level}>
            <q lang={transcript.language}><Redacted text={sign.words} /></q>
            <span class={`chip level ${sign.level}`}>{say(`level.${sign.level}`)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
