import { type JSX } from "preact";
import { useEffect, useState } from "preact/hooks";

import { acceptInvitation, openInvitation } from "./calls";
import { Field } from "./field";
import { useWords } from "./here";
import { newCounsellorId, newKeys, publicKeysOf, wrapKeys } from "./keys";
import { derive, newKdf, strengthOf } from "./passphrase";
import { Totp } from "./totp";
import { troubleIn } from "./trouble";
import { forgetVault, newVaultKey, wrapVaultKey } from "./vault";

type Trouble = ReturnType<typeof troubleIn> | null;

/** Follows an invitation: names, passphrase, keys made here, code app. */
export function Invitation({ code, onDone }: { code: string; onDone: (signInName: string) => void }): JSX.Element {
  const say = useWords();
  const [role, setRole] = useState<string | null>(null);
  const [trouble, setTrouble] = useState<Trouble>(null);
  const [accepted, setAccepted] = useState<{ uri: string; signInName: string } | null>(null);

  useEffect(() => {
    openInvitation(code).then((found) => setRole(found.role), (error: unknown) => setTrouble(troubleIn(error, { invitation_over: "invitation.over" })));
  }, [code]);

  if (accepted) return <Totp code={code} uri={accepted.uri} onDone={() => onDone(accepted.signInName)} />;
  return (
    <section class="card">
      <h1>{say("invitation.title")}</h1>
      {role && <p>{say("invitation.role", { role: say(`invitation.${role}`) })}</p>}
      {trouble && <p class="trouble" role="alert" data-testid="trouble">{say(trouble.phrase, trouble.facts)}</p>}
      {role && <Accept code={code} onAccepted={(uri, signInName) => setAccepted({ uri, signInName })} onTrouble={setTrouble} />}
    </section>
  );
}

interface Accepting {
  code: string;
  onAccepted: (uri: string, signInName: string) => void;
  onTrouble: (trouble: Trouble) => void;
}

function Accept({ code, onAccepted, onTrouble }: Accepting): JSX.Element {
  const say = useWords();
  const [name, setName] = useState("");
  const [signInName, setSignInName] = useState("");
  const [passphrase, setPassphrase] = useState("");
  const [shown, setShown] = useState(false);
  const [making, setMaking] = useState(false);
  const strength = strengthOf(passphrase);

  const submit = async () => {
    if (making) return;
    onTrouble(null);
    if (strength === "weak") return onTrouble({ phrase: "invitation.passphrase_weak", facts: {} });
    setMaking(true);
    try {
      onAccepted(await accept(code, name, signInName, passphrase), signInName);
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
      <Field label={say("invitation.passphrase")} hint={say("invitation.passphrase_hint")} testid="invite-passphrase" secret={!shown} autocomplete="new-password" value={passphrase} onValue={setPassphrase}>
        <button type="button" class="second" aria-pressed={shown} onClick={() => setShown(!shown)}>{say(shown ? "invitation.hide" : "invitation.show")}</button>
      </Field>
      {passphrase && <p class={`strength ${strength}`} role="status"><span aria-hidden="true"><i /><i /><i /></span>{say(`invitation.passphrase_${strength}`)}</p>}
      <button type="submit" class="send" data-testid="invite-submit" aria-disabled={making}>{say(making ? "invitation.making" : "invitation.submit")}</button>
    </form>
  );
}

/** Makes the keys and hands in their public half and their wrapped private half. Returns the code app's secret. */
async function accept(code: string, name: string, signInName: string, passphrase: string): Promise<string> {
  const keys = newKeys();
  const counsellor_id = newCounsellorId();
  const kdf = newKdf();
  const { authKey, wrappingKey } = await derive(passphrase, kdf);
  const vault = { key: newVaultKey(), keys };
  const wrapped_keys = await wrapKeys(keys, vault.key, counsellor_id);
  const wrap = await wrapVaultKey(vault.key, wrappingKey, counsellor_id, "passphrase");
  const publicKeys = await publicKeysOf(keys);
  forgetVault(vault);
  const { totp_uri } = await acceptInvitation({ code, counsellor_id, sign_in_name: signInName, name, kdf, auth_key: authKey, wrapped_keys, wrap, ...publicKeys });
  return totp_uri;
}
