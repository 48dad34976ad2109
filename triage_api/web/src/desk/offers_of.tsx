import { type JSX } from "preact";

import { PlainText } from "../words/plain_text";
import { useDesk, useWords } from "./here";
import { type OfferByMe } from "./offers";
import { type Advice, type OpenCase } from "./open_case";
import { WishToMe } from "./wish_to_me";

/** How it stands with what she has asked of colleagues about this case, and what one has answered. */
export function OffersOf({ open }: { open: OpenCase }): JSX.Element {
  const say = useWords();
  const { byMe, wishes } = useDesk().offers;
  const stand = byMe.value.filter(({ case_id: id }) => id === open.held.case_id);
  const { offerSaid, advice } = open;
  return (
    <>
      {wishes.value.map((wish) => <WishToMe key={wish.from} wish={wish} open={open} read={stand.some(({ kind }) => kind !== "transfer")} />)}
      {stand.filter(({ kind }) => kind !== "along").map((offer) => <Stands key={offer.offer_id} offer={offer} />)}
      <ReadsAlong open={open} offer={stand.find(({ kind }) => kind === "along")} />
      {offerSaid.value && <p class="hint" role="status" data-testid="offer-said">{say(offerSaid.value.phrase, { name: offerSaid.value.name })}</p>}
      {advice.value && <Notes advice={advice.value} />}
    </>
  );
}

function Stands({ offer }: { offer: OfferByMe }): JSX.Element {
  const desk = useDesk();
  const say = useWords();
  const { kind, state, name } = offer;
  return (
    <div class="offer" data-testid="offer-stands" data-kind={kind} data-state={state}>
      <p role="status">{say(`offer.${kind}_${state}`, { name })}</p>
      <button type="button" class="second" data-testid="offer-back" onClick={() => void desk.trying(() => desk.offers.end(offer.offer_id))}>{say(state === "reading" ? "offer.consult_done" : "offer.take_back")}</button>
    </div>
  );
}

/** By what this page does, not only by what the server says: while lines are sealed, she sees it and can end it. */
function ReadsAlong({ open, offer }: { open: OpenCase; offer: OfferByMe | undefined }): JSX.Element | null {
  const desk = useDesk();
  const say = useWords();
  const name = open.along.value?.name ?? offer?.name;
  if (name === undefined) return null;
  const state = offer?.state ?? "open";
  return (
    <div class="offer" data-testid="offer-stands" data-kind="along" data-state={state}>
      <p role="status">{say(`offer.along_${state}`, { name })}</p>
      <button type="button" class="second" data-testid="offer-back" onClick={() => void desk.trying(() => desk.offers.stopReading(open))}>{say("offer.along_done")}</button>
    </div>
  );
}

function Notes({ advice: { name, notes, over } }: { advice: Advice }): JSX.Element | null {
  const say = useWords();
  if (notes.length === 0 && !over) return null;
  return (
    <section class="advice" data-testid="advice">
      <h2>{say("offer.advice", { name })}</h2>
      <div role="log" aria-live="polite"><ol class="lines">
        {notes.map((text, at) => <li key={at} class="line theirs" data-testid="advice-note"><div class="said">{text === null ? say("offer.note_refused") : <PlainText text={text} />}</div></li>)}
      </ol></div>
      {over && <p class="hint" role="status">{say("offer.advice_over", { name })}</p>}
    </section>
  );
}
