import { type JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";

import { useDesk, useWords } from "../here";
import { Title } from "../title";
import { troubleIn } from "../trouble";
import { CalendarFiles } from "./calendar_files";
import { Cancelled } from "./cancelled";
import { daysAfter, longDay, mondayOf, today } from "./days";
import { ShiftForm } from "./shift_form";
import { TurnForm } from "./turn_form";
import { type Day, type Rota, type Shift, type Turn } from "./wire";
import { WeekTable } from "./week_table";
import { WeeklyShifts } from "./weekly_shifts";

type Editing = { turn: Turn } | { shift: Shift | null } | null;

/** What the forms are given: does one call, then shows the newest plan, or what was wrong. */
export type Trying = (work: () => Promise<unknown>) => Promise<boolean>;

const REFUSED = { nobody_to_plan: "rota.nobody_to_plan", no_such_shift: "rota.no_such_shift", not_for_role: "rota.not_for_role", not_understood: "rota.not_understood" };

/** The week, for everybody; and for supervisors and administrators the forms that change it. */
export function RotaPage(): JSX.Element {
  const desk = useDesk();
  const say = useWords();
  const calls = useMemo(() => desk.rotaCalls(), [desk]);
  const [monday, setMonday] = useState(mondayOf(today()));
  const [rota, setRota] = useState<Rota | null>(null);
  const [week, setWeek] = useState<Day[]>([]);
  const [editing, setEditing] = useState<Editing>(null);
  const [trouble, setTrouble] = useState<ReturnType<typeof troubleIn> | null>(null);
  const language = desk.language.value;

  // Of two weeks asked for in haste, the answer for the one that was left again must not stand under the other's name.
  const wanted = useRef(monday);
  const go = (first: string) => {
    if (first === monday) return;
    wanted.current = first;
    setMonday(first);
    setWeek([]);
    setEditing(null);
  };
  const show = async () => {
    const first = wanted.current;
    const [plan, days] = await Promise.all([calls.rota(), calls.week(first)]);
    if (wanted.current !== first) return;
    setRota(plan);
    setWeek(days);
  };
  const trying: Trying = async (work) => {
    setTrouble(null);
    try {
      await work();
      await show();
      return true;
    } catch (error) {
      // What a browser throws when a chosen file has been changed since: it must be chosen again.
      setTrouble(error instanceof DOMException ? { phrase: "rota.file_changed", facts: {} } : troubleIn(error, REFUSED));
      return false;
    }
  };
  useEffect(() => void trying(async () => undefined), [monday]);

  const done = (saved: Promise<boolean>) => void saved.then((well) => well && setEditing(null));
  const edits = rota?.may_edit ?? false;
  return (
    <section class="rota">
      <div class="rota-head">
        <Title>{say("rota.title")}</Title>
        <button type="button" class="second" data-testid="close-rota" onClick={() => (desk.aside.value = null)}>{say("case.to_board")}</button>
      </div>
      <p class="hint">{say("rota.how")}</p>
      {trouble && <p class="trouble" role="alert" data-testid="trouble">{say(trouble.phrase, trouble.facts)}</p>}
      <nav class="weeks" aria-label={say("rota.weeks")}>
        <button type="button" class="second" data-testid="week-before" onClick={() => go(daysAfter(monday, -7))}>{say("rota.before")}</button>
        <button type="button" class="second" data-testid="week-now" onClick={() => go(mondayOf(today()))}>{say("rota.this_week")}</button>
        <button type="button" class="second" data-testid="week-after" onClick={() => go(daysAfter(monday, 7))}>{say("rota.after")}</button>
      </nav>
      {rota && (
        <>
          <WeekTable caption={say("rota.week_of", { day: longDay(language, monday) })} week={week} people={rota.people} onEdit={edits ? (turn) => setEditing({ turn }) : null} />
          {editing && "turn" in editing && (
            <TurnForm key={editing.turn.begins + editing.turn.counsellor_id} turn={editing.turn} people={rota.people} onClose={() => setEditing(null)}
              onChange={(change) => done(trying(() => calls.addChange(change)))} onUndo={(id) => done(trying(() => calls.removeChange(id)))} />
          )}
          <Cancelled week={week} rota={rota} onUndo={edits ? (id) => void trying(() => calls.removeChange(id)) : null} />
          {edits && (
            <>
              <WeeklyShifts rota={rota} onEdit={(shift) => setEditing({ shift })} onRemove={(id) => void trying(() => calls.removeShift(id))} />
              {editing && "shift" in editing ? (
                <ShiftForm key={editing.shift?.id ?? "new"} shift={editing.shift} people={rota.people} onClose={() => setEditing(null)}
                  onShift={(shift) => done(trying(() => (editing.shift ? calls.alterShift(editing.shift.id, shift) : calls.addShift(shift))))}
                  onSingle={(change) => done(trying(() => calls.addChange(change)))} />
              ) : (
                <button type="button" class="send" data-testid="new-shift" onClick={() => setEditing({ shift: null })}>{say("rota.new")}</button>
              )}
            </>
          )}
          <CalendarFiles rota={rota} calls={calls} trying={trying} />
        </>
      )}
    </section>
  );
}
