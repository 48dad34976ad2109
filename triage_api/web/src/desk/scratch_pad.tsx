import { type JSX } from "preact";

import { useWords } from "./here";
import { type OpenCase } from "./open_case";

/** For her own eyes: it leaves the page for nowhere, and dies with the case. */
export function ScratchPad({ open }: { open: OpenCase }): JSX.Element {
  const say = useWords();
  return (
    <details class="scratch">
      <summary data-testid="open-scratch">{say("scratch.title")}</summary>
      <label class="hint" for="scratch">{say("scratch.how")}</label>
      <textarea id="scratch" data-testid="scratch" rows={3} autocomplete="off" spellcheck={false} value={open.scratch.value} onInput={(event) => (open.scratch.value = event.currentTarget.value)} />
    </details>
  );
}
