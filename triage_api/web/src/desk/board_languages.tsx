import { type JSX } from "preact";

import { type Waiting } from "./calls";
import { useDesk, useWords } from "./here";
import { Several } from "./rota/takes_fields";
import { LANGUAGES } from "./rota/wire";

/** What those who wait write, and what nobody on duty takes: nobody is left waiting because of a language. */
export function WritesLine({ waiting }: { waiting: Waiting }): JSX.Element | null {
  const say = useWords();
  const mine = useDesk().me.value?.languages ?? [];
  if (waiting.waiting === 0) return null;
  const hers = mine.reduce((sum, language) => sum + (waiting.by_language[language] ?? 0), 0);
  const each = Object.entries(waiting.by_language).map(([language, count]) => `${say(`language.${language}`)} ${count}`);
  return (
    <>
      <p class="hint" data-testid="writes">{say("board.writes", { languages: each.join(", ") })} {mine.length < LANGUAGES.length && <span data-testid="hers">{say("board.hers", { count: hers })}</span>}</p>
      {waiting.untaken.length > 0 && <p class="hint" data-testid="untaken">{say("board.untaken", { languages: waiting.untaken.map((language) => say(`language.${language}`)).join(", ") })}</p>}
      {waiting.for_her === 0 && <p class="hint" data-testid="not-yet">{say("board.not_yet")}</p>}
    </>
  );
}

export function HerLanguages(): JSX.Element {
  const desk = useDesk();
  const say = useWords();
  return (
    <div class="her-languages" data-testid="her-languages">
      <Several legend={say("board.languages")} all={LANGUAGES} word="language" chosen={desk.me.value?.languages ?? []} onChosen={(languages) => void desk.takeLanguages(languages)} />
      <p class="hint">{say("board.languages_how")}</p>
    </div>
  );
}
