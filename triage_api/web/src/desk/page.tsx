import { type JSX } from "preact";
import { useState } from "preact/hooks";

import { AlertsPage } from "./alerts/alerts_page";
import { AttentionLine } from "./attention_view";
import { Board } from "./board";
import { BreakLine } from "./break_line";
import { CaseTabs } from "./case_tabs";
import { CaseView } from "./case_view";
import { Counts } from "./counts";
import { Here, useDesk, useWords } from "./here";
import { IdleLine } from "./idle_view";
import { Invitation } from "./invitation";
import { Recover } from "./recover";
import { OwnSessions } from "./people/own_sessions";
import { PeoplePage } from "./people/people_page";
import { OffersToMe } from "./offers_to_me";
import { ReadingView } from "./reading_view";
import { RotaPage } from "./rota/rota_page";
import { useShortcuts } from "./shortcuts";
import { SignIn } from "./sign_in";
import { WaysPage } from "./ways_page";
import { DESK_LANGUAGES, type DeskLanguage } from "./words";
import { type Aside, type Desk } from "./desk";

const IN_PLACE: Record<Aside | "board", () => JSX.Element> = {
  board: () => <Board />,
  counts: () => <Counts />,
  rota: () => <RotaPage />,
  alerts: () => <AlertsPage />,
  ways: () => <WaysPage />,
  people: () => <PeoplePage />,
  sessions: () => <OwnSessions />,
};

export function DeskPage({ desk, code }: { desk: Desk; code: string | null }): JSX.Element {
  const [invited, setInvited] = useState(code);
  const [name, setName] = useState("");
  const [recovers, setRecovers] = useState(false);
  const accepted = (signInName: string) => {
    setInvited(null);
    setName(signInName);
    desk.justJoined.value = true;
    desk.said.value = { phrase: "invitation.done" };
  };
  const lost = (signInName: string) => {
    setName(signInName);
    setRecovers(true);
    desk.said.value = null;
  };
  const recovered = (signInName: string) => {
    setName(signInName);
    setRecovers(false);
    desk.said.value = { phrase: "recovery.done" };
  };
  useShortcuts(desk);
  const inside = () => {
    if (invited !== null) return <Invitation code={invited} onDone={accepted} />;
    if (!desk.me.value && recovers) return <Recover name={name} onDone={recovered} onBack={() => setRecovers(false)} />;
    if (!desk.me.value) return <SignIn name={name} onLost={lost} />;
    const front = desk.cases.front.value;
    if (front) return <CaseView key={`${front.number} ${front.held.case_id}`} open={front} />;
    return IN_PLACE[desk.aside.value ?? desk.home()]();
  };
  return (
    <Here.Provider value={desk}>
      <Demo />
      <Top />
      {desk.me.value && <AttentionLine />}
      {desk.me.value && <CaseTabs />}
      {desk.me.value && <BreakLine />}
      {desk.me.value && <IdleLine />}
      {desk.me.value && <OffersToMe />}
      <main class="desk">{desk.me.value && <ReadingView />}{inside()}</main>
    </Here.Provider>
  );
}

function Demo(): JSX.Element | null {
  const say = useWords();
  return useDesk().demo.value ? <aside class="demo" data-testid="demo-banner">{say("desk.demo")}</aside> : null;
}

/** Between the board and the numbers, for who may see both. */
function Turn(): JSX.Element {
  const desk = useDesk();
  const say = useWords();
  const numbers = desk.aside.value === "counts";
  return <button type="button" class="second" data-testid="turn-counts" onClick={() => (desk.aside.value = numbers ? null : "counts")}>{say(numbers ? "counts.to_board" : "counts.title")}</button>;
}

/** Who is signed in and, when no case is open, the way to her ways in. */
function Me({ name }: { name: string }): JSX.Element {
  const desk = useDesk();
  const say = useWords();
  if (desk.cases.front.value) return <p class="me">{name}</p>;
  const shown = desk.aside.value === "ways";
  return <button type="button" class="second me" data-testid="open-ways" aria-pressed={shown} onClick={() => (desk.aside.value = shown ? null : "ways")}>{say("ways.open", { name })}</button>;
}

function Top(): JSX.Element {
  const desk = useDesk();
  const say = useWords();
  const me = desk.me.value;
  return (
    <header class="top">
      <p class="brand"><span class="glow" aria-hidden="true" />{say("desk.title")} <span class="where">{say("desk.name")}</span></p>
      {me && <Me name={me.name} />}
      {me?.role === "supervisor" && !desk.cases.front.value && <Turn />}
      <label class="language">
        <span class="unseen">{say("desk.language")}</span>
        <select data-testid="desk-language" value={desk.language.value} onChange={(event) => void desk.show(event.currentTarget.value as DeskLanguage)}>
          {Object.entries(DESK_LANGUAGES).map(([code, name]) => <option key={code} value={code} lang={code}>{name}</option>)}
        </select>
      </label>
      {me && <button type="button" class="second" data-testid="lock" title={say("desk.lock_hint")} onClick={() => desk.lock("desk.locked")}>{say("desk.lock")}</button>}
      {me && desk.broken.value && <p class="trouble wide" role="status">{say("desk.reconnecting")}</p>}
    </header>
  );
}
