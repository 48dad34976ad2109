import { type JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

import { PlainText } from "../words/plain_text";
import { useDesk, useWords } from "./here";
import { type Reading } from "./reads";
import { Redacted } from "./redacted";
import { Title } from "./title";

const MOST_CHARACTERS = 2000;

/** A case as it stood when a colleague asked about it, or as it goes on: to read, and to answer her. Nothing here reaches the person. */
export function ReadingView(): JSX.Element | null {
  const { value: reading } = useDesk().offers.reads.now;
  return reading && <Read key={reading.offer.offer_id} reading={reading} />;
}

function Read({ reading }: { reading: Reading }): JSX.Element {
  const desk = useDesk();
  const say = useWords();
  const { offer, transcript, lines, question, notes } = reading;
  const along = question === null;
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (along) box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [along, lines.length]);
  return (
    <section class="card reading" data-kind={offer.kind} aria-labelledby="reading-title" data-testid="reading">
      <Title id="reading-title">{say(along ? "offer.along_title" : "offer.reading_title", { name: offer.name })}</Title>
      <p class="hint">{say(along ? "offer.along_see" : "offer.reading_how")}</p>
      {!along && <blockquote data-testid="reading-question"><PlainText text={question} /></blockquote>}
      <details open>
        <summary>{say("offer.reading_case")}</summary>
        <div class="reading-lines" ref={box} tabIndex={0} role={along ? "log" : "group"} aria-label={say("offer.reading_case")}>
          <ol class="lines">
            {transcript?.entries.map((entry, at) => <Said key={`before ${at}`} from={entry.from} text={entry.text} language={offer.language} />)}
            {lines.map((line, at) => <Said key={at} from={line.from} text={line.text} language={offer.language} />)}
          </ol>
        </div>
      </details>
      {reading.missing && <p class="trouble" role="alert" data-testid="reading-missing">{say("offer.along_missing")}</p>}
      {notes.length > 0 && <ol class="lines">{notes.map((text, at) => <li key={at} class="line mine" data-testid="my-note"><div class="said"><PlainText text={text} /></div></li>)}</ol>}
      <NoteForm />
      <button type="button" class="second" data-testid="reading-done" onClick={() => void desk.trying(() => desk.offers.end(offer.offer_id))}>{say(along ? "offer.along_leave" : "offer.reading_done")}</button>
    </section>
  );
}

function Said({ from, text, language }: { from: "person" | "bot" | "counsellor"; text: string; language: string }): JSX.Element {
  const say = useWords();
  return (
    <li class={`line ${from === "person" ? "theirs" : "mine"}`} data-testid="reading-line" data-from={from}>
      <p class="who">{say(`live.${from}`)}</p>
      <div class="said" lang={language}><PlainText text={text} inline={(part) => <Redacted text={part} />} /></div>
    </li>
  );
}

function NoteForm(): JSX.Element {
  const desk = useDesk();
  const say = useWords();
  const [draft, setDraft] = useState("");
  const [busy, setBusy] = useState(false);
  const tooLong = [...draft].length > MOST_CHARACTERS;
  const send = async () => {
    if (busy || draft.trim() === "" || tooLong) return;
    setBusy(true);
    await desk.trying(async () => {
      await desk.offers.reads.note(draft.trim());
      setDraft("");
    });
    setBusy(false);
  };
  return (
    <form class="live-composer" onSubmit={(event) => { event.preventDefault(); void send(); }}>
      {tooLong && <p class="trouble" role="alert">{say("live.too_long", { limit: MOST_CHARACTERS })}</p>}
      <label class="unseen" for="note">{say("offer.note")}</label>
      <textarea id="note" data-testid="note-text" rows={3} value={draft} placeholder={say("offer.note")} autocomplete="off" spellcheck={false} onInput={(event) => setDraft(event.currentTarget.value)} />
      <button type="submit" class="send" data-testid="note-send" aria-disabled={busy}>{say("offer.note_send")}</button>
    </form>
  );
}
