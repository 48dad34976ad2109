import { type ComponentChildren, type JSX } from "preact";

import { useWords } from "./here";
import { type OpenCase } from "./open_case";

/** What a person wrote, which nobody has to keep before their eyes: blurred by choice, and shown again by choice. */
export function HiddenText({ open, at, children }: { open: OpenCase; at: string; children: ComponentChildren }): JSX.Element {
  const say = useWords();
  const hidden = open.hidden.value.has(at);
  return (
    <>
      <div class="hideable" aria-hidden={hidden} data-testid="hideable" data-hidden={hidden}>{children}</div>
      {hidden && <p class="unseen">{say("hide.is_hidden")}</p>}
      <button type="button" class="quiet hide" data-testid="hide" onClick={() => open.turnHidden(at)}>{say(hidden ? "hide.show" : "hide.hide")}</button>
    </>
  );
}
