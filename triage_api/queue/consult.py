"""A colleague reads a case, as it stood when she was asked or from then on, and answers with sealed notes."""

import json
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import func, insert, select, update

from triage_api.errors import BadRequest, Refusal
from triage_api.queue.envelope_shape import Envelope
from triage_api.queue.offers import READ_ONLY, Kind, OfferState, find_offer
from triage_api.queue.queue import Queue, bell_of_counsellor
from triage_api.queue.relay import OutOfOrder, TooMany
from triage_api.queue.tables import notes, offers
from triage_api.words import CaseId

MOST_NOTES = 200


class NotRead(Refusal):
    status = 409
    code = "not_read"
    say = "Open what you are asked first; then you can answer it."


class NoteBody(BaseModel):
    """`envelope` is sealed to who asked alone."""

    model_config = ConfigDict(extra="forbid")
    seq: Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]
    envelope: Envelope


@dataclass(frozen=True)
class Asked:
    """`notes` is how many she has answered with: a page that was loaded again goes on from there."""

    offer_id: str
    kind: Kind
    case_id: CaseId
    asked_by: str
    envelope: dict[str, Any]
    notes: int
    first_time: bool


def read_consult(queue: Queue, counsellor_id: str, offer_id: str) -> Asked:
    """What was sealed to her to read, for her alone; again for a page of hers that was loaded again."""
    with queue.cases.writing() as connection:
        mine = (offers.c.offer_id == offer_id) & (offers.c.asked == counsellor_id) & offers.c.kind.in_(READ_ONLY)
        offer = find_offer(connection, mine)
        connection.execute(update(offers).where(mine).values(state=OfferState.reading))
        count = connection.scalar(select(func.count()).where(notes.c.offer_id == offer_id))
    queue.bells.ring(bell_of_counsellor(offer.asked_by), bell_of_counsellor(offer.asked))
    return Asked(
        offer_id=offer_id,
        kind=Kind(offer.kind),
        case_id=CaseId(offer.case_id),
        asked_by=offer.asked_by,
        envelope=json.loads(offer.envelope),
        notes=int(count or 0),
        first_time=offer.state == OfferState.open,
    )


def keep_note(queue: Queue, counsellor_id: str, offer_id: str, body: NoteBody) -> bool:
    """Keeps one sealed note for who asked; true when it is new, false when the very same was there."""
    with queue.cases.writing() as connection:
        mine = (offers.c.offer_id == offer_id) & (offers.c.asked == counsellor_id) & offers.c.kind.in_(READ_ONLY)
        offer = find_offer(connection, mine)
        if offer.state != OfferState.reading:
            raise NotRead
        if body.envelope.case_id != offer.case_id or [one.id for one in body.envelope.recipients] != [offer.asked_by]:
            raise BadRequest
        sealed = body.envelope.model_dump_json()
        next_seq = int(connection.scalar(select(func.max(notes.c.seq)).where(notes.c.offer_id == offer_id)) or 0) + 1
        if body.seq < next_seq:
            same = select(notes.c.envelope).where(notes.c.offer_id == offer_id, notes.c.seq == body.seq)
            if connection.scalar(same) == sealed:
                return False
        if body.seq != next_seq:
            raise OutOfOrder(expected=next_seq)
        if next_seq > MOST_NOTES:
            raise TooMany
        connection.execute(insert(notes).values(offer_id=offer_id, seq=body.seq, envelope=sealed))
    queue.bells.ring(bell_of_counsellor(offer.asked_by))
    return True
