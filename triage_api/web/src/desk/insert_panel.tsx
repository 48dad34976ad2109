import { type JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";

import { useDesk, useWords } from "./here";
import { type OpenCase } from "./open_case";
import { type Item, type Shelf, type Side, itemsOf, search } from "./sendable";
import { isWriting } from "./shortcuts";

const SHELVES: readonly Shelf[] = ["phrases", "rights", "services"];
const SHOWN = 40;

/** Vetted words: found in the counsellor's language, put into the chat in the person's. "/" opens it. */
export function InsertPanel({ open, onInsert, onSend }: { open: OpenCase; onInsert: (text: string) => void; onSend: (text: string) => void }): JSX.Element {
  const say = useWords();
  const panel = useRef<HTMLDialogElement>(null);
  const [shown, setShown] = useState(false);
  const show = () => {
    setShown(true);
    panel.current?.showModal();
  };
  const done = (put: (text: string) => void) => (item: Item) => {
    panel.current?.close();
    if (item.shelf !== "phrases" && !open.sent.value.includes(item.title)) open.sent.value = [...open.sent.value, item.title];
    put(item.theirs);
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
      // In an empty field a slash begins no sentence to a person.
      if (isWriting(event.target) && !(event.target as Element).matches("#live-composer:placeholder-shown")) return;
      event.preventDefault();
      show();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  return (
    <>
      <button type="button" class="second" data-testid="open-insert" aria-keyshortcuts="/" onClick={show}>{say("insert.open")}</button>
      <dialog ref={panel} class="panel insert" aria-labelledby="insert-title" onClose={() => setShown(false)}>
        {shown && <Inside open={open} onClose={() => panel.current?.close()} onInsert={done(onInsert)} onSend={done(onSend)} />}
      </dialog>
    </>
  );
}

interface Choosing {
  onInsert: (item: Item) => void;
  onSend: (item: Item) => void;
}

function Inside({ open, onClose, ...choosing }: Choosing & { open: OpenCase; onClose: () => void }): JSX.Element {
  const desk = useDesk();
  const say = useWords();
  const mine = desk.language.value;
  const { language, channel } = open.held;
  const [sides, setSides] = useState<[Side, Side] | null>(null);
  const [shelf, setShelf] = useState<Shelf>("phrases");
  const [wanted, setWanted] = useState("");
  useEffect(() => void Promise.all([desk.shelves!.of(mine), desk.shelves!.of(language)]).then(setSides, () => undefined), [mine, language]);
  const items = useMemo(() => (sides ? itemsOf(...sides, { channel, say }) : []), [sides, channel]);
  const found = search(items, shelf, wanted);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <div class="panel-inside" onKeyDown={walk}>
      <h2 id="insert-title">{say("insert.title", { language: say(`language.${language}`) })}</h2>
      <div class="shelves" role="group" aria-label={say("insert.shelf")}>
        {SHELVES.map((one) => <button key={one} type="button" class="second" data-testid="shelf" data-shelf={one} aria-pressed={one === shelf} onClick={() => setShelf(one)}>{say(`insert.${one}`)}</button>)}
      </div>
      <label for="insert-search">{say("insert.search")}</label>
      <input ref={field} id="insert-search" data-testid="insert-search" type="search" autocomplete="off" spellcheck={false} value={wanted} onInput={(event) => setWanted(event.currentTarget.value)}
        onKeyDown={(event) => { if (event.key === "Enter" && !event.isComposing && found[0]) choosing.onInsert(found[0]); }} aria-describedby="insert-how" />
      <p class="hint" id="insert-how" role="status">{sides ? say("insert.found", { count: found.length }) : say("insert.loading")}</p>
      <ul class="insert-list">
        {found.slice(0, SHOWN).map((item) => <Row key={item.id} item={item} language={language} mine={mine} {...choosing} />)}
      </ul>
      {found.length > SHOWN && <p class="hint">{say("insert.more", { count: found.length - SHOWN })}</p>}
      <div class="panel-buttons"><button type="button" class="second" onClick={onClose}>{say("desk.close_panel")}</button></div>
    </div>
  );
}

function Row({ item, language, mine, onInsert, onSend }: Choosing & { item: Item; language: string; mine: string }): JSX.Element {
  const say = useWords();
  return (
    <li data-testid="insert-item" data-item={item.id}>
      <p class="hint">{item.title}</p>
      <div class="insert-pair">
        <p lang={mine}>{item.mine}</p>
        {language !== mine && <p lang={language} data-testid="insert-theirs">{item.theirs}</p>}
      </div>
      <div class="actions">
        <button type="button" class="second" data-testid="insert" aria-label={`${say("insert.insert")}: ${short(item.mine)}`} onClick={() => onInsert(item)}>{say("insert.insert")}</button>
        <button type="button" class="second" data-testid="insert-send" aria-label={`${say("insert.send")}: ${short(item.mine)}`} onClick={() => onSend(item)}>{say("insert.send")}</button>
      </div>
    </li>
  );
}

/** Up and down go through what was found, from the search field on. */
function walk(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>("#insert-search, [data-testid=insert]")];
  const at = stops.indexOf(document.activeElement as HTMLElement);
  const next = stops[at + (event.key === "ArrowDown" ? 1 : -1)];
  if (at < 0 || !next) return;
  event.preventDefault();
  next.focus();
}

const short = (text: string) => (text.length > 60 ? `${text.slice(0, 57)}…` : text);
