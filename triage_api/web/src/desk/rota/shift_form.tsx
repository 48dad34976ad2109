import { type JSX } from "preact";
import { useId, useState } from "preact/hooks";

import { useDesk, useWords } from "../here";
import { today, weekdayName } from "./days";
import { Opened } from "./opened";
import { TakesFields } from "./takes_fields";
import { HOLIDAYS, LANGUAGES, type NewChange, type NewShift, PERSONAS, type Shift, type Someone, WEEKDAYS } from "./wire";

interface ShiftFormProps {
  shift: Shift | null;
  people: Someone[];
  onClose: () => void;
  onShift: (shift: NewShift) => void;
  onSingle: (change: NewChange) => void;
}

/** A shift of every week, or one day's; a shift that is there already is altered as a whole. */
export function ShiftForm({ shift, people, onClose, onShift, onSingle }: ShiftFormProps): JSX.Element {
  const say = useWords();
  const language = useDesk().language.value;
  const [draft, setDraft] = useState<NewShift>(shift ?? newShift(people));
  const [date, setDate] = useState("");
  const once = draft.weekday === ONCE;
  const set = (changed: Partial<NewShift>) => setDraft({ ...draft, ...changed });
  const save = (event: Event) => {
    event.preventDefault();
    const { counsellor_id, tier, languages, personas, from, until, weekday, holidays, first, last } = draft;
    const takes = { counsellor_id, tier, languages, personas, from, until };
    if (once) onSingle({ kind: "added", date, ...takes });
    else onShift({ ...takes, weekday, holidays, first, last });
  };
  return (
    <Opened title={say(shift ? "rota.alter" : "rota.new")} onClose={onClose}>
      <form onSubmit={save} data-testid="shift-form">
        <div class="rota-row">
          <Labelled label={say("rota.when")}>{(id) => (
            <select id={id} data-testid="rota-weekday" value={draft.weekday} onChange={(event) => set({ weekday: event.currentTarget.value as NewShift["weekday"] })}>
              {WEEKDAYS.map((one, place) => <option key={one} value={one}>{say("rota.every", { day: weekdayName(language, place) })}</option>)}
              {!shift && <option value={ONCE}>{say("rota.once")}</option>}
            </select>
          )}</Labelled>
          {once && <Labelled label={say("rota.date")}>{(id) => <input id={id} type="date" required min={today()} data-testid="rota-date" value={date} onInput={(event) => setDate(event.currentTarget.value)} />}</Labelled>}
          <Labelled label={say("rota.from")}>{(id) => <input id={id} type="time" required data-testid="rota-from" value={draft.from} onInput={(event) => set({ from: event.currentTarget.value })} />}</Labelled>
          <Labelled label={say("rota.to")}>{(id) => <input id={id} type="time" required data-testid="rota-until" value={draft.until} onInput={(event) => set({ until: event.currentTarget.value })} />}</Labelled>
        </div>
        <p class="hint">{say("rota.night_hint")}</p>
        <TakesFields takes={draft} people={people} onTakes={set} />
        {!once && (
          <div class="rota-row">
            <Labelled label={say("rota.holidays")}>{(id) => (
              <select id={id} data-testid="rota-holidays" value={draft.holidays} onChange={(event) => set({ holidays: event.currentTarget.value as NewShift["holidays"] })}>
                {HOLIDAYS.map((one) => <option key={one} value={one}>{say(`rota.holidays_${one}`)}</option>)}
              </select>
            )}</Labelled>
            <Labelled label={say("rota.first")}>{(id) => <input id={id} type="date" value={draft.first ?? ""} onInput={(event) => set({ first: event.currentTarget.value || null })} />}</Labelled>
            <Labelled label={say("rota.last")}>{(id) => <input id={id} type="date" min={draft.first ?? ""} value={draft.last ?? ""} onInput={(event) => set({ last: event.currentTarget.value || null })} />}</Labelled>
          </div>
        )}
        <div class="panel-buttons">
          <button type="submit" class="send" data-testid="save-shift">{say("rota.save")}</button>
          <button type="button" class="quiet" onClick={onClose}>{say("desk.close_panel")}</button>
        </div>
      </form>
    </Opened>
  );
}

/** Stands in the list of weekdays for a single day. */
const ONCE = "once" as NewShift["weekday"];

function newShift(people: Someone[]): NewShift {
  const takes = { counsellor_id: people[0]?.id ?? "", tier: 1 as const, languages: [...LANGUAGES], personas: [...PERSONAS] };
  return { ...takes, from: "08:00", until: "16:00", weekday: "mon", holidays: "every", first: null, last: null };
}

function Labelled({ label, children }: { label: string; children: (id: string) => JSX.Element }): JSX.Element {
  const id = useId();
  return <div class="field"><label for={id}>{label}</label>{children(id)}</div>;
}
