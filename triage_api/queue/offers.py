"""What one counsellor offers another: to take a case over, to read it once and give advice, or to read along. All of it
is sealed by her page to that colleague alone (config/envelope/v1.md), and goes with the case, however that ends.
"""

import secrets
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import ColumnElement, Connection, Row, delete, insert, or_, select

from triage_api.base64url import b64u
from triage_api.clock import rounded, seconds
from triage_api.errors import BadRequest, Refusal
from triage_api.queue.envelope_shape import CounsellorId, Envelope
from triage_api.queue.queue import NoSuchCase, Queue, bell_of_counsellor
from triage_api.queue.tables import cases, offers, wishes
from triage_api.words import CaseId

SILENCE = timedelta(minutes=10)
ROUNDING = timedelta(minutes=5)


class Kind(StrEnum):
    transfer = "transfer"
    consult = "consult"
    along = "along"


class OfferState(StrEnum):
    """A transfer that is accepted has no row any more; the others have one until either side ends it."""

    open = "open"
    reading = "reading"


READ_ONLY = (Kind.consult, Kind.along)
"""By which a colleague reads and the case stays where it is: one of the two at a time, so that one colleague reads."""


class OfferStands(Refusal):
    status = 409
    code = "offer_stands"
    say = "A colleague is offered this case already, or asked about it, or reads along: end that first."


class NoSuchOffer(Refusal):
    """Taken back, gone with its case, answered, somebody else's, or never there, without saying which."""

    status = 404
    code = "no_such_offer"
    say = "This is not offered to you any more."


class OfferBody(BaseModel):
    """`envelope` is sealed to `to` alone, in the direction that `kind` names."""

    model_config = ConfigDict(extra="forbid")
    to: CounsellorId
    kind: Kind
    envelope: Envelope


def make_offer(queue: Queue, counsellor_id: str, case_id: CaseId, body: OfferBody) -> str:
    """Keeps the offer and answers its id; the very same again changes nothing. One transfer stands at a time, and one
    by which somebody reads. To be let read along answers what a supervisor wishes."""
    if body.envelope.case_id != case_id or [one.id for one in body.envelope.recipients] != [body.to]:
        raise BadRequest
    sealed = body.envelope.model_dump_json()
    with queue.cases.writing() as connection:
        hers = (cases.c.case_id == case_id) & (cases.c.claimed_by == counsellor_id)
        if connection.execute(select(cases.c.case_id).where(hers).with_for_update()).one_or_none() is None:
            raise NoSuchCase
        like_it = READ_ONLY if body.kind in READ_ONLY else (body.kind,)
        there = connection.execute(
            select(offers).where(offers.c.case_id == case_id, offers.c.kind.in_(like_it))
        ).one_or_none()
        if there is not None:
            if (there.kind, there.asked, there.envelope) != (body.kind, body.to, sealed):
                raise OfferStands
            return str(there.offer_id)
        if body.kind is Kind.along:
            connection.execute(delete(wishes).where(wishes.c.asked_by == body.to, wishes.c.asked == counsellor_id))
        offer_id = b64u(secrets.token_bytes(16))
        connection.execute(
            insert(offers).values(
                offer_id=offer_id,
                case_id=case_id,
                kind=body.kind,
                state=OfferState.open,
                asked_by=counsellor_id,
                asked=body.to,
                offered_at=rounded(queue.now()),
                envelope=sealed,
            )
        )
    queue.bells.ring(bell_of_counsellor(counsellor_id), bell_of_counsellor(body.to))
    return offer_id


def end_offer(queue: Queue, counsellor_id: str, offer_id: str) -> Row[Any]:
    """Taken back or no longer needed by who asked; declined or finished by who was asked. The case stays as it is."""
    of_hers = or_(offers.c.asked_by == counsellor_id, offers.c.asked == counsellor_id)
    with queue.cases.writing() as connection:
        offer = find_offer(connection, offers.c.offer_id == offer_id, of_hers)
        connection.execute(delete(offers).where(offers.c.offer_id == offer_id))
    queue.bells.ring(bell_of_counsellor(offer.asked_by), bell_of_counsellor(offer.asked))
    return offer


def find_offer(connection: Connection, *conditions: ColumnElement[bool]) -> Row[Any]:
    """The offer, with the row of its case held still; NoSuchOffer when one of the conditions does not hold.

    The case's row first: whoever ends the case holds it too, and would else wait for us while we wait for them.
    """
    case_id = connection.scalar(select(offers.c.case_id).where(*conditions))
    connection.execute(select(cases.c.case_id).where(cases.c.case_id == case_id).with_for_update())
    offer = connection.execute(select(offers).where(*conditions).with_for_update()).one_or_none()
    if offer is None:
        raise NoSuchOffer
    return offer


def drop_offers(connection: Connection, case_id: CaseId, *kinds: Kind) -> list[str]:
    """Takes back what was offered of the case, within the step that makes it untrue; answers whose bells to ring."""
    gone = delete(offers).where(offers.c.case_id == case_id, offers.c.kind.in_(kinds)).returning(offers.c.asked)
    return [bell_of_counsellor(asked) for asked in connection.scalars(gone)]


def expire_offers(queue: Queue) -> None:
    """An offer that nobody has answered is as if it had not been made. Times are kept to five minutes, so that is
    after ten minutes at the least and fifteen at the most."""
    before = seconds(silent_since(queue.now()))
    silent = (offers.c.state == OfferState.open) & (offers.c.offered_at <= before)
    with queue.cases.reading() as connection:
        old = connection.scalars(select(offers.c.offer_id).where(silent)).all()
    for offer_id in old:
        try:
            with queue.cases.writing() as connection:
                offer = find_offer(connection, offers.c.offer_id == offer_id, silent)
                connection.execute(delete(offers).where(offers.c.offer_id == offer_id))
        except NoSuchOffer:
            continue  # answered since
        queue.bells.ring(bell_of_counsellor(offer.asked_by), bell_of_counsellor(offer.asked))


def silent_since(now: datetime) -> datetime:
    """What was asked then, or before, and not answered, is not asked any more."""
    return now - SILENCE - ROUNDING
