import { type JSX } from "preact";
import { useEffect } from "preact/hooks";

import { useDesk, useWords } from "./here";

const EVERY_MS = 30_000;

export function BreakLine(): JSX.Element | null {
  const desk = useDesk();
  const say = useWords();
  const living = desk.cases.living.value;
  const minutes = desk.me.value?.break_minutes ?? 0;
  useEffect(() => {
    const look = () => desk.breaks.see(living, minutes);
    look();
    const tick = setInterval(look, EVERY_MS);
    return () => clearInterval(tick);
  }, [living, minutes]);
  const offered = desk.breaks.offered.value;
  return (
    <div role="status">
      {offered && (
        <p class="said-to-you break-line" data-testid="break" data-why={offered}>
          {say(`break.${offered}`, { minutes })} <button type="button" class="second" data-testid="break-seen" onClick={() => desk.breaks.dismiss()}>{say("break.seen")}</button>
        </p>
      )}
    </div>
  );
}
