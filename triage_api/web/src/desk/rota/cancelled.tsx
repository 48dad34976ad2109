import { type JSX } from "preact";

import { useDesk, useWords } from "../here";
import { longDay } from "./days";
import { type Day, type Rota } from "./wire";

/** What does not take place in this week, which no table of what does can show. */
export function Cancelled({ week, rota, onUndo }: { week: Day[]; rota: Rota; onUndo: ((change: string) => void) | null }): JSX.Element | null {
  const say = useWords();
  const language = useDesk().language.value;
  const shown = new Set(week.map(({ date }) => date));
  const off = rota.changes.filter(({ kind, date }) => kind === "cancelled" && shown.has(date));
  if (off.length === 0) return null;
  return (
    <section class="cancelled" aria-labelledby="cancelled">
      <h2 id="cancelled">{say("rota.cancelled")}</h2>
      <ul>
        {off.map(({ id, date, shift }) => {
          const was = rota.shifts.find((one) => one.id === shift);
          const name = rota.people.find((one) => one.id === was?.counsellor_id)?.name ?? "";
          return (
            <li key={id} data-testid="cancelled">
              {longDay(language, date)} {was?.from}–{was?.until} <b>{name}</b>{" "}
              {onUndo && <button type="button" class="quiet" data-testid="undo-cancelled" onClick={() => onUndo(id)}>{say("rota.as_every_week")}</button>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
