import { type JSX } from "preact";
import { useEffect } from "preact/hooks";

import { titleFor } from "./attention";
import { useDesk, useWords } from "./here";

/** Keeps title, sound and the quiet line in step with who waits and who has written. */
export function AttentionLine(): JSX.Element {
  const desk = useDesk();
  const say = useWords();
  const sight = desk.sight();
  const key = JSON.stringify([sight.waiting, sight.asked, ...sight.unread]);
  useEffect(() => {
    document.title = titleFor(sight);
    desk.attention.see(sight);
  }, [key]);
  useEffect(() => () => void (document.title = "Lykta"), []);
  const said = desk.attention.said.value;
  return <p class="unseen" role="status" data-testid="attention">{said ? say(said.phrase, said.facts) : ""}</p>;
}

/** Asked once; after that a switch. */
export function SoundSwitch(): JSX.Element {
  const { attention } = useDesk();
  const say = useWords();
  const on = attention.sound.value;
  if (on === null) {
    return (
      <div class="duty" data-testid="ask-sound">
        <p>{say("attention.ask")}</p>
        <div class="actions">
          <button type="button" class="second" data-testid="sound-on" onClick={() => attention.turnSound(true)}>{say("attention.yes")}</button>
          <button type="button" class="second" data-testid="sound-off" onClick={() => attention.turnSound(false)}>{say("attention.no")}</button>
        </div>
      </div>
    );
  }
  return (
    <div class="duty">
      <button type="button" role="switch" aria-checked={on} data-testid="sound" onClick={() => attention.turnSound(!on)}><i aria-hidden="true" />{say("attention.sound")}</button>
      <p class="hint">{say("attention.how")}</p>
    </div>
  );
}
