import { type JSX } from "preact";
import { useState } from "preact/hooks";

import { clock } from "../words/dates";
import { type Talks } from "./chats_now";
import { useDesk, useWords } from "./here";

/** For a supervisor: which colleagues talk with people now, and asking one of them to let her read along. */
export function ChatsCard(): JSX.Element | null {
  const say = useWords();
  const colleagues = useDesk().chats.colleagues.value;
  if (!colleagues) return null;
  return (
    <section class="chats-now" aria-labelledby="chats-now" data-testid="chats-now">
      <h2 id="chats-now">{say("chats.title")}</h2>
      {colleagues.length === 0 && <p class="hint">{say("chats.nobody")}</p>}
      {colleagues.length > 0 && <p class="hint">{say("chats.how")}</p>}
      <ul>{colleagues.map((one) => <li key={one.id} data-testid="talks" data-wished={one.wished}><OneColleague one={one} /></li>)}</ul>
    </section>
  );
}

function OneColleague({ one }: { one: Talks }): JSX.Element {
  const desk = useDesk();
  const say = useWords();
  const [busy, setBusy] = useState(false);
  const lets = desk.offers.toMe.value.some(({ kind, from }) => kind === "along" && from === one.id);
  const go = (work: () => Promise<void>) => {
    if (busy) return;
    setBusy(true);
    void desk.trying(work).finally(() => setBusy(false));
  };
  return (
    <>
      <p><b>{one.name}</b> {say(one.chats === 1 ? "chats.one" : "chats.many", { count: one.chats })}, {say("chats.since", { time: clock(desk.language.value, one.since) })}</p>
      {one.wished && <p class="hint" role="status">{say("chats.asked", { name: one.name })}</p>}
      {!one.wished && !lets && desk.chats.notNow.value.has(one.id) && <p class="hint" role="status" data-testid="not-now">{say("chats.not_now", { name: one.name })}</p>}
      {one.wished && <button type="button" class="second" data-testid="wish-back" aria-disabled={busy} aria-label={say("chats.take_back_of", { name: one.name })} onClick={() => go(() => desk.chats.takeBack(one))}>{say("offer.take_back")}</button>}
      {!one.wished && !lets && <button type="button" class="second" data-testid="wish" aria-disabled={busy} aria-label={say("chats.ask_of", { name: one.name })} onClick={() => go(() => desk.chats.ask(one))}>{say("chats.ask")}</button>}
    </>
  );
}
