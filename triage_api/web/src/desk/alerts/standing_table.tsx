import { type JSX } from "preact";

import { useWords } from "../here";
import { type Standing } from "./wire";

/** For those who plan: a shift of somebody whom nothing reaches is no shift. */
export function StandingTable({ standing: { people, unsent } }: { standing: Standing }): JSX.Element {
  const say = useWords();
  return (
    <section aria-labelledby="alert-standing">
      <h2 id="alert-standing">{say("alerts.standing")}</h2>
      {unsent > 0 && <p class="trouble" role="alert" data-testid="unsent">{say("alerts.unsent", { count: unsent })}</p>}
      <ul class="ways">
        {people.map(({ id, name, ways }) => (
          <li key={id} data-testid="reached" data-reached={ways.some(({ trouble }) => !trouble)}>
            <div>
              <b>{name}</b>
              {ways.length === 0 && <p class="trouble">{say("alerts.hears_nothing")}</p>}
              {ways.map(({ kind, urgent_only, trouble }, at) => (
                <p key={at} class={trouble ? "trouble" : "about"}>
                  {say(`alerts.${kind}`)}, {say(urgent_only ? "alerts.urgent_only" : "alerts.every")}{trouble && `. ${say(`alerts.${trouble}`)}`}
                </p>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
