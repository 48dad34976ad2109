import { type JSX } from "preact";
import { useEffect } from "preact/hooks";

import { useDesk, useWords } from "./here";

const EVERY_MS = 5_000;
const USES = ["keydown", "pointerdown", "pointermove", "wheel", "touchstart"] as const;

/** Says a minute before that the page will lock; whatever she does there then keeps it open. */
export function IdleLine(): JSX.Element {
  const desk = useDesk();
  const say = useWords();
  useEffect(() => {
    const use = () => desk.idle.use();
    const look = () => desk.lookIfIdle();
    for (const name of USES) addEventListener(name, use, { capture: true, passive: true });
    document.addEventListener("visibilitychange", look); // a hidden page's timers are slow, and a sleeping one's stand still
    const tick = setInterval(look, EVERY_MS);
    return () => {
      clearInterval(tick);
      document.removeEventListener("visibilitychange", look);
      for (const name of USES) removeEventListener(name, use, { capture: true });
    };
  }, []);
  const warned = desk.idle.warned.value;
  useEffect(() => {
    if (warned) desk.attention.soundNow();
  }, [warned]);
  return <div role="alert">{warned && <p class="said-to-you break-line" data-testid="locks-soon">{say("desk.locks_soon")}</p>}</div>;
}
