import { type JSX } from "preact";
import { useEffect, useState } from "preact/hooks";

import { unb64u } from "../seal/bytes";
import { fingerprint } from "../seal/signature";
import { useDesk, useWords } from "./here";

/**
 * Whether this counsellor's key stands on the signed roster, as this page itself has checked; nobody can be taken before.
 * An administrator's never does, so one is not told to wait for it.
 */
export function RosterPlace(): JSX.Element {
  const say = useWords();
  const { roster: { value: check }, place, me, language } = useDesk();
  return (
    <div data-testid="on-roster" data-on-roster={String(check === "on")} data-check={check}>
      {check === "on" && <p class="on-roster">{say("roster.on")}</p>}
      {check === "on" && place.value?.nextWaits && <p class="hint" data-testid="next-key-waits">{say("roster.next_waits", { time: moment(language.value, place.value.until) })}</p>}
      {check === "renewing" && <p class="trouble" role="status" data-testid="key-ran-out">{say("roster.renewing")}</p>}
      {check === "false" && <p class="trouble" role="alert">{say("roster.false")}</p>}
      {check === "waiting" && me.value?.role !== "administrator" && <RosterWait />}
    </div>
  );
}

function moment(language: string, at: number): string {
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { weekday: "long", hour: "2-digit", minute: "2-digit" }).format(at);
}

/** Between the account and the first case: what to read out to whoever signs. */
function RosterWait(): JSX.Element {
  const desk = useDesk();
  const say = useWords();
  const [spoken, setSpoken] = useState("");

  useEffect(() => {
    void desk.publicKeys().then(async (keys) => setSpoken(await fingerprint(unb64u(keys.sign_key), unb64u(keys.seal_key))));
  }, [desk]);

  return (
    <section class="card">
      <h2>{say("roster.waiting_title")}</h2>
      <p>{say("roster.waiting")}</p>
      <p class="hint">{say("roster.fingerprint")}</p>
      <p class="fingerprint" data-testid="fingerprint"><code>{spoken}</code></p>
      <p role="status">{say("roster.waiting_then")}</p>
    </section>
  );
}
