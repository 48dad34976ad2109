import { type JSX } from "preact";

import { PlainText, callable, reachable } from "../words/plain_text";
import { YES } from "./chat";
import { type Line, type Mark } from "./lines";
import { useChat, useWords } from "./here";
import { Sources } from "./sources";

type Of<From> = Extract<Line, { from: From }>;

export function LineView({ line }: { line: Line }): JSX.Element {
  if (line.from === "person") return <PersonLine line={line} />;
  if (line.from === "bot") return <BotLine line={line} />;
  if (line.from === "counsellor") return <CounsellorLine line={line} />;
  return <Notice line={line} />;
}

function PersonLine({ line }: { line: Of<"person"> }): JSX.Element {
  const say = useWords();
  const mark = line.mark === "sending" ? undefined : line.mark;
  return (
    <div class="line person" data-line={line.id} data-testid="message" data-from="person" data-mark={mark}>
      <p class="who unseen">{say("page.you")}</p>
      <div class="said"><p>{line.text}</p></div>
      {line.toCounsellor && <MarkView mark={line.mark} />}
      {line.hidden.length > 0 && <Hidden kinds={line.hidden} />}
    </div>
  );
}

function MarkView({ mark }: { mark: Mark }): JSX.Element {
  const say = useWords();
  return <p class={`mark ${mark}`}>{mark === "sending" ? "" : say(`live.${mark}`)}</p>;
}

/** What the door hid before it passed the message on; the kinds are named, the content is not repeated. */
function Hidden({ kinds }: { kinds: string[] }): JSX.Element {
  const say = useWords();
  const language = useChat().language.value;
  const names = [...new Set(kinds)].map((kind) => say(`kind.${kind}`));
  return <p class="hidden-note" data-testid="hidden">{say("page.hidden", { kinds: new Intl.ListFormat(language).format(names) })}</p>;
}

/** Buttons that are over are only marked so: a button that is truly disabled would drop the focus of whoever pressed it. */
function BotLine({ line: { id, reply, language, open } }: { line: Of<"bot"> }): JSX.Element {
  const say = useWords();
  const chat = useChat();
  const asks = reply.choices.some(({ id: choice }) => choice === YES);
  const works = (choice: string) => open && (choice !== YES || chat.knowsWhoReads.value);
  return (
    <div class={`line bot kind-${reply.kind}`} data-line={id} data-testid="message" data-from="bot" data-kind={reply.kind} data-topic={reply.topic ?? undefined} lang={language}>
      <p class="who">{say("page.bot")}</p>
      <div class="said">
        <PlainText text={reply.text} inline={reachable} />
        {asks && chat.recoveryKey.value && <p data-testid="recovery-key">{say("page.recovery_key")}</p>}
        <Sources reply={reply} />
      </div>
      {reply.choices.length > 0 && (
        <div class="choices">
          {reply.choices.map((choice) => (
            <button key={choice.id} type="button" class={choice.id.startsWith("handoff.") && choice.id !== "handoff.no" ? "choice first" : "choice"} data-testid="choice" data-choice={choice.id} aria-disabled={!works(choice.id)} tabIndex={open ? 0 : -1} onClick={() => works(choice.id) && void chat.choose(choice)}>
              {choice.label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

function CounsellorLine({ line }: { line: Of<"counsellor"> }): JSX.Element {
  const say = useWords();
  return (
    <div class="line counsellor" data-line={line.id} data-testid="message" data-from="counsellor" lang="">
      <p class="who">{say("page.counsellor")} · {line.name}</p>
      <div class="said"><PlainText text={line.text} /></div>
    </div>
  );
}

function Notice({ line }: { line: Of<"notice"> }): JSX.Element {
  const say = useWords();
  return <p class="notice" data-line={line.id} data-testid="notice" data-phrase={line.phrase}>{callable(say(line.phrase, line.facts))}</p>;
}
