import { type JSX } from "preact";
import { useState } from "preact/hooks";

import { useDesk, useWords } from "../here";
import { weekdayName } from "./days";
import { type Rota, type Shift, WEEKDAYS } from "./wire";
import { limits } from "./week_table";

/** Every shift that comes back, also those that begin later; removed in two presses. */
export function WeeklyShifts({ rota, onEdit, onRemove }: { rota: Rota; onEdit: (shift: Shift) => void; onRemove: (id: string) => void }): JSX.Element {
  const say = useWords();
  const language = useDesk().language.value;
  const [sure, setSure] = useState("");
  const order = [...rota.shifts].sort((a, b) => WEEKDAYS.indexOf(a.weekday) - WEEKDAYS.indexOf(b.weekday) || a.from.localeCompare(b.from));
  return (
    <details class="weekly">
      <summary data-testid="weekly-shifts">{say("rota.weekly", { count: order.length })}</summary>
      <ul>
        {order.map((shift) => {
          const name = rota.people.find(({ id }) => id === shift.counsellor_id)?.name ?? "";
          const when = `${weekdayName(language, WEEKDAYS.indexOf(shift.weekday))} ${shift.from}–${shift.until}`;
          const about = [say("rota.tier", { tier: shift.tier }), ...limits(shift, say), ...(shift.holidays === "every" ? [] : [say(`rota.holidays_${shift.holidays}`)]), ...span(shift)];
          return (
            <li key={shift.id} data-testid="weekly-shift">
              <span>{when} <b>{name}</b> <span class="about">{about.join(" · ")}</span></span>
              <span>
                <button type="button" class="quiet" data-testid="edit-shift" aria-label={`${say("rota.change")}: ${name}, ${when}`} onClick={() => onEdit(shift)}>{say("rota.change")}</button>
                <button type="button" class="quiet" data-testid="remove-shift" aria-label={`${say(sure === shift.id ? "rota.remove_sure" : "rota.remove")}: ${name}, ${when}`}
                  onClick={() => (sure === shift.id ? onRemove(shift.id) : setSure(shift.id))}>{say(sure === shift.id ? "rota.remove_sure" : "rota.remove")}</button>
              </span>
            </li>
          );
        })}
      </ul>
    </details>
  );
}

function span({ first, last }: Shift): string[] {
  return first || last ? [`${first ?? ""}–${last ?? ""}`] : [];
}
