import { type JSX } from "preact";

import { useDesk, useWords } from "../here";

/** The way to what is needed seldom: one's own sessions, and for administrators the people. */
export function AsideLinks(): JSX.Element {
  const desk = useDesk();
  const say = useWords();
  return (
    <nav class="aside-links" aria-label={say("desk.more")}>
      {desk.me.value?.role === "administrator" && <button type="button" class="second" data-testid="open-people" onClick={() => (desk.aside.value = "people")}>{say("people.title")}</button>}
      <button type="button" class="second" data-testid="open-sessions" onClick={() => (desk.aside.value = "sessions")}>{say("sessions.title")}</button>
    </nav>
  );
}
