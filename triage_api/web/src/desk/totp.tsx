import { type JSX } from "preact";
import { useState } from "preact/hooks";
import { encode } from "uqr";

import { confirmInvitation } from "./calls";
import { CodeField } from "./field";
import { useWords } from "./here";
import { Title } from "./title";
import { troubleIn } from "./trouble";

/** Connects the code app: the square is drawn here, so that the secret goes to no picture service. */
export function Totp({ code, uri, onDone }: { code: string; uri: string; onDone: () => void }): JSX.Element {
  const say = useWords();
  const [digits, setDigits] = useState("");
  const [trouble, setTrouble] = useState<ReturnType<typeof troubleIn> | null>(null);

  const confirm = async () => {
    setTrouble(null);
    try {
      await confirmInvitation(code, digits);
      onDone();
    } catch (error) {
      setTrouble(troubleIn(error, { wrong_totp: "invitation.wrong_code", invitation_over: "invitation.over" }));
      setDigits("");
    }
  };

  return (
    <section class="card" data-testid="totp-uri" data-uri={uri}>
      <Title>{say("invitation.totp_title")}</Title>
      <TotpApp uri={uri} />
      {trouble && <p class="trouble" role="alert" data-testid="trouble">{say(trouble.phrase, trouble.facts)}</p>}
      <form onSubmit={(event) => { event.preventDefault(); void confirm(); }}>
        <CodeField label={say("invitation.totp_code")} testid="totp-code" value={digits} onValue={setDigits} />
        <button type="submit" class="send" data-testid="totp-submit">{say("invitation.totp_submit")}</button>
      </form>
    </section>
  );
}

/** What the code app is told. */
export function TotpApp({ uri }: { uri: string }): JSX.Element {
  const say = useWords();
  const secret = new URL(uri).searchParams.get("secret") ?? "";
  return (
    <>
      <p>{say("invitation.totp_how")}</p>
      <QrCode text={uri} label={say("invitation.totp_title")} />
      <p class="secret" data-testid="totp-secret" data-secret={secret}><span class="hint">{say("invitation.totp_key")}</span> <code>{secret.replace(/(.{4})(?=.)/g, "$1 ")}</code></p>
    </>
  );
}

function QrCode({ text, label }: { text: string; label: string }): JSX.Element {
  const { data, size } = encode(text, { ecc: "M", border: 3 });
  const dark = data.flatMap((row, y) => row.map((on, x) => (on ? `M${x} ${y}h1v1h-1z` : ""))).join("");
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shape-rendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={dark} fill="#000" />
    </svg>
  );
}
