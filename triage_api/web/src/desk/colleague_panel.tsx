import { type JSX } from "preact";
import { useId, useRef, useState } from "preact/hooks";

import { type OfferKind } from "./calls";
import { useDesk, useWords } from "./here";
import { type Colleague } from "./offers";
import { type OpenCase } from "./open_case";
import { type Trouble, troubleIn } from "./trouble";

const MOST_CHARACTERS = 2000;
const REFUSED = { colleague_away: "offer.away", offer_stands: "offer.stands", not_on_roster: "board.not_on_roster" };

/** Handing the case on, asking a colleague about it, or letting one read along. Who can be asked is looked up anew each time. */
export function ColleaguePanel({ open }: { open: OpenCase }): JSX.Element {
  const desk = useDesk();
  const say = useWords();
  const panel = useRef<HTMLDialogElement>(null);
  const id = useId();
  const [there, setThere] = useState<readonly Colleague[] | null>(null);
  const [chosen, setChosen] = useState("");
  const [kind, setKind] = useState<OfferKind>("transfer");
  const [question, setQuestion] = useState("");
  const [doing, setDoing] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const colleague = there?.find(({ person }) => person.id === chosen);
  const live = open.chat.value === "live";
  const tooLong = [...question].length > MOST_CHARACTERS;
  const ready = colleague && !doing && (kind === "transfer" || (live && (kind === "along" || (question.trim() !== "" && !tooLong))));

  const show = () => {
    setTrouble(null);
    setThere(null);
    panel.current?.showModal();
    desk.offers.colleagues().then(
      (found) => {
        setThere(found);
        setChosen(found.length === 1 ? found[0]!.person.id : "");
      },
      (error: unknown) => setTrouble(troubleIn(error, REFUSED)),
    );
  };
  const go = async () => {
    if (!ready) return;
    setDoing(true);
    setTrouble(null);
    try {
      if (kind === "transfer") await desk.offers.handOn(open, colleague);
      else if (kind === "consult") await desk.offers.ask(open, colleague, question.trim());
      else await desk.offers.letRead(open, colleague);
      setQuestion("");
      panel.current?.close();
    } catch (error) {
      setTrouble(troubleIn(error, REFUSED));
    } finally {
      setDoing(false);
    }
  };
  const sort = (one: OfferKind) => (
    <label class="tick"><input type="radio" name={`${id}-kind`} data-testid={`colleague-${one}`} checked={kind === one} onChange={() => setKind(one)} /> <span>{say(`offer.${one}`)} <small class="hint">{say(`offer.${one}_how`)}</small></span></label>
  );
  return (
    <>
      <button type="button" class="second" data-testid="colleague" onClick={show}>{say("offer.colleague")}</button>
      <dialog ref={panel} class="panel" aria-labelledby={`${id}-title`}>
        <form class="panel-inside colleague-panel" onSubmit={(event) => { event.preventDefault(); void go(); }}>
          <h2 id={`${id}-title`} tabIndex={-1} autofocus>{say("offer.colleague")}</h2>
          {there?.length === 0 && <p role="status" data-testid="nobody-there">{say("offer.nobody")}</p>}
          {there && there.length > 0 && (
            <>
              <fieldset><legend>{say("offer.what")}</legend>{sort("transfer")}{sort("consult")}{sort("along")}</fieldset>
              <fieldset>
                <legend>{say("offer.whom")}</legend>
                {there.map(({ person }) => (
                  <label key={person.id} class="tick"><input type="radio" name={`${id}-whom`} data-testid="colleague-whom" checked={chosen === person.id} onChange={() => setChosen(person.id)} /> {person.name}</label>
                ))}
              </fieldset>
              {kind !== "transfer" && !live && <p class="hint" data-testid="not-live">{say("offer.not_live")}</p>}
              {kind === "consult" && live && (
                <>
                  <label for={`${id}-question`}>{say("offer.question")}</label>
                  <textarea id={`${id}-question`} data-testid="colleague-question" rows={3} value={question} autocomplete="off" spellcheck={false} onInput={(event) => setQuestion(event.currentTarget.value)} />
                  {tooLong && <p class="trouble" role="alert">{say("live.too_long", { limit: MOST_CHARACTERS })}</p>}
                </>
              )}
            </>
          )}
          {trouble && <p class="trouble" role="alert">{say(trouble.phrase, trouble.facts)}</p>}
          <div class="panel-buttons">
            <button type="button" class="second" onClick={() => panel.current?.close()}>{say("desk.close_panel")}</button>
            {there && there.length > 0 && <button type="submit" class="send" data-testid="colleague-go" aria-disabled={!ready}>{say(`offer.${kind}_go`)}</button>}
          </div>
        </form>
      </dialog>
    </>
  );
}
