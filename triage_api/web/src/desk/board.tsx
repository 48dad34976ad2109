import { type JSX } from "preact";
import { useState } from "preact/hooks";

import { type Level } from "../seal/transcript";
import { clock } from "../words/dates";
import { AlertsCard } from "./alerts/card";
import { UnseenAlert } from "./alerts/unseen";
import { SoundSwitch } from "./attention_view";
import { WhomITake, WritesLine } from "./board_taken";
import { ChatsCard } from "./chats_card";
import { useDesk, useWords } from "./here";
import { AsideLinks } from "./people/aside_links";
import { NextPerson, TroubleNow } from "./next_person";
import { PasskeyOffer } from "./passkey_offer";
import { RosterPlace } from "./roster_place";
import { RotaNowCard } from "./rota/rota_now";
import { TextingLine, TextingTrouble } from "./texting_line";
import { Title } from "./title";

const LEVELS: readonly Level[] = ["immediate", "high", "elevated", "routine"];

/** Who waits, without a word of what they wrote: that opens only with a case. */
export function Board(): JSX.Element {
  const desk = useDesk();
  const say = useWords();
  const waiting = desk.waiting.value;
  const count = waiting?.waiting ?? 0;

  return (
    <section class="board">
      <RosterPlace />
      {desk.me.value?.sign_anew && <p class="trouble" role="status" data-testid="sign-anew">{say("roster.sign_anew")}</p>}
      <Title>{say("board.title")}</Title>
      <UnseenAlert />
      <PasskeyOffer />
      <TextingTrouble />
      {desk.said.value && <Said {...desk.said.value} />}
      <TroubleNow />
      <div class="waiting" role="status">
        <p class="number"><b data-testid="waiting-count">{count}</b> {say(count === 1 ? "board.one" : "board.many")}</p>
        {waiting && <WritesLine waiting={waiting} />}
        {count > 0 && <p class="hint">{say("board.longest", { minutes: waiting!.longest_minutes })}</p>}
        {waiting && waiting.by_text > 0 && <p class="hint" data-testid="by-text-count">{say("board.by_text", { count: waiting.by_text })}</p>}
        {waiting && waiting.unreachable > 0 && <p class="hint" data-testid="unreachable-count">{say("board.unreachable", { count: waiting.unreachable })}</p>}
      </div>
      <ul class="levels">
        {LEVELS.map((level) => (
          <li key={level} class={`level ${level}${waiting?.by_level[level] ? "" : " none"}`} data-testid="level-count" data-level={level}>
            <b>{waiting?.by_level[level] ?? 0}</b>
            <span>{say(`level.${level}`)}<small>{say(`level.${level}_means`)}</small></span>
          </li>
        ))}
      </ul>
      <div class="next">
        <NextPerson />
        <p class="hint">{say(desk.work.isFull() ? "board.enough" : "board.next_hint")}</p>
      </div>
      <ChatsCard />
      <Duty />
      {desk.me.value?.role !== "administrator" && <WhomITake />}
      {desk.me.value?.role !== "administrator" && <SoundSwitch />}
      <RotaNowCard />
      <AlertsCard />
      <TextingLine />
      <AsideLinks />
    </section>
  );
}

function Said({ phrase, time }: { phrase: string; time?: string }): JSX.Element {
  const say = useWords();
  const language = useDesk().language.value;
  return <p class="said-to-you" role="status" data-testid="said" data-phrase={phrase}>{say(phrase, time ? { time: clock(language, time) } : {})}</p>;
}

function Duty(): JSX.Element {
  const desk = useDesk();
  const say = useWords();
  const [busy, setBusy] = useState(false);
  const on = desk.me.value?.on_duty ?? false;
  const turn = () => {
    if (busy) return;
    setBusy(true);
    void desk.setDuty(!on).finally(() => setBusy(false));
  };
  return (
    <div class="duty">
      <button type="button" role="switch" aria-checked={on} data-testid="duty" data-on={on} aria-disabled={busy} onClick={turn}><i aria-hidden="true" />{say("board.duty")}</button>
      <p class="hint">{say(on ? "board.duty_on" : "board.duty_off")}</p>
    </div>
  );
}
