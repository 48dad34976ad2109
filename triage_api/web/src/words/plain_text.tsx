import { type ComponentChild, type ComponentChildren, type JSX } from "preact";

/**
 * Texts as our editors and people write them: paragraphs between blank lines, lists of lines that begin with "- ",
 * lines that begin with "• " as the heading of what follows, and numbers that can be called by a touch. Nothing in a
 * text is ever read as markup.
 */
export function PlainText({ text, inline = callable }: { text: string; inline?: Inline }): JSX.Element {
  return <>{text.split(/\n\s*\n/).map((block, at) => <Block key={at} lines={block.split("\n")} inline={inline} />)}</>;
}

/** How a run of text is shown inside its paragraph. */
type Inline = (text: string) => ComponentChildren;

const HEADING = "• ";

function Block({ lines, inline }: { lines: string[]; inline: Inline }): JSX.Element {
  const parts: JSX.Element[] = [];
  for (let at = 0; at < lines.length; ) {
    if (lines[at]!.startsWith(HEADING)) {
      parts.push(<p key={at} class="heading">{inline(lines[at]!.slice(HEADING.length))}</p>);
      at++;
      continue;
    }
    const isItem = lines[at]!.startsWith("- ");
    let end = at;
    while (end < lines.length && lines[end]!.startsWith("- ") === isItem && !lines[end]!.startsWith(HEADING)) end++;
    const run = lines.slice(at, end);
    parts.push(isItem ? <ul key={at}>{run.map((line, i) => <li key={i}>{inline(line.slice(2))}</li>)}</ul> : <p key={at}>{inline(run.join("\n"))}</p>);
    at = end;
  }
  return <>{parts}</>;
}

/** Emergency and helpline numbers, and Swedish numbers written the usual way; never a year, a sum or a road. */
const NUMBER = /(?<![\d-])(112|1177|114 14|113 13|116 ?\d{3}|90101|90 ?390|\+46 [\d ]{6,12}\d|020-\d[\d ]{4,8}\d|0\d{1,3}-\d[\d ]{4,8}\d)(?![\d-])/g;

export function callable(text: string): ComponentChild[] {
  return text.split(NUMBER).map((part, at) => (at % 2 === 1 ? <a key={at} class="call" href={`tel:${part.replace(/[^\d+]/g, "")}`}>{part}</a> : part));
}

/** Whole addresses in what we ourselves say, besides numbers. They open outside this page and tell the other site nothing. */
const ADDRESS = /(https:\/\/[^\s]+[^\s.,;)])/g;

export function reachable(text: string): ComponentChild[] {
  return text.split(ADDRESS).flatMap((part, at) => (at % 2 === 1 ? [<a key={`a${at}`} class="address" href={part} target="_blank" rel="noreferrer noopener">{part.replace(/^https:\/\/(www\.)?/, "")}</a>] : [<span key={`t${at}`}>{callable(part)}</span>]));
}
