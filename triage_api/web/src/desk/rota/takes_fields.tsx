import { type JSX } from "preact";
import { useId } from "preact/hooks";

import { useWords } from "../here";
import { LANGUAGES, PERSONAS, type Someone, TIERS, type Takes, type Tier } from "./wire";

export function Who({ label, value, people, onValue }: { label: string; value: string; people: Someone[]; onValue: (id: string) => void }): JSX.Element {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} required data-testid="rota-who" value={value} onChange={(event) => onValue(event.currentTarget.value)}>
        {people.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}
      </select>
    </div>
  );
}

/** Who, in which tier, and for whom. */
export function TakesFields({ takes, people, onTakes }: { takes: Takes; people: Someone[]; onTakes: (takes: Takes) => void }): JSX.Element {
  const say = useWords();
  const id = useId();
  return (
    <>
      <div class="rota-row">
        <Who label={say("rota.who")} value={takes.counsellor_id} people={people} onValue={(counsellor_id) => onTakes({ ...takes, counsellor_id })} />
        <div class="field">
          <label for={id}>{say("rota.tier_label")}</label>
          <select id={id} data-testid="rota-tier" value={takes.tier} onChange={(event) => onTakes({ ...takes, tier: Number(event.currentTarget.value) as Tier })}>
            {TIERS.map((tier) => <option key={tier} value={tier}>{say(`rota.tier_${tier}`)}</option>)}
          </select>
        </div>
      </div>
      <Several legend={say("rota.languages")} all={LANGUAGES} word="language" chosen={takes.languages} onChosen={(languages) => onTakes({ ...takes, languages })} />
      <Several legend={say("rota.personas")} all={PERSONAS} word="writer" chosen={takes.personas} onChosen={(personas) => onTakes({ ...takes, personas })} />
    </>
  );
}

/** Boxes of which at least one stays ticked. */
export function Several({ legend, all, word, chosen, onChosen }: { legend: string; all: readonly string[]; word: string; chosen: string[]; onChosen: (chosen: string[]) => void }): JSX.Element {
  const say = useWords();
  return (
    <fieldset class="several">
      <legend>{legend}</legend>
      {all.map((one) => (
        <label key={one}>
          <input type="checkbox" checked={chosen.includes(one)} disabled={chosen.length === 1 && chosen[0] === one}
            onChange={(event) => onChosen(all.filter((other) => (other === one ? event.currentTarget.checked : chosen.includes(other))))} />
          {say(`${word}.${one}`)}
        </label>
      ))}
    </fieldset>
  );
}
