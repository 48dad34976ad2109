import { type JSX } from "preact";
import { useEffect, useState } from "preact/hooks";

import { useDesk, useWords } from "../here";
import { longDay, swedishClock, swedishDay, today } from "./days";
import { type RotaNow, type Turn, TIERS } from "./wire";

const EVERY_MS = 60_000;
const MINE_SHOWN = 3;

/** Who is on call by the plan, who is next, and when it is one's own turn. Nothing here puts anybody on duty. */
export function RotaNowCard(): JSX.Element | null {
  const desk = useDesk();
  const say = useWords();
  const [now, setNow] = useState<RotaNow | null>(null);

  useEffect(() => {
    const calls = desk.rotaCalls();
    const look = () => void calls.now().then(setNow, () => undefined);
    look();
    const timer = setInterval(look, EVERY_MS);
    return () => clearInterval(timer);
  }, [desk]);

  if (!now) return null;
  const called = TIERS.flatMap((tier) => now.on_call[tier]);
  return (
    <section class="rota-now" aria-labelledby="rota-now">
      <h2 id="rota-now">{say("rota.now")}</h2>
      {called.length === 0 && <p data-testid="rota-nobody">{say("rota.nobody")}</p>}
      <ul>
        {called.map((turn) => (
          <li key={`${turn.shift} ${turn.change}`} data-testid="on-call" data-tier={turn.tier}>
            <b>{nameOf(now, turn)}</b> {say("rota.until", { time: swedishClock(desk.language.value, turn.ends) })} <span class="tier">{say("rota.tier", { tier: turn.tier })}</span>
          </li>
        ))}
      </ul>
      {now.next && <p data-testid="rota-next">{say("rota.next")} <When turn={now.next} />, {nameOf(now, now.next)}</p>}
      {now.mine.length > 0 && (
        <>
          <h3>{say("rota.mine")}</h3>
          <ul data-testid="my-shifts">{now.mine.slice(0, MINE_SHOWN).map((turn) => <li key={turn.begins}><When turn={turn} /></li>)}</ul>
        </>
      )}
      <button type="button" class="second" data-testid="open-rota" onClick={() => (desk.aside.value = "rota")}>{say("rota.open")}</button>
    </section>
  );
}

function When({ turn }: { turn: Turn }): JSX.Element {
  const say = useWords();
  const language = useDesk().language.value;
  const day = swedishDay(turn.begins);
  return <>{day === today() ? say("rota.today") : longDay(language, day)} {turn.from}–{turn.until}</>;
}

function nameOf({ people }: RotaNow, turn: Turn): string {
  return people.find(({ id }) => id === turn.counsellor_id)?.name ?? "";
}
