import { type JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";

import { day } from "../../words/dates";
import { useDesk, useWords } from "../here";
import { OrganisationUsed } from "../recovery_key";
import { Title } from "../title";
import { troubleIn } from "../trouble";
import { type Someone } from "./wire";

const REFUSED = { no_such_person: "people.gone", last_administrator: "people.last_administrator", not_administrator: "people.not_administrator" };

/** Who has an account. Only an administrator comes here; removing asks once more and says what is left to do. */
export function PeoplePage(): JSX.Element {
  const desk = useDesk();
  const say = useWords();
  const calls = useMemo(() => desk.peopleCalls(), [desk]);
  const [people, setPeople] = useState<Someone[] | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const [trouble, setTrouble] = useState<ReturnType<typeof troubleIn> | null>(null);
  const told = useRef<HTMLParagraphElement>(null);

  const trying = async (work: () => Promise<string | null>) => {
    setTrouble(null);
    try {
      setSaid(await work());
      setPeople(await calls.people());
    } catch (error) {
      setTrouble(troubleIn(error, REFUSED));
      setPeople(await calls.people().catch(() => people));
    }
  };
  useEffect(() => void trying(async () => null), []);
  // The button that was pressed is gone with what it did: the focus goes to what became of it.
  useEffect(() => told.current?.focus(), [said]);
  const remove = ({ id, name }: Someone) =>
    trying(async () => {
      const { shifts } = await calls.remove(id);
      return [say("people.removed", { name }), ...(shifts > 0 ? [say("people.empty_shifts", { shifts })] : [])].join(" ");
    });
  const endSessions = ({ id, name }: Someone) => trying(async () => say("people.sessions_ended", { name, sessions: (await calls.endSessionsOf(id)).sessions }));

  return (
    <section class="people">
      <div class="page-head">
        <Title>{say("people.title")}</Title>
        <button type="button" class="second" data-testid="close-people" onClick={() => (desk.aside.value = null)}>{say("case.to_board")}</button>
      </div>
      <p class="hint">{say("people.how")}</p>
      {trouble && <p class="trouble" role="alert" data-testid="trouble">{say(trouble.phrase, trouble.facts)}</p>}
      {said && <p ref={told} tabIndex={-1} class="said-to-you" role="status" data-testid="people-said">{said}</p>}
      <ul>
        {people?.map((one) => <Person key={one.id} one={one} me={desk.me.value?.id === one.id} onRemove={() => void remove(one)} onEndSessions={() => void endSessions(one)} />)}
      </ul>
    </section>
  );
}

function Person({ one, me, onRemove, onEndSessions }: { one: Someone; me: boolean; onRemove: () => void; onEndSessions: () => void }): JSX.Element {
  const say = useWords();
  const language = useDesk().language.value;
  const [sure, setSure] = useState(false);
  const onRoster = one.roster_until ? say("people.on_roster", { day: day(language, one.roster_until.slice(0, 10)) }) : say("people.off_roster");
  const answers = one.role === "counsellor" || one.role === "supervisor";
  return (
    <li data-testid="someone" data-name={one.name} data-state={one.state}>
      <p><b>{one.name}</b> <span class="about">{say(`invitation.${one.role}`)}{me ? ` · ${say("people.you")}` : ""}</span></p>
      {one.state === "removed" ? (
        <p class="trouble" data-testid="still-on-roster">{say("people.still_on_roster", { name: one.name })}</p>
      ) : (
        <>
          <p class="about">{[...(answers ? [onRoster] : []), one.seen ? say("people.seen", { day: day(language, one.seen) }) : say("people.never_seen"), say("people.sessions", { count: one.sessions })].join(" · ")}</p>
          <OrganisationUsed use={one.organisation_use} />
          {sure && <p role="status" data-testid="remove-sure">{say("people.remove_sure", { name: one.name })}</p>}
          {!me && (
            <p class="actions">
              {one.sessions > 0 && !sure && <button type="button" class="second" data-testid="end-sessions" aria-label={`${say("people.end_sessions")}: ${one.name}`} onClick={onEndSessions}>{say("people.end_sessions")}</button>}
              {sure && <button type="button" class="second" onClick={() => setSure(false)}>{say("desk.close_panel")}</button>}
              <button type="button" class={sure ? "send" : "second"} data-testid={sure ? "confirm-remove" : "remove-person"} aria-label={`${say(sure ? "people.remove_now" : "people.remove")}: ${one.name}`}
                onClick={() => (sure ? onRemove() : setSure(true))}>{say(sure ? "people.remove_now" : "people.remove")}</button>
            </p>
          )}
        </>
      )}
    </li>
  );
}
