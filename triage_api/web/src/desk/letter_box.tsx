import { type JSX } from "preact";
import { useEffect, useState } from "preact/hooks";

import { PlainText } from "../words/plain_text";
import { type Phrases } from "../words/phrases";
import { useDesk, useWords } from "./here";
import { loadLetterPhrases } from "./letter_phrases";
import { type Letters, MOST_LETTER_CHARACTERS, type SentLetter } from "./letters";
import { type OpenCase } from "./open_case";

/** Writing to the mailbox of a return code: for whoever did not stay, or wants to have it to read later. */
export function LetterBox({ open }: { open: OpenCase }): JSX.Element | null {
  return open.letters.address.value ? <Box open={open} /> : null;
}

function Box({ open }: { open: OpenCase }): JSX.Element {
  const say = useWords();
  const { letters, held } = open;
  // Whoever is not there can only be reached this way; for whoever is, it is beside the point.
  const [away] = useState(open.chat.value !== "live");
  return (
    <details class="letter-box" data-testid="letter-box" open={away}>
      <summary>{say("letter.title")}</summary>
      <p class="hint">{say("letter.how")}</p>
      {letters.sent.value.length > 0 && (
        <div role="log" aria-live="polite" aria-label={say("letter.title")}><ol class="lines">
          {letters.sent.value.map((letter) => <Sent key={letter.id} letter={letter} language={held.language} />)}
        </ol></div>
      )}
      <LetterForm language={held.language} letters={letters} />
    </details>
  );
}

function Sent({ letter, language }: { letter: SentLetter; language: string }): JSX.Element {
  const say = useWords();
  return (
    <li class="line mine" data-testid="letter" data-state={letter.state}>
      <div class="said" lang={language}><PlainText text={letter.text} /></div>
      <p class={letter.state === "sent" ? "mark delivered" : "mark"}>{say(`letter.${letter.state}`)}</p>
    </li>
  );
}

function LetterForm({ language, letters }: { language: string; letters: Letters }): JSX.Element {
  const say = useWords();
  const draft = letters.draft.value;
  const tooLong = [...draft].length > MOST_LETTER_CHARACTERS;
  const send = () => {
    if (draft.trim() === "" || tooLong) return;
    void letters.write(draft.trim());
    letters.draft.value = "";
  };
  return (
    <form class="live-composer" onSubmit={(event) => { event.preventDefault(); send(); }}>
      {tooLong && <p class="trouble" role="alert">{say("live.too_long", { limit: MOST_LETTER_CHARACTERS })}</p>}
      <PhrasePicker language={language} onPick={(text) => (letters.draft.value = [draft, text].filter(Boolean).join("\n\n"))} />
      <label class="unseen" for="letter">{say("letter.write")}</label>
      <textarea id="letter" data-testid="letter-text" lang={language} rows={5} value={draft} placeholder={say("letter.write")} autocomplete="off" spellcheck={false} onInput={(event) => (letters.draft.value = event.currentTarget.value)} />
      <button type="submit" class="send" data-testid="letter-send">{say("letter.send")}</button>
    </form>
  );
}

/** Chosen in the counsellor's language, set down in the person's. */
function PhrasePicker({ language, onPick }: { language: string; onPick: (text: string) => void }): JSX.Element {
  const say = useWords();
  const mine = useDesk().language.value;
  const [shown, setShown] = useState<Phrases>({});
  const [theirs, setTheirs] = useState<Phrases>({});
  useEffect(() => void loadLetterPhrases(mine).then(setShown), [mine]);
  useEffect(() => void loadLetterPhrases(language).then(setTheirs), [language]);
  return (
    <details class="phrases">
      <summary data-testid="letter-phrases">{say("letter.phrase")}</summary>
      <ul>
        {Object.entries(shown).map(([id, text]) => (
          <li key={id}><button type="button" class="second" data-testid="letter-phrase" data-phrase={id} aria-disabled={!theirs[id]} onClick={() => theirs[id] && onPick(theirs[id])}>{text}</button></li>
        ))}
      </ul>
    </details>
  );
}
