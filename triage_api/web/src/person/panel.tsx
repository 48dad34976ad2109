import { type ComponentChildren, type JSX, type Ref } from "preact";

import { leave } from "./leave";
import { useChat, useWords } from "./here";

interface PanelProps {
  id: string;
  title: string;
  panel: Ref<HTMLDialogElement>;
  onClose: () => void;
  children: ComponentChildren;
}

/** A panel over the page for something that takes a while. The way out goes along: the page's own lies beneath. */
export function Panel({ id, title, panel, onClose, children }: PanelProps): JSX.Element {
  const chat = useChat();
  const say = useWords();
  return (
    <dialog ref={panel} class="panel" aria-labelledby={`${id}-title`} data-testid={id} onClose={onClose}>
      <div class="panel-inside">
        <div class="panel-head">
          <h2 id={`${id}-title`} tabIndex={-1} autofocus>{title}</h2>
          <button type="button" class="leave" data-testid={`${id}-leave`} onClick={() => leave(chat)}>{say("page.leave")}</button>
        </div>
        {children}
      </div>
    </dialog>
  );
}
