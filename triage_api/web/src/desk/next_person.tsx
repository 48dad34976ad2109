import { type JSX } from "preact";

import { useDesk, useWords } from "./here";

/** Takes on the most urgent, then the longest waiting: the same button on the board and beside the people at hand. */
export function NextPerson(): JSX.Element {
  const desk = useDesk();
  const say = useWords();
  const still = desk.cases.taking.value || !desk.work.mayTakeNext();
  return <button type="button" class="send" data-testid="next-person" aria-disabled={still} onClick={() => void desk.work.takeNext()} aria-keyshortcuts="N">{say("board.next")}</button>;
}

export function TroubleNow(): JSX.Element | null {
  const say = useWords();
  const trouble = useDesk().trouble.value;
  return trouble && <p class="trouble" role="alert" data-testid="trouble">{say(trouble.phrase, trouble.facts)}</p>;
}
