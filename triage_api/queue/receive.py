"""Receiving a case: the sealed envelope with the few words the line needs, kept once however often it is sent."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict
from sqlalchemy import insert, or_, select

from triage_api.base64url import holds
from triage_api.clock import rounded
from triage_api.errors import Refusal
from triage_api.queue.envelope_shape import Envelope
from triage_api.queue.queue import ARRIVALS, LINE, Queue
from triage_api.queue.state import State
from triage_api.queue.tables import cases, readers
from triage_api.queue.waiting import place_in_line
from triage_api.words import CaseId, Channel, Language, Level, Verifier, Writer


class NoRecipient(Refusal):
    status = 422
    code = "no_recipient"
    say = "The envelope is wrapped for nobody, so nobody could ever open it."


class CaseTaken(Refusal):
    status = 409
    code = "case_taken"
    say = "There is a case with this id that belongs to another verifier."


class JustEnded(Refusal):
    status = 410
    code = "case_over"
    say = "The case with this verifier has just ended; a new hand-off needs a new token."


class NewCase(BaseModel):
    """The body of `POST /internal/cases`. `verifier` is b64u of the SHA-256 of the person's case token."""

    model_config = ConfigDict(extra="forbid")
    verifier: Annotated[str, holds(32)]
    envelope: Envelope
    level: Level
    language: Language
    channel: Channel
    writer: Writer


@dataclass(frozen=True)
class Receipt:
    case_id: CaseId
    place: int | None
    outcome: Literal["arrived", "already"]


def receive_case(queue: Queue, new: NewCase) -> Receipt:
    """Puts the case in line and says its place; with a living case of the same verifier, says that one's instead.

    A late repeat for a case that has just ended is refused: it would bring back what the person has seen destroyed.
    """
    verifier = Verifier(new.verifier)
    if not new.envelope.recipients:
        raise NoRecipient
    if queue.endings.of_person(verifier) is not None:
        raise JustEnded
    case_id = CaseId(new.envelope.case_id)
    with queue.cases.writing(one_at_a_time=ARRIVALS) as connection:
        known = connection.execute(
            select(cases).where(or_(cases.c.verifier == verifier, cases.c.case_id == case_id))
        ).one_or_none()
        if known is not None:
            if known.verifier != verifier:
                raise CaseTaken
            place = place_in_line(connection, known.arrival, known.level) if known.state == State.waiting else None
            return Receipt(CaseId(known.case_id), place, "already")
        arrival = connection.scalar(
            insert(cases)
            .values(
                case_id=case_id,
                verifier=verifier,
                level=new.level,
                language=new.language,
                channel=new.channel,
                writer=new.writer,
                arrived_at=rounded(queue.now()),
                state=State.waiting,
                epoch=0,
                envelope=new.envelope.model_dump_json(),
                roster_number=new.envelope.roster_number,
            )
            .returning(cases.c.arrival)
        )
        connection.execute(
            insert(readers),
            [{"case_id": case_id, "counsellor_id": recipient.id} for recipient in new.envelope.recipients],
        )
        place = place_in_line(connection, int(arrival or 0), new.level)
    queue.bells.ring(LINE)
    return Receipt(case_id, place, "arrived")
