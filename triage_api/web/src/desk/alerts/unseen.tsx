import { type JSX } from "preact";
import { useState } from "preact/hooks";

import { useDesk, useWords } from "../here";
import { troubleIn } from "../trouble";

/** An alert goes on that nobody has seen yet: whoever presses takes who waits, and nobody else is woken meanwhile. */
export function UnseenAlert(): JSX.Element | null {
  const desk = useDesk();
  const say = useWords();
  const [trouble, setTrouble] = useState<ReturnType<typeof troubleIn> | null>(null);
  if (!desk.alertUnseen.value) return null;
  const see = () => {
    setTrouble(null);
    desk.alertCalls().seen().then(() => (desk.alertUnseen.value = false), (error: unknown) => setTrouble(troubleIn(error)));
  };
  return (
    <aside class="unseen-alert" data-testid="unseen-alert" aria-labelledby="unseen-alert">
      <p id="unseen-alert" role="alert"><b>{say("alerts.unseen")}</b></p>
      <p class="hint">{say("alerts.unseen_hint")}</p>
      {trouble && <p class="trouble" role="alert">{say(trouble.phrase, trouble.facts)}</p>}
      <button type="button" class="send" data-testid="alert-seen" onClick={see}>{say("alerts.seen")}</button>
    </aside>
  );
}
