import { type JSX } from "preact";
import { useId } from "preact/hooks";

import { type Level } from "../seal/transcript";
import { byName, type Labels } from "./counts_calls";
import { useDesk, useWords } from "./here";

/** What may be said of a case at its end, as the server has the codes. */
export interface Outcomes {
  outcomes: Readonly<Record<string, Labels>>;
  needs: Readonly<Record<string, Labels>>;
  counties: Readonly<Record<string, Labels>>;
}

/** The counsellor's own view. Nothing of it has to be filled in, and nothing of it is kept with the case. */
export interface Assessment {
  outcome: string | null;
  level: Level | null;
  needs: readonly string[];
  follow_up: boolean | null;
  county: string | null;
}

export const NOTHING_SAID: Assessment = { outcome: null, level: null, needs: [], follow_up: null, county: null };

const LEVELS: readonly Level[] = ["immediate", "high", "elevated", "routine"];

export function AssessmentForm({ said, onSaid }: { said: Assessment; onSaid: (said: Assessment) => void }): JSX.Element | null {
  const desk = useDesk();
  const say = useWords();
  const id = useId();
  const known = desk.outcomes.value;
  const language = desk.language.value;
  if (!known) return null;
  const tick = (need: string) => onSaid({ ...said, needs: said.needs.includes(need) ? said.needs.filter((one) => one !== need) : [...said.needs, need] });
  return (
    <div class="assessment" data-testid="assessment">
      <p class="hint">{say("assess.how")}</p>
      <div class="assess-pair">
        <label for={`${id}-outcome`}>{say("assess.outcome")}</label>
        <select id={`${id}-outcome`} data-testid="assess-outcome" value={said.outcome ?? ""} onChange={(event) => onSaid({ ...said, outcome: event.currentTarget.value || null })}>
          <option value="">{say("assess.skip")}</option>
          {Object.entries(known.outcomes).map(([code, label]) => <option key={code} value={code}>{label[language]}</option>)}
        </select>
        <label for={`${id}-level`}>{say("assess.level")}</label>
        <select id={`${id}-level`} data-testid="assess-level" value={said.level ?? ""} onChange={(event) => onSaid({ ...said, level: (event.currentTarget.value || null) as Level | null })}>
          <option value="">{say("assess.skip")}</option>
          {LEVELS.map((level) => <option key={level} value={level}>{say(`level.${level}`)}</option>)}
        </select>
        <label for={`${id}-follow`}>{say("assess.follow_up")}</label>
        <select id={`${id}-follow`} data-testid="assess-follow-up" value={said.follow_up === null ? "" : String(said.follow_up)}
          onChange={(event) => onSaid({ ...said, follow_up: event.currentTarget.value ? event.currentTarget.value === "true" : null })}>
          <option value="">{say("assess.skip")}</option>
          <option value="true">{say("assess.yes")}</option>
          <option value="false">{say("assess.no")}</option>
        </select>
        <label for={`${id}-county`}>{say("assess.county")}</label>
        <select id={`${id}-county`} data-testid="assess-county" value={said.county ?? ""} onChange={(event) => onSaid({ ...said, county: event.currentTarget.value || null })}>
          <option value="">{say("assess.not_said")}</option>
          {byName(known.counties, language).map(([code, name]) => <option key={code} value={code}>{name}</option>)}
        </select>
      </div>
      <fieldset>
        <legend>{say("assess.needs")}</legend>
        {Object.entries(known.needs).map(([need, label]) => (
          <label key={need} class="tick"><input type="checkbox" data-testid="assess-need" data-need={need} checked={said.needs.includes(need)} onChange={() => tick(need)} /> {label[language]}</label>
        ))}
      </fieldset>
    </div>
  );
}
