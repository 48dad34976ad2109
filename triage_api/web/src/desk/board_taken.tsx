import { type JSX } from "preact";

import { type Waiting } from "./calls";
import { useDesk, useWords } from "./here";
import { Several } from "./rota/takes_fields";
import { LANGUAGES, PERSONAS } from "./rota/wire";

/** What those who wait write, who they are, and what nobody on duty takes: nobody is left waiting because of that. */
export function WritesLine({ waiting }: { waiting: Waiting }): JSX.Element | null {
  const say = useWords();
  const mine = useDesk().me.value?.languages ?? [];
  if (waiting.waiting === 0) return null;
  const hers = mine.reduce((sum, language) => sum + (waiting.by_language[language] ?? 0), 0);
  const named = (word: string, all: readonly string[]) => all.map((one) => say(`${word}.${one}`)).join(", ");
  const counted = (word: string, by: Record<string, number>) => Object.entries(by).map(([one, count]) => `${say(`${word}.${one}`)} ${count}`).join(", ");
  return (
    <>
      <p class="hint" data-testid="writes">{say("board.writes", { languages: counted("language", waiting.by_language) })} {mine.length < LANGUAGES.length && <span data-testid="hers">{say("board.hers", { count: hers })}</span>}</p>
      <p class="hint" data-testid="writers">{say("board.writers", { personas: counted("writer", waiting.by_writer) })}</p>
      {waiting.untaken.length > 0 && <p class="hint" data-testid="untaken">{say("board.untaken", { languages: named("language", waiting.untaken) })}</p>}
      {waiting.untaken_personas.length > 0 && <p class="hint" data-testid="untaken-personas">{say("board.untaken_personas", { personas: named("writer", waiting.untaken_personas) })}</p>}
      {waiting.for_her === 0 && <p class="hint" data-testid="not-yet">{say("board.not_yet")}</p>}
    </>
  );
}

export function WhomITake(): JSX.Element {
  const desk = useDesk();
  const say = useWords();
  return (
    <div class="whom-i-take" data-testid="whom-i-take">
      <Several legend={say("board.languages")} all={LANGUAGES} word="language" chosen={desk.me.value?.languages ?? []} onChosen={(languages) => void desk.takeLanguages(languages)} />
      <Several legend={say("board.personas")} all={PERSONAS} word="writer" chosen={desk.me.value?.personas ?? []} onChosen={(personas) => void desk.takePersonas(personas)} />
      <p class="hint">{say("board.taken_how")}</p>
    </div>
  );
}
