import { type JSX } from "preact";
import { useState } from "preact/hooks";

import { SealRefused } from "../seal/refused";
import { beginSignIn, signIn } from "./calls";
import { CodeField, Field } from "./field";
import { useDesk, useWords } from "./here";
import { type Desk } from "./desk";
import { WeakKdf, derive } from "./passphrase";
import { Title } from "./title";
import { troubleIn } from "./trouble";
import { openVault } from "./vault";

export function SignIn({ name: known, onLost }: { name: string; onLost: (name: string) => void }): JSX.Element {
  const desk = useDesk();
  const say = useWords();
  const [name, setName] = useState(known);
  const [passphrase, setPassphrase] = useState("");
  const [code, setCode] = useState("");
  const [opening, setOpening] = useState(false);
  const [trouble, setTrouble] = useState<ReturnType<typeof troubleIn> | null>(null);

  const submit = async () => {
    if (opening) return;
    setTrouble(null);
    setOpening(true);
    try {
      await open(desk, name, passphrase, code);
    } catch (error) {
      setTrouble(troubleOf(error));
      setCode("");
      setOpening(false);
    }
  };

  return (
    <section class="card">
      <Title>{say("sign_in.title")}</Title>
      {desk.said.value && <p class="said-to-you" role="status">{say(desk.said.value.phrase)}</p>}
      {trouble && <p class="trouble" role="alert" data-testid="trouble">{say(trouble.phrase, trouble.facts)}</p>}
      <form onSubmit={(event) => { event.preventDefault(); void submit(); }}>
        <Field label={say("sign_in.name")} testid="sign-in-name" autocomplete="username" value={name} onValue={setName} />
        <Field label={say("sign_in.passphrase")} testid="sign-in-passphrase" secret autocomplete="current-password" value={passphrase} onValue={setPassphrase} />
        <CodeField label={say("sign_in.totp")} testid="sign-in-totp" value={code} onValue={setCode} />
        <button type="submit" class="send" data-testid="sign-in-submit" aria-disabled={opening}>{say(opening ? "sign_in.opening" : "sign_in.submit")}</button>
      </form>
      <button type="button" class="quiet start" data-testid="lost-passphrase" onClick={() => onLost(name)}>{say("recovery.lost")}</button>
    </section>
  );
}

/** The passphrase goes no further than `derive`; the server gets one of the two keys it makes. */
async function open(desk: Desk, name: string, passphrase: string, code: string): Promise<void> {
  const { kdf } = await beginSignIn(name);
  const { authKey, wrappingKey } = await derive(passphrase, kdf);
  const session = await signIn(name, authKey, code);
  const vault = await openVault(session, "passphrase", wrappingKey);
  try {
    await desk.enter(session, vault);
  } catch (error) {
    desk.lock(); // half signed in is not a state anybody should work in
    throw error;
  }
}

function troubleOf(error: unknown): ReturnType<typeof troubleIn> {
  if (error instanceof WeakKdf) return { phrase: "sign_in.weak", facts: {} };
  if (error instanceof SealRefused) return { phrase: "sign_in.wrapped", facts: {} };
  return troubleIn(error, { not_signed_in: "sign_in.refused" });
}
