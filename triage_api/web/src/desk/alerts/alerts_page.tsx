import { type JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";

import { useDesk, useWords } from "../here";
import { Title } from "../title";
import { troubleIn } from "../trouble";
import { AddWays } from "./add_ways";
import { MyWays } from "./my_ways";
import { StandingTable } from "./standing_table";
import { NoPushService, NotAllowedHere } from "./subscribe";
import { type MyAlerts, type Standing } from "./wire";

const REFUSED = {
  no_such_channel: "alerts.no_such_channel",
  too_many_channels: "alerts.too_many_channels",
  not_set_up: "alerts.not_set_up",
  bad_request: "alerts.bad_address",
};

/** Does one call, then shows how it stands; or says what was wrong. True when it went well. */
export type Trying = (work: () => Promise<unknown>, said?: string) => Promise<boolean>;

/** How one is told that somebody waits; and for those who plan, whom an alert reaches at all. */
export function AlertsPage(): JSX.Element {
  const desk = useDesk();
  const say = useWords();
  const calls = useMemo(() => desk.alertCalls(), [desk]);
  const role = desk.me.value!.role;
  const [mine, setMine] = useState<MyAlerts | null>(null);
  const [standing, setStanding] = useState<Standing | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const told = useRef<HTMLParagraphElement>(null);
  const [trouble, setTrouble] = useState<ReturnType<typeof troubleIn> | null>(null);

  const show = async () => {
    if (role !== "administrator") setMine(await calls.mine());
    if (role !== "counsellor") setStanding(await calls.standing());
  };
  const trying: Trying = async (work, well) => {
    setTrouble(null);
    setSaid(null);
    try {
      await work();
      await show();
      setSaid(well ?? null);
      return true;
    } catch (error) {
      setTrouble(whatWasWrong(error));
      await show().catch(() => undefined); // a dead subscription has gone meanwhile
      return false;
    }
  };
  useEffect(() => void trying(async () => undefined), []);
  // What was removed takes its button along, and whoever pressed it would be left nowhere.
  useEffect(() => {
    if (said === "alerts.removed") told.current!.focus();
  }, [said]);

  return (
    <section class="alerts">
      <div class="rota-head">
        <Title>{say("alerts.title")}</Title>
        <button type="button" class="second" data-testid="close-alerts" onClick={() => (desk.aside.value = null)}>{say("case.to_board")}</button>
      </div>
      <p class="hint">{say("alerts.how")}</p>
      <p ref={told} tabIndex={-1} role="status" class={said ? "said-to-you" : "unseen"} data-testid="alerts-said">{said && say(said)}</p>
      {trouble && <p class="trouble" role="alert" data-testid="trouble">{say(trouble.phrase, trouble.facts)}</p>}
      {mine && <MyWays mine={mine} onTry={(id) => void trying(() => calls.tryOut(id), "alerts.tried")} onRemove={(id) => void trying(() => calls.remove(id), "alerts.removed")} />}
      {mine && <AddWays mine={mine} onAdd={(where, urgentOnly) => trying(async () => calls.add({ ...(await where()), urgent_only: urgentOnly, language: desk.language.value }), "alerts.added")} />}
      {standing && <StandingTable standing={standing} />}
    </section>
  );
}

function whatWasWrong(error: unknown): ReturnType<typeof troubleIn> {
  if (error instanceof NotAllowedHere) return { phrase: "alerts.push_denied", facts: {} };
  if (error instanceof NoPushService) return { phrase: "alerts.push_failed", facts: {} };
  const code = (error as { code?: unknown } | null)?.code;
  return code === "not_sent" ? { phrase: "alerts.not_sent", facts: {} } : troubleIn(error, REFUSED);
}
