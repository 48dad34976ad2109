import { type JSX } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";

import { useDesk, useWords } from "../here";
import { Title } from "../title";
import { troubleIn } from "../trouble";
import { type OwnSession } from "./wire";

/** Where somebody is signed in: by time alone, since nothing else is known of a session. */
export function OwnSessions(): JSX.Element {
  const desk = useDesk();
  const say = useWords();
  const calls = useMemo(() => desk.peopleCalls(), [desk]);
  const [sessions, setSessions] = useState<OwnSession[]>([]);
  const [trouble, setTrouble] = useState<ReturnType<typeof troubleIn> | null>(null);
  const language = desk.language.value;

  const trying = async (work: () => Promise<unknown>) => {
    setTrouble(null);
    try {
      await work();
      setSessions(await calls.sessions());
    } catch (error) {
      setTrouble(troubleIn(error, { no_such_session: "sessions.gone" }));
      setSessions(await calls.sessions().catch(() => sessions));
    }
  };
  useEffect(() => void trying(async () => undefined), []);

  return (
    <section class="people">
      <div class="page-head">
        <Title>{say("sessions.title")}</Title>
        <button type="button" class="second" data-testid="close-sessions" onClick={() => (desk.aside.value = null)}>{say(desk.home() === "counts" ? "counts.title" : "case.to_board")}</button>
      </div>
      <p class="hint">{say("sessions.how")}</p>
      {trouble && <p class="trouble" role="alert" data-testid="trouble">{say(trouble.phrase, trouble.facts)}</p>}
      <ul>
        {sessions.map((one) => {
          const facts = { began: moment(language, one.began), used: moment(language, one.used) };
          return (
            <li key={one.name} data-testid="session" data-this={one.this}>
              <p><b>{say(one.this ? "sessions.this" : "sessions.other")}</b></p>
              <p class="about">{say("sessions.times", facts)}</p>
              {!one.this && <p class="actions"><button type="button" class="second" data-testid="end-session" aria-label={`${say("sessions.end")}: ${facts.began}`} onClick={() => void trying(() => calls.endSession(one.name))}>{say("sessions.end")}</button></p>}
            </li>
          );
        })}
      </ul>
      {sessions.length > 1 && <button type="button" class="send" data-testid="end-others" onClick={() => void trying(() => calls.endOthers())}>{say("sessions.end_others")}</button>}
    </section>
  );
}

function moment(language: string, written: string): string {
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { dateStyle: "medium", timeStyle: "short" }).format(new Date(written));
}
