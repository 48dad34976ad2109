"""A case goes from one counsellor to another who has said yes: in one transaction, without a moment in the line."""

from sqlalchemy import delete, update

from triage_api.queue.claim import refuse_if_full
from triage_api.queue.endings import GivenBack
from triage_api.queue.held import HeldCase, held_case
from triage_api.queue.offers import Kind, NoSuchOffer, OfferState, drop_offers, find_offer
from triage_api.queue.queue import Queue, bell_of_case, bell_of_counsellor
from triage_api.queue.state import Step, comes_from, leads_to
from triage_api.queue.tables import cases, messages, offers
from triage_api.words import CaseId


def take_over(queue: Queue, counsellor_id: str, offer_id: str, at_most: int) -> HeldCase:
    """The case, in a new epoch, with what the first counsellor sealed to this one.

    Until this has happened the case is the first one's, and after it nothing of it is: accepted twice, or while the
    person ends it, it goes one way only. NoSuchOffer when it is not offered to her any more, EnoughHeld when she holds
    as many as are set. What the person wrote to the first goes now: their page says it again under the new secret.
    """
    with queue.cases.writing(one_at_a_time=f"claims of {counsellor_id}") as connection:
        refuse_if_full(connection, counsellor_id, at_most)
        offer = find_offer(
            connection,
            offers.c.offer_id == offer_id,
            offers.c.asked == counsellor_id,
            offers.c.kind == Kind.transfer,
            offers.c.state == OfferState.open,
        )
        hers = (cases.c.case_id == offer.case_id) & (cases.c.claimed_by == offer.asked_by)
        row = connection.execute(
            update(cases)
            .where(hers, cases.c.state.in_(comes_from(Step.take_over)))
            .values(
                state=leads_to(Step.take_over),
                epoch=cases.c.epoch + 1,
                claimed_by=counsellor_id,
                secret=None,
                secret_roster_number=None,
                handed=offer.envelope,
            )
            .returning(cases)
        ).one_or_none()
        if row is None:
            raise NoSuchOffer
        bells = drop_offers(connection, CaseId(row.case_id), *Kind)
        theirs = (messages.c.case_id == row.case_id) & (messages.c.direction == "person")
        connection.execute(delete(messages).where(theirs))
        held = held_case(connection, row)
        queue.endings.note_given_back(GivenBack(CaseId(row.case_id), offer.asked_by, queue.now(), to=counsellor_id))
    queue.bells.ring(bell_of_case(held.case_id), bell_of_counsellor(offer.asked_by), *bells)
    return held
