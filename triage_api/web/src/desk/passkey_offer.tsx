import { type JSX } from "preact";

import { useDesk, useWords } from "./here";
import { canUsePasskeys } from "./passkeys";

/** The last step of an invitation, once: a passkey for the next time. Nothing waits for it. */
export function PasskeyOffer(): JSX.Element | null {
  const desk = useDesk();
  const say = useWords();
  if (!desk.justJoined.value || !canUsePasskeys()) return null;
  const open = () => {
    desk.justJoined.value = false;
    desk.aside.value = "ways";
  };
  return (
    <section class="card" data-testid="passkey-offer">
      <h2>{say("passkey.offer")}</h2>
      <p>{say("passkey.offer_how")}</p>
      <div class="panel-buttons">
        <button type="button" class="second" data-testid="passkey-not-now" onClick={() => (desk.justJoined.value = false)}>{say("passkey.not_now")}</button>
        <button type="button" class="send" data-testid="passkey-offered" onClick={open}>{say("passkey.add")}</button>
      </div>
    </section>
  );
}
