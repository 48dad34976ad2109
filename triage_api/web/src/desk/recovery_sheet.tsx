import { type JSX } from "preact";

import { useWords } from "./here";
import { Title } from "./title";

/** A recovery code, once. What is printed is the code and nothing that says what it is for. */
export function RecoverySheet({ code, onKept }: { code: string; onKept: () => void }): JSX.Element {
  const say = useWords();
  return (
    <section class="card">
      <Title>{say("recovery.title")}</Title>
      <p>{say("recovery.how")}</p>
      <p class="fingerprint recovery-code" data-testid="recovery-code"><code>{code}</code></p>
      <p class="hint">{say("recovery.once")}</p>
      <div class="panel-buttons">
        <button type="button" class="second" data-testid="print-recovery" onClick={() => window.print()}>{say("recovery.print")}</button>
        <button type="button" class="send" data-testid="recovery-kept" onClick={onKept}>{say("recovery.kept")}</button>
      </div>
    </section>
  );
}
