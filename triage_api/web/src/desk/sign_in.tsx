import { type JSX } from "preact";
import { useState } from "preact/hooks";

import { type Session, beginPasskey, beginSignIn, signIn, signInByPasskey } from "./calls";
import { type Desk } from "./desk";
import { enterWith } from "./enter";
import { CodeField, Field } from "./field";
import { useDesk, useWords } from "./here";
import { canUsePasskeys, signWithPasskey } from "./passkeys";
import { derive } from "./passphrase";
import { RecoveryKeyIsOn } from "./recovery_key";
import { signInTrouble } from "./sign_in_trouble";
import { Title } from "./title";
import { Unlock } from "./unlock";
import { openVault } from "./vault";

export function SignIn({ name: known, onLost }: { name: string; onLost: (name: string) => void }): JSX.Element {
  const desk = useDesk();
  const say = useWords();
  const [name, setName] = useState(known);
  const [passphrase, setPassphrase] = useState("");
  const [code, setCode] = useState("");
  const [opening, setOpening] = useState<"" | "words" | "touch">("");
  const [locked, setLocked] = useState<Session | null>(null);
  const [trouble, setTrouble] = useState<ReturnType<typeof signInTrouble> | null>(null);

  const trying = async (how: "words" | "touch", work: () => Promise<void>) => {
    if (opening) return;
    setTrouble(null);
    setOpening(how);
    try {
      await work();
    } catch (error) {
      setTrouble(signInTrouble(error));
      setCode("");
    } finally {
      setOpening("");
    }
  };
  const byWords = () => trying("words", () => openByWords(desk, name, passphrase, code));
  const byTouch = () => trying("touch", async () => setLocked(await openByTouch(desk)));

  if (locked) return <Unlock session={locked} onBack={() => setLocked(null)} />;
  return (
    <section class="card">
      <Title>{say("sign_in.title")}</Title>
      {desk.said.value && <p class="said-to-you" role="status">{say(desk.said.value.phrase)}</p>}
      {trouble && <p class="trouble" role="alert" data-testid="trouble">{say(trouble.phrase, trouble.facts)}</p>}
      <RecoveryKeyIsOn />
      {canUsePasskeys() && (
        <div class="by-touch">
          <button type="button" class="second" data-testid="sign-in-passkey" aria-disabled={opening !== ""} onClick={() => void byTouch()}>{say(opening === "touch" ? "passkey.waiting" : "passkey.sign_in")}</button>
          <p class="or">{say("passkey.or")}</p>
        </div>
      )}
      <form onSubmit={(event) => { event.preventDefault(); void byWords(); }}>
        <Field label={say("sign_in.name")} testid="sign-in-name" autocomplete="username" value={name} onValue={setName} />
        <Field label={say("sign_in.passphrase")} testid="sign-in-passphrase" secret autocomplete="current-password" value={passphrase} onValue={setPassphrase} />
        <CodeField label={say("sign_in.totp")} testid="sign-in-totp" value={code} onValue={setCode} />
        <button type="submit" class="send" data-testid="sign-in-submit" aria-disabled={opening !== ""}>{say(opening === "words" ? "sign_in.opening" : "sign_in.submit")}</button>
      </form>
      <button type="button" class="quiet start" data-testid="lost-passphrase" onClick={() => onLost(name)}>{say("recovery.lost")}</button>
    </section>
  );
}

/** The passphrase goes no further than `derive`; the server gets one of the two keys it makes. */
async function openByWords(desk: Desk, name: string, passphrase: string, code: string): Promise<void> {
  const { kdf } = await beginSignIn(name);
  const { authKey, wrappingKey } = await derive(passphrase, kdf);
  const session = await signIn(name, authKey, code);
  await enterWith(desk, session, () => openVault(session, "passphrase", wrappingKey));
}

/** One touch; where the device gave no secret, the session is returned, for the passphrase to open the keys. */
async function openByTouch(desk: Desk): Promise<Session | null> {
  const { signed, wrappingKey } = await signWithPasskey(await beginPasskey());
  const session = await signInByPasskey(signed);
  if (!wrappingKey || !session.wraps.some((wrap) => wrap.kind === "passkey")) return session;
  await enterWith(desk, session, () => openVault(session, "passkey", wrappingKey));
  return null;
}
