import { useEffect } from "preact/hooks";

import { type Desk } from "./desk";

/** Alt+1 to Alt+9 turn to a person, Alt+0 to the board; N takes the next, where nothing is being written. */
export function useShortcuts(desk: Desk): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.repeat || !desk.me.value || document.querySelector("dialog[open]")) return;
      const [, digit] = /^(?:Digit|Numpad)(\d)$/.exec(event.code) ?? []; // the key itself: with Alt some layouts make other letters of it
      if (event.altKey && digit) {
        event.preventDefault();
        if (digit === "0") desk.cases.turnTo(null);
        else desk.cases.turnToNumber(Number(digit));
      } else if (!event.altKey && event.key.toLowerCase() === "n" && !isWriting(event.target) && !desk.aside.value && desk.home() === "board") {
        void desk.work.takeNext();
      }
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [desk]);
}

export function isWriting(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, textarea, select") !== null;
}
