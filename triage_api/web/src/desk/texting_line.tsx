import { type JSX } from "preact";

import { clock } from "../words/dates";
import { useDesk, useWords } from "./here";
import { standingOf } from "./texting";

/** What is wrong with texting, where nobody can overlook it. */
export function TextingTrouble(): JSX.Element | null {
  const say = useWords();
  const texting = useDesk().texting.now.value;
  const standing = standingOf(texting, Date.now());
  if (!texting || standing === "off" || standing === "on") return null;
  return <p class="trouble" role="alert" data-testid="texting-trouble" data-standing={standing}>{say(`texting.${standing}`, sums(texting))}</p>;
}

/** One quiet line that it is in order, and what it costs. */
export function TextingLine(): JSX.Element | null {
  const say = useWords();
  const { texting: { now: { value: texting } }, language } = useDesk();
  if (!texting || standingOf(texting, Date.now()) !== "on") return null;
  const known = texting.copies !== null && texting.copies_checked !== null;
  const facts = { ...sums(texting), copies: texting.copies ?? 0, time: clock(language.value, texting.copies_checked ?? "") };
  return <p class="hint" data-testid="texting">{say(known ? "texting.on" : "texting.on_unknown", facts)}</p>;
}

function sums({ spent, ceiling }: { spent: number; ceiling: number }): { spent: number; ceiling: number } {
  return { spent: Math.round(spent), ceiling: Math.round(ceiling) };
}
