import { type JSX } from "preact";

import { useDesk, useWords } from "../here";

/** The way from the board to how one is told. */
export function AlertsCard(): JSX.Element {
  const desk = useDesk();
  const say = useWords();
  return (
    <section class="alerts-card">
      <button type="button" class="second" data-testid="open-alerts" onClick={() => (desk.aside.value = "alerts")}>{say("alerts.open")}</button>
    </section>
  );
}
