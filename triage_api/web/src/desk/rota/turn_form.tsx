import { type JSX } from "preact";
import { useState } from "preact/hooks";

import { useDesk, useWords } from "../here";
import { longDay } from "./days";
import { Opened } from "./opened";
import { Who } from "./takes_fields";
import { type NewChange, type Someone, type Turn } from "./wire";

interface TurnFormProps {
  turn: Turn;
  people: Someone[];
  onClose: () => void;
  onChange: (change: NewChange) => void;
  onUndo: (change: string) => void;
}

/** One shift on one day: somebody else takes it, nobody does, or it is again as every week. */
export function TurnForm({ turn, people, onClose, onChange, onUndo }: TurnFormProps): JSX.Element {
  const say = useWords();
  const language = useDesk().language.value;
  const [who, setWho] = useState(turn.counsellor_id);
  const { date, shift, change } = turn;
  return (
    <Opened title={`${longDay(language, date)} ${turn.from}–${turn.until}`} onClose={onClose}>
      {shift && (
        <form class="rota-row" onSubmit={(event) => (event.preventDefault(), onChange({ kind: "replaced", date, shift, counsellor_id: who }))}>
          <Who label={say("rota.taken_by")} value={who} people={people} onValue={setWho} />
          <button type="submit" class="send" data-testid="replace-turn" disabled={who === turn.counsellor_id}>{say("rota.save")}</button>
        </form>
      )}
      <div class="panel-buttons">
        {shift && <button type="button" class="second" data-testid="cancel-turn" onClick={() => onChange({ kind: "cancelled", date, shift })}>{say("rota.cancel")}</button>}
        {change && <button type="button" class="second" data-testid="undo-change" onClick={() => onUndo(change)}>{say(shift ? "rota.as_every_week" : "rota.remove")}</button>}
        <button type="button" class="quiet" onClick={onClose}>{say("desk.close_panel")}</button>
      </div>
    </Opened>
  );
}
