import { type JSX } from "preact";

import { day } from "../../words/dates";
import { useDesk, useWords } from "../here";
import { type MyAlerts } from "./wire";

interface MyWaysProps {
  mine: MyAlerts;
  onTry: (id: string) => void;
  onRemove: (id: string) => void;
}

/** The ways by which one is told now. Where they lead is not shown again: it stands nowhere that a page could read. */
export function MyWays({ mine, onTry, onRemove }: MyWaysProps): JSX.Element {
  const say = useWords();
  const language = useDesk().language.value;
  return (
    <section aria-labelledby="my-ways">
      <h2 id="my-ways">{say("alerts.mine")}</h2>
      {mine.channels.length === 0 && <p data-testid="no-ways">{say("alerts.none")}</p>}
      <ul class="ways">
        {mine.channels.map(({ id, kind, urgent_only, added_on, trouble }) => {
          const name = say(`alerts.${kind}`);
          return (
            <li key={id} data-testid="way" data-kind={kind} data-trouble={trouble ?? undefined}>
              <div>
                <b>{name}</b> <span class="about">{say(urgent_only ? "alerts.urgent_only" : "alerts.every")}, {say("alerts.since", { day: day(language, added_on) })}</span>
                {trouble && <p class="trouble">{say(`alerts.${trouble}`)}</p>}
              </div>
              <div class="way-buttons">
                <button type="button" class="second" data-testid="try-way" aria-label={`${say("alerts.try")}: ${name}`} onClick={() => onTry(id)}>{say("alerts.try")}</button>
                <button type="button" class="quiet" data-testid="remove-way" aria-label={`${say("alerts.remove")}: ${name}`} onClick={() => onRemove(id)}>{say("alerts.remove")}</button>
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
