import { type JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { SealRefused } from "../seal/refused";
import { type Session } from "./calls";
import { leave } from "./enter";
import { Field } from "./field";
import { useDesk, useWords } from "./here";
import { derive } from "./passphrase";
import { signInTrouble } from "./sign_in_trouble";
import { Title } from "./title";
import { openVault } from "./vault";

/** Signed in by a passkey that opens no keys: the passphrase does it, and goes nowhere. */
export function Unlock({ session, onBack }: { session: Session; onBack: () => void }): JSX.Element {
  const desk = useDesk();
  const say = useWords();
  const [passphrase, setPassphrase] = useState("");
  const [opening, setOpening] = useState(false);
  const [trouble, setTrouble] = useState<ReturnType<typeof signInTrouble> | null>(null);
  const entered = useRef(false);
  useEffect(() => () => { if (!entered.current) leave(session); }, []);

  const submit = async () => {
    if (opening) return;
    setTrouble(null);
    setOpening(true);
    try {
      const { wrappingKey } = await derive(passphrase, session.kdf);
      const vault = await openVault(session, "passphrase", wrappingKey);
      entered.current = true;
      await desk.enter(session, vault);
    } catch (error) {
      if (entered.current) {
        desk.lock();
        onBack();
      }
      setTrouble(error instanceof SealRefused ? { phrase: "passkey.wrong_passphrase", facts: {} } : signInTrouble(error));
      setOpening(false);
    }
  };

  return (
    <section class="card">
      <Title>{say("passkey.unlock")}</Title>
      <p>{say("passkey.unlock_how", { name: session.counsellor.name })}</p>
      {trouble && <p class="trouble" role="alert" data-testid="trouble">{say(trouble.phrase, trouble.facts)}</p>}
      <form onSubmit={(event) => { event.preventDefault(); void submit(); }}>
        <Field label={say("sign_in.passphrase")} testid="unlock-passphrase" secret autocomplete="current-password" value={passphrase} onValue={setPassphrase} />
        <div class="panel-buttons">
          <button type="button" class="second" onClick={onBack}>{say("recovery.back")}</button>
          <button type="submit" class="send" data-testid="unlock-submit" aria-disabled={opening}>{say(opening ? "sign_in.opening" : "recovery.submit")}</button>
        </div>
      </form>
    </section>
  );
}
