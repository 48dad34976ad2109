import { type JSX } from "preact";

import { day } from "../words/dates";
import { type BotReply, type Source } from "./lines";
import { useChat, useWords } from "./here";

/** Where a statement comes from, when it was checked, and by whom, if by anyone. */
export function Sources({ reply }: { reply: BotReply }): JSX.Element | null {
  const say = useWords();
  const language = useChat().language.value;
  if (reply.sources.length === 0 && !reply.reviewed) return null;
  const dates = { reviewed: day(language, reply.reviewed ?? ""), review_by: day(language, reply.review_by ?? "") };
  return (
    <details class="sources" data-testid="sources">
      <summary>{say("page.source")}</summary>
      <ul>{reply.sources.map((source) => <li key={source.url}><SourceLink source={source} /></li>)}</ul>
      {reply.reviewed && reply.review_by && <p>{say("page.source_checked", dates)}</p>}
      {reply.reviewer ? <p>{reply.reviewer}</p> : <p>{say("page.source_not_reviewed")}</p>}
    </details>
  );
}

/** Opens outside this page and tells the other site nothing about where the reader came from. */
function SourceLink({ source }: { source: Source }): JSX.Element {
  if (!/^https?:\/\//.test(source.url)) return <>{source.name}</>;
  return <a href={source.url} target="_blank" rel="noreferrer noopener">{source.name}</a>;
}
