import { type JSX } from "preact";
import { useState } from "preact/hooks";

import { useDesk, useWords } from "./here";
import { type Wish } from "./offers";
import { type OpenCase } from "./open_case";

/** A supervisor asks to read along: in the case that is open, if she lets her, and the person is told first. */
export function WishToMe({ wish, open = null, read = false }: { wish: Wish; open?: OpenCase | null; read?: boolean }): JSX.Element {
  const desk = useDesk();
  const say = useWords();
  const [busy, setBusy] = useState(false);
  const live = open?.chat.value === "live";
  const ready = live && !busy && !read;
  const how = open === null ? "wish.where" : read ? "offer.stands" : live ? "wish.how" : "offer.not_live";
  const go = (work: () => Promise<void>) => {
    if (busy) return;
    setBusy(true);
    void desk.trying(work).finally(() => setBusy(false));
  };
  return (
    <div class="offer" data-testid="wish-to-me">
      <p role="status">{say("wish.from", { name: wish.name })} <small class="hint">{say(how)}</small></p>
      <div class="actions">
        {open && <button type="button" class="send" data-testid="wish-yes" aria-disabled={!ready} onClick={() => ready && go(() => desk.offers.grant(open, wish))}>{say("wish.yes")}</button>}
        <button type="button" class="second" data-testid="wish-no" aria-disabled={busy} onClick={() => go(() => desk.offers.notNow(wish))}>{say("offer.no")}</button>
      </div>
    </div>
  );
}
