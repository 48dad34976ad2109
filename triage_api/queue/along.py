"""A colleague reads along: after the snapshot of a question, each later line of the chat, sealed to her one by one by
the page of the counsellor who has the case. Who reads has no way to the person, and no claim.
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import delete, func, insert, select

from triage_api.base64url import holds
from triage_api.queue.offers import Kind, NoSuchOffer, find_offer
from triage_api.queue.queue import Queue, bell_of_counsellor
from triage_api.queue.relay import MOST_MESSAGES, SHORTEST_MESSAGE_BYTES, OutOfOrder, TooMany
from triage_api.queue.tables import along, offers
from triage_api.words import CaseId

MOST_LINES = 2 * MOST_MESSAGES
"""Those of both directions."""


class LineBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    seq: Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]
    sealed: Annotated[str, holds(at_least=SHORTEST_MESSAGE_BYTES)]


def keep_line(queue: Queue, counsellor_id: str, offer_id: str, body: LineBody) -> bool:
    """Keeps one sealed line for who reads along; true when it is new, false when the very same was there.

    From who has the case only, and while it stands. Lines wait for a colleague who has not begun to read: none of them
    may be missing when she does.
    """
    with queue.cases.writing() as connection:
        mine = (offers.c.offer_id == offer_id) & (offers.c.asked_by == counsellor_id) & (offers.c.kind == Kind.along)
        offer = find_offer(connection, mine)
        of_it = along.c.offer_id == offer_id
        next_seq = int(connection.scalar(select(func.max(along.c.seq)).where(of_it)) or 0) + 1
        if body.seq < next_seq:
            same = select(along.c.sealed).where(of_it, along.c.seq == body.seq)
            if connection.scalar(same) == body.sealed:
                return False
        if body.seq != next_seq:
            raise OutOfOrder(expected=next_seq)
        if next_seq > MOST_LINES:
            raise TooMany
        connection.execute(insert(along).values(offer_id=offer_id, seq=body.seq, sealed=body.sealed))
    queue.bells.ring(bell_of_counsellor(offer.asked))
    return True


def who_read_along(queue: Queue) -> frozenset[str]:
    """Those to whom lines are sealed now, whether they have begun to read or not."""
    with queue.cases.reading() as connection:
        return frozenset(connection.scalars(select(offers.c.asked).where(offers.c.kind == Kind.along).distinct()))


def end_along_of(queue: Queue, reader_id: str) -> list[CaseId]:
    """She reads along nowhere any more; the cases in which she did. Their counsellors' pages tell the person."""
    hers = (offers.c.asked == reader_id) & (offers.c.kind == Kind.along)
    with queue.cases.reading() as connection:
        found = connection.scalars(select(offers.c.offer_id).where(hers)).all()
    ended: list[CaseId] = []
    for offer_id in found:
        try:
            with queue.cases.writing() as connection:
                offer = find_offer(connection, offers.c.offer_id == offer_id, hers)
                connection.execute(delete(offers).where(offers.c.offer_id == offer_id))
        except NoSuchOffer:
            continue  # it has just ended by itself
        queue.bells.ring(bell_of_counsellor(offer.asked_by), bell_of_counsellor(reader_id))
        ended.append(CaseId(offer.case_id))
    return ended
