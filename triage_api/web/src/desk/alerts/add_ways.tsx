import { type JSX } from "preact";
import { useId, useState } from "preact/hooks";

import { useWords } from "../here";
import { canBeTold, subscribe } from "./subscribe";
import { type MyAlerts, type Where } from "./wire";

interface AddWaysProps {
  mine: MyAlerts;
  /** Answers whether it was taken. */
  onAdd: (where: () => Promise<Where>, urgentOnly: boolean) => Promise<boolean>;
}

/** What is set up here, to be chosen from. Each way may be for urgent alerts alone. */
export function AddWays({ mine, onAdd }: AddWaysProps): JSX.Element {
  const say = useWords();
  const [urgentOnly, setUrgentOnly] = useState(false);
  const key = mine.push_key;
  return (
    <section class="add-ways" aria-labelledby="add-ways">
      <h2 id="add-ways">{say("alerts.add")}</h2>
      {!key && !mine.sms && !mine.mail && <p data-testid="nothing-set-up">{say("alerts.nothing_set_up")}</p>}
      <label class="tick"><input type="checkbox" data-testid="urgent-only" checked={urgentOnly} onChange={(event) => setUrgentOnly(event.currentTarget.checked)} />{say("alerts.only_urgent")}</label>
      {key && (
        <div class="add-way">
          <button type="button" class="send" data-testid="add-push" aria-disabled={!canBeTold()} onClick={() => canBeTold() && void onAdd(() => subscribe(key), urgentOnly)}>{say("alerts.add_push")}</button>
          <p class="hint">{say(canBeTold() ? "alerts.push_hint" : "alerts.push_unsupported")}</p>
        </div>
      )}
      {mine.sms && <AddByField kind="sms" label={say("alerts.number")} hint={say("alerts.number_hint")} type="tel" onAdd={(number) => onAdd(async () => ({ kind: "sms", number }), urgentOnly)} />}
      {mine.mail && <AddByField kind="mail" label={say("alerts.address")} hint={say("alerts.address_hint")} type="email" onAdd={(address) => onAdd(async () => ({ kind: "mail", address }), urgentOnly)} />}
    </section>
  );
}

interface AddByFieldProps {
  kind: "sms" | "mail";
  label: string;
  hint: string;
  type: "tel" | "email";
  onAdd: (value: string) => Promise<boolean>;
}

function AddByField({ kind, label, hint, type, onAdd }: AddByFieldProps): JSX.Element {
  const say = useWords();
  const id = useId();
  const [value, setValue] = useState("");
  const add = (event: Event) => {
    event.preventDefault();
    void onAdd(value.trim()).then((well) => well && setValue(""));
  };
  return (
    <form class="add-way field" onSubmit={add}>
      <label for={id}>{label}</label>
      <div class="field-row">
        <input id={id} type={type as "tel"} required data-testid={`add-${kind}-field`} autocomplete="off" maxLength={254} aria-describedby={`${id}-hint`} value={value} onInput={(event) => setValue(event.currentTarget.value)} />
        <button type="submit" class="second" data-testid={`add-${kind}`} aria-label={`${say("alerts.add_it")}: ${label}`}>{say("alerts.add_it")}</button>
      </div>
      <p class="hint" id={`${id}-hint`}>{hint}</p>
    </form>
  );
}
