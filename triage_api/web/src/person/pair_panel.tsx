import { type JSX } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";

import { useChat, useWords } from "./here";
import { Panel } from "./panel";
import { type Pairing, writtenNumber } from "./pairing";

/** The quiet way in, at the greeting: for somebody who writes by text already. Only where one can text. */
export function HavePair(): JSX.Element | null {
  const chat = useChat();
  const say = useWords();
  const open = !["none", "ended"].includes(chat.caseState.value.state);
  if (!chat.textTo.value || open) return null;
  return <button type="button" class="quiet have-code" data-testid="have-pair" onClick={() => chat.openPairing()}>{say("pair.have")}</button>;
}

/** Shows the code. When the panel is closed the page goes on looking: the text may be on its way. */
export function PairPanel(): JSX.Element {
  const chat = useChat();
  const say = useWords();
  const panel = useRef<HTMLDialogElement>(null);
  const pairing = chat.pairing.value;
  const open = chat.pairingOpen.value;
  useLayoutEffect(() => {
    if (open) return panel.current!.showModal();
    const stoodOpen = panel.current!.open;
    panel.current!.close();
    // The case has come: the button that the focus would go back to goes.
    if (stoodOpen) document.getElementById("composer")?.focus();
  }, [open]);
  return (
    <Panel id="pairing" title={say("pair.title")} panel={panel} onClose={() => (chat.pairingOpen.value = false)}>
      {open && pairing && <PairCode pairing={pairing} number={chat.textTo.value ?? ""} onClose={() => panel.current?.close()} />}
    </Panel>
  );
}

function PairCode({ pairing, number, onClose }: { pairing: Pairing; number: string; onClose: () => void }): JSX.Element {
  const say = useWords();
  const status = useRef<HTMLParagraphElement>(null);
  const state = pairing.state.value;
  const waits = state.state === "waiting";
  const again = state.state === "expired" || state.state === "failed";
  const says = { making: "pair.making", waiting: "pair.waiting", expired: "pair.expired", failed: "mailbox.failed" }[state.state];
  // The button to make another goes when it is pressed, and whoever stood on it would be left nowhere.
  useEffect(() => {
    if (!again && document.activeElement === document.body) status.current!.focus();
  }, [again]);
  return (
    <div class="panel-form" data-testid="pair-state" data-state={state.state}>
      <p>{say("pair.what")}</p>
      {waits && (
        <dl class="pair-code">
          <dt>{say("pair.number")}</dt>
          <dd class="pair-number" data-testid="pair-number" translate={false}>{writtenNumber(number)}</dd>
          <dt>{say("pair.code")}</dt>
          <dd data-testid="pair-code" translate={false}>{state.code}</dd>
        </dl>
      )}
      {waits && <p class="hint">{say("pair.time")}</p>}
      <p role="status" ref={status} tabIndex={-1} class={again ? "trouble" : "pair-waits"}>{say(says)}</p>
      <div class="panel-buttons">
        {again && <button type="button" class="send" data-testid="pair-again" onClick={() => void pairing.make()}>{say("pair.make")}</button>}
        <button type="button" class="second" data-testid="pair-back" onClick={onClose}>{say("pair.back")}</button>
      </div>
    </div>
  );
}
