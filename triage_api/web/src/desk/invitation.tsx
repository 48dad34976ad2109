import { type JSX } from "preact";
import { useEffect, useState } from "preact/hooks";

import { acceptInvitation, openInvitation } from "./calls";
import { Field } from "./field";
import { useWords } from "./here";
import { newCounsellorId, newKeys, publicKeysOf, wrapKeys } from "./keys";
import { newPassphrase, newRecovery } from "./new_ways";
import { strengthOf } from "./passphrase";
import { NewPassphraseField } from "./passphrase_field";
import { RecoveryKeyIsOn } from "./recovery_key";
import { RecoverySheet } from "./recovery_sheet";
import { Totp } from "./totp";
import { troubleIn } from "./trouble";
import { forgetVault, newVaultKey } from "./vault";

interface Accepted {
  signInName: string;
  /** For the code app. */
  uri: string;
  recoveryCode: string;
}

type Trouble = ReturnType<typeof troubleIn> | null;

/** Follows an invitation: names, passphrase, keys made here, code app. */
export function Invitation({ code, onDone }: { code: string; onDone: (signInName: string) => void }): JSX.Element {
  const say = useWords();
  const [role, setRole] = useState<string | null>(null);
  const [trouble, setTrouble] = useState<Trouble>(null);
  const [accepted, setAccepted] = useState<Accepted | null>(null);
  const [confirmed, setConfirmed] = useState(false);

  useEffect(() => {
    openInvitation(code).then((found) => setRole(found.role), (error: unknown) => setTrouble(troubleIn(error, { invitation_over: "invitation.over" })));
  }, [code]);

  if (accepted && confirmed) return <RecoverySheet code={accepted.recoveryCode} onKept={() => onDone(accepted.signInName)} />;
  if (accepted) return <Totp code={code} uri={accepted.uri} onDone={() => setConfirmed(true)} />;
  return (
    <section class="card">
      <h1>{say("invitation.title")}</h1>
      {role && <p>{say("invitation.role", { role: say(`invitation.${role}`) })}</p>}
      {trouble && <p class="trouble" role="alert" data-testid="trouble">{say(trouble.phrase, trouble.facts)}</p>}
      {role && <RecoveryKeyIsOn />}
      {role && <Accept code={code} onAccepted={setAccepted} onTrouble={setTrouble} />}
    </section>
  );
}

interface Accepting {
  code: string;
  onAccepted: (accepted: Accepted) => void;
  onTrouble: (trouble: Trouble) => void;
}

function Accept({ code, onAccepted, onTrouble }: Accepting): JSX.Element {
  const say = useWords();
  const [name, setName] = useState("");
  const [signInName, setSignInName] = useState("");
  const [passphrase, setPassphrase] = useState("");
  const [making, setMaking] = useState(false);

  const submit = async () => {
    if (making) return;
    onTrouble(null);
    if (strengthOf(passphrase) === "weak") return onTrouble({ phrase: "invitation.passphrase_weak", facts: {} });
    setMaking(true);
    try {
      onAccepted(await accept(code, name, signInName, passphrase));
    } catch (error) {
      onTrouble(troubleIn(error, { invitation_over: "invitation.over", name_taken: "invitation.name_taken" }));
    } finally {
      setMaking(false);
    }
  };

  return (
    <form onSubmit={(event) => { event.preventDefault(); void submit(); }}>
      <Field label={say("invitation.name")} hint={say("invitation.name_hint")} testid="invite-name" autocomplete="off" value={name} onValue={setName} />
      <Field label={say("invitation.sign_in_name")} hint={say("invitation.sign_in_name_hint")} testid="invite-sign-in-name" autocomplete="username" value={signInName} onValue={setSignInName} />
      <NewPassphraseField testid="invite-passphrase" value={passphrase} onValue={setPassphrase} />
      <button type="submit" class="send" data-testid="invite-submit" aria-disabled={making}>{say(making ? "invitation.making" : "invitation.submit")}</button>
    </form>
  );
}

/** Makes the keys and hands in their public half and, under the vault key, their private one. */
async function accept(code: string, name: string, signInName: string, passphrase: string): Promise<Accepted> {
  const counsellor_id = newCounsellorId();
  const vault = { key: newVaultKey(), keys: newKeys() };
  const wrapped_keys = await wrapKeys(vault.keys, vault.key, counsellor_id);
  const made = await newPassphrase(passphrase, vault.key, counsellor_id);
  const { code: recoveryCode, recovery } = await newRecovery(vault.key, counsellor_id);
  const publicKeys = await publicKeysOf(vault.keys);
  forgetVault(vault);
  const { totp_uri } = await acceptInvitation({ code, counsellor_id, sign_in_name: signInName, name, wrapped_keys, recovery, ...made, ...publicKeys });
  return { signInName, uri: totp_uri, recoveryCode };
}
