import { type JSX } from "preact";
import { useRef } from "preact/hooks";

import { PlainText } from "../words/plain_text";
import { useWords } from "./here";
import { Panel } from "./panel";

/** What stands in the panel, what helps most first. `plain/view.py` shows the same where no script runs. */
const SAID = ["danger", "device", "leave", "history", "seen", "code"];

/** Help for somebody whose phone is shared or watched: what this page does for them, and what no page can. */
export function Watched(): JSX.Element {
  const say = useWords();
  const panel = useRef<HTMLDialogElement>(null);
  return (
    <>
      <button type="button" class="quiet" data-testid="watched" onClick={() => panel.current?.showModal()}>{say("watched.open")}</button>
      <Panel id="watched-panel" title={say("watched.open")} panel={panel} onClose={() => undefined}>
        {SAID.map((id) => <PlainText key={id} text={say(`watched.${id}`)} />)}
        <button type="button" class="second" onClick={() => panel.current?.close()}>{say("page.close")}</button>
      </Panel>
    </>
  );
}
