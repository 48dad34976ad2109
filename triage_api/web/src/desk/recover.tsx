import { type JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { SealRefused } from "../seal/refused";
import { type OpenedByCode, finishRecovery, openRecovery } from "./calls";
import { CodeField, Field, LongField } from "./field";
import { useWords } from "./here";
import { newPassphrase, newRecovery } from "./new_ways";
import { strengthOf } from "./passphrase";
import { NewPassphraseField } from "./passphrase_field";
import { deriveRecovery, readCode } from "./recovery_code";
import { RecoverySheet } from "./recovery_sheet";
import { Title } from "./title";
import { TotpApp } from "./totp";
import { troubleIn } from "./trouble";
import { type Vault, forgetVault, openVault } from "./vault";

type Trouble = ReturnType<typeof troubleIn> | null;

/** No code: it was mistyped, which its checksum tells without asking anybody. */
class NoCode extends Error {}

interface Opened {
  answer: OpenedByCode;
  vault: Vault;
}

/** From a lost passphrase to a new one: the printed code opens the keys here, in this browser. */
export function Recover({ name, onDone, onBack }: { name: string; onDone: (name: string) => void; onBack: () => void }): JSX.Element {
  const [signInName, setSignInName] = useState(name);
  const [opened, setOpened] = useState<Opened | null>(null);
  const [next, setNext] = useState("");
  const open = useRef<Vault | null>(null);
  useEffect(() => () => { if (open.current) forgetVault(open.current); }, []);
  const take = (found: Opened) => {
    open.current = found.vault;
    setOpened(found);
  };
  if (next) return <RecoverySheet code={next} onKept={() => onDone(signInName)} />;
  if (opened) return <SetAnew {...opened} onSet={setNext} />;
  return <ShowCode name={signInName} onName={setSignInName} onOpened={take} onBack={onBack} />;
}

interface Showing {
  name: string;
  onName: (name: string) => void;
  onOpened: (opened: Opened) => void;
  onBack: () => void;
}

function ShowCode({ name, onName, onOpened, onBack }: Showing): JSX.Element {
  const say = useWords();
  const [typed, setTyped] = useState("");
  const [digits, setDigits] = useState("");
  const [reset, setReset] = useState<string | null>(null);
  const [opening, setOpening] = useState(false);
  const [trouble, setTrouble] = useState<Trouble>(null);

  const submit = async () => {
    if (opening) return;
    setTrouble(null);
    setOpening(true);
    try {
      onOpened(await open(name, typed, reset === null ? { totp: digits } : { reset: reset.trim() }));
    } catch (error) {
      setTrouble(troubleOf(error));
      setDigits("");
      setOpening(false);
    }
  };

  return (
    <section class="card">
      <Title>{say("recovery.come_back")}</Title>
      <p>{say("recovery.come_back_how")}</p>
      {trouble && <p class="trouble" role="alert" data-testid="trouble">{say(trouble.phrase, trouble.facts)}</p>}
      <form onSubmit={(event) => { event.preventDefault(); void submit(); }}>
        <Field label={say("sign_in.name")} testid="recover-name" autocomplete="username" value={name} onValue={onName} />
        <LongField label={say("recovery.code")} testid="recover-code" value={typed} onValue={setTyped} />
        {reset === null
          ? <CodeField label={say("sign_in.totp")} testid="recover-totp" value={digits} onValue={setDigits} />
          : <Field label={say("recovery.reset")} hint={say("recovery.reset_hint")} testid="recover-reset" autocomplete="off" value={reset} onValue={setReset} />}
        <button type="submit" class="send" data-testid="recover-submit" aria-disabled={opening}>{say(opening ? "sign_in.opening" : "recovery.submit")}</button>
      </form>
      <div class="panel-buttons">
        <button type="button" class="second" data-testid="lost-app" aria-pressed={reset !== null} onClick={() => setReset(reset === null ? "" : null)}>{say("recovery.lost_app")}</button>
        <button type="button" class="second" onClick={onBack}>{say("recovery.back")}</button>
      </div>
    </section>
  );
}

function SetAnew({ answer, vault, onSet }: Opened & { onSet: (code: string) => void }): JSX.Element {
  const say = useWords();
  const [passphrase, setPassphrase] = useState("");
  const [digits, setDigits] = useState("");
  const [setting, setSetting] = useState(false);
  const [trouble, setTrouble] = useState<Trouble>(null);
  const uri = answer.totp_uri;

  const submit = async () => {
    if (setting) return;
    setTrouble(null);
    if (strengthOf(passphrase) === "weak") return setTrouble({ phrase: "invitation.passphrase_weak", facts: {} });
    setSetting(true);
    try {
      const { id } = answer.counsellor;
      const made = await newPassphrase(passphrase, vault.key, id);
      const { code, recovery } = await newRecovery(vault.key, id);
      await finishRecovery(answer.ticket, { ...made, recovery, ...(uri ? { totp: digits } : {}) });
      onSet(code);
    } catch (error) {
      setTrouble(troubleIn(error, { not_signed_in: "recovery.over", wrong_totp: "invitation.wrong_code" }));
      setDigits("");
      setSetting(false);
    }
  };

  return (
    <section class="card">
      <Title>{say("recovery.new_passphrase")}</Title>
      <p>{say("recovery.opened", { name: answer.counsellor.name })}</p>
      {trouble && <p class="trouble" role="alert" data-testid="trouble">{say(trouble.phrase, trouble.facts)}</p>}
      <form onSubmit={(event) => { event.preventDefault(); void submit(); }}>
        <NewPassphraseField testid="recover-passphrase" value={passphrase} onValue={setPassphrase} />
        {uri && <TotpApp uri={uri} />}
        {uri && <CodeField label={say("invitation.totp_code")} testid="recover-new-totp" value={digits} onValue={setDigits} />}
        <button type="submit" class="send" data-testid="recover-set" aria-disabled={setting}>{say(setting ? "invitation.making" : "recovery.set")}</button>
      </form>
    </section>
  );
}

async function open(name: string, typed: string, second: { totp: string } | { reset: string }): Promise<Opened> {
  const secret = await readCode(typed);
  if (!secret) throw new NoCode();
  const { authKey, wrappingKey } = await deriveRecovery(secret);
  const answer = await openRecovery({ sign_in_name: name, auth_key: authKey, ...second });
  return { answer, vault: await openVault(answer, "recovery", wrappingKey) };
}

function troubleOf(error: unknown): Trouble {
  if (error instanceof NoCode) return { phrase: "recovery.mistyped", facts: {} };
  if (error instanceof SealRefused) return { phrase: "recovery.not_opened", facts: {} };
  return troubleIn(error, { not_recovered: "recovery.refused" });
}
