import { type JSX } from "preact";
import { useState } from "preact/hooks";

import { useDesk, useWords } from "./here";
import { type OfferToMe } from "./offers";
import { WishToMe } from "./wish_to_me";

/** What colleagues ask of her, wherever on the desk she is: of whom, and of what kind a case, without a word of it. */
export function OffersToMe(): JSX.Element | null {
  const desk = useDesk();
  const say = useWords();
  const { toMe, wishes, reads } = desk.offers;
  const shown = toMe.value.filter(({ offer_id: id }) => id !== reads.now.value?.offer.offer_id);
  // In a case it stands there, since the answer is about that one.
  const asked = desk.cases.front.value === null ? wishes.value : [];
  if (shown.length === 0 && asked.length === 0 && !reads.over.value) return null;
  return (
    <aside class="offers" aria-label={say("offer.title")} data-testid="offers">
      {reads.over.value && (
        <div class="offer" data-testid="reading-over">
          <p role="status">{say("offer.reading_over")}</p>
          <button type="button" class="second" data-testid="reading-over-seen" onClick={() => reads.close()}>{say("offer.seen")}</button>
        </div>
      )}
      {asked.map((wish) => <WishToMe key={wish.from} wish={wish} />)}
      {shown.map((offer) => <OneOffer key={offer.offer_id} offer={offer} />)}
    </aside>
  );
}

function OneOffer({ offer }: { offer: OfferToMe }): JSX.Element {
  const desk = useDesk();
  const say = useWords();
  const [busy, setBusy] = useState(false);
  const { kind, level, language, channel, name } = offer;
  const go = (work: () => Promise<void>) => {
    if (busy) return;
    setBusy(true);
    void desk.trying(work).finally(() => setBusy(false));
  };
  const yes = () => go(() => (kind === "transfer" ? desk.work.takeOver(offer) : desk.offers.reads.open(offer)));
  return (
    <div class={`offer level ${level}`} data-testid="offer" data-kind={kind}>
      <p role="status"><b>{say(`offer.${kind}_from`, { name })}</b> <span class={`chip level ${level}`}>{say(`level.${level}`)}</span> {say(`language.${language}`)}, {say(`channel.${channel}`)}</p>
      <div class="actions">
        <button type="button" class="send" data-testid="offer-yes" aria-disabled={busy || (kind === "transfer" && !desk.work.mayTakeNext())} onClick={yes}>{say(`offer.${kind}_yes`)}</button>
        <button type="button" class="second" data-testid="offer-no" aria-disabled={busy} onClick={() => go(() => desk.offers.end(offer.offer_id))}>{say("offer.no")}</button>
      </div>
      {kind === "transfer" && desk.work.isFull() && <p class="hint">{say("board.enough")}</p>}
    </div>
  );
}
