import { type JSX } from "preact";
import { useState } from "preact/hooks";

import { Field } from "./field";
import { useWords } from "./here";
import { strengthOf } from "./passphrase";

/** A new passphrase, with what can be said of its strength; whoever submits it asks `strengthOf` again. */
export function NewPassphraseField({ testid, value, onValue }: { testid: string; value: string; onValue: (passphrase: string) => void }): JSX.Element {
  const say = useWords();
  const [shown, setShown] = useState(false);
  const strength = strengthOf(value);
  return (
    <>
      <Field label={say("invitation.passphrase")} hint={say("invitation.passphrase_hint")} testid={testid} secret={!shown} autocomplete="new-password" value={value} onValue={onValue}>
        <button type="button" class="second" aria-pressed={shown} onClick={() => setShown(!shown)}>{say(shown ? "invitation.hide" : "invitation.show")}</button>
      </Field>
      {value && <p class={`strength ${strength}`} role="status"><span aria-hidden="true"><i /><i /><i /></span>{say(`invitation.passphrase_${strength}`)}</p>}
    </>
  );
}
