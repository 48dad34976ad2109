import { type JSX } from "preact";

import { useDesk, useWords } from "../here";
import { shortDay, today } from "./days";
import { type Day, LANGUAGES, PERSONAS, type Someone, type Turn } from "./wire";

interface WeekTableProps {
  caption: string;
  week: Day[];
  people: Someone[];
  onEdit: ((turn: Turn) => void) | null;
}

/** One week, a row for each day: a table that stays one on the smallest screen. */
export function WeekTable({ caption, week, people, onEdit }: WeekTableProps): JSX.Element {
  const say = useWords();
  const language = useDesk().language.value;
  return (
    <table class="week" data-testid="week">
      <caption>{caption}</caption>
      <thead>
        <tr><th scope="col">{say("rota.day")}</th><th scope="col">{say("rota.on_call")}</th></tr>
      </thead>
      <tbody>
        {week.map(({ date, holiday, turns }) => (
          <tr key={date} class={date === today() ? "today" : ""} data-testid="day" data-date={date}>
            <th scope="row">{shortDay(language, date)}{date === today() && <small>{say("rota.today")}</small>}{holiday && <small>{say("rota.holiday")}</small>}</th>
            <td>
              {turns.length === 0 && <span class="hint">{say("rota.nobody_planned")}</span>}
              {turns.length > 0 && <ul>{turns.map((turn) => <TurnLine key={`${turn.shift} ${turn.change}`} turn={turn} people={people} onEdit={onEdit} />)}</ul>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function TurnLine({ turn, people, onEdit }: { turn: Turn; people: Someone[]; onEdit: ((turn: Turn) => void) | null }): JSX.Element {
  const say = useWords();
  const me = useDesk().me.value?.id;
  const name = people.find(({ id }) => id === turn.counsellor_id)?.name ?? "";
  const time = `${turn.from}–${turn.until}`;
  return (
    <li data-testid="turn" data-tier={turn.tier} class={turn.counsellor_id === me ? "mine" : ""}>
      <span class="time">{time}</span> <b>{name}</b>
      <span class="about">{[say("rota.tier", { tier: turn.tier }), ...limits(turn, say), ...(turn.change ? [say(turn.shift ? "rota.stands_in" : "rota.extra")] : [])].join(" · ")}</span>
      {onEdit && <button type="button" class="quiet" data-testid="edit-turn" aria-label={`${say("rota.change")}: ${name}, ${time}`} onClick={() => onEdit(turn)}>{say("rota.change")}</button>}
    </li>
  );
}

/** Only what somebody does not take is worth a word. */
export function limits({ languages, personas }: Pick<Turn, "languages" | "personas">, say: (id: string) => string): string[] {
  return [
    ...(languages.length < LANGUAGES.length ? [languages.map((one) => say(`language.${one}`)).join(", ")] : []),
    ...(personas.length < PERSONAS.length ? [personas.map((one) => say(`writer.${one}`)).join(", ")] : []),
  ];
}
