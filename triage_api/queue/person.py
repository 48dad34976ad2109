"""The person's page: `/api/case` and `/api/roster` (docs/wire.md §5)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request, Response
from pydantic import BaseModel

from triage_api.bearer import BearerToken, hash_of
from triage_api.clock import written
from triage_api.errors import BadRequest, TooLarge
from triage_api.events import EventStream
from triage_api.queue.close import end_case
from triage_api.queue.leave_behind import LeftBody, leave_behind
from triage_api.queue.person_events import PersonWatch, has_news
from triage_api.queue.queue import LINE, CaseOver, Queue, ShredUnfinished, bell_of_case, the_person
from triage_api.queue.receive import NoRecipient
from triage_api.queue.relay import MessageBody, OutOfOrder, SecretBody, StaleEpoch, TooMany, keep_secret, relay
from triage_api.queue.state import Step
from triage_api.refusing import NotJson, ServerError, refusals
from triage_api.roster import NoRoster, RosterFile
from triage_api.words import Verifier

router = APIRouter(tags=["case"])


def _queue(request: Request) -> Queue:
    queue: Queue = request.app.state.queue
    return queue


def _roster(request: Request) -> RosterFile:
    roster: RosterFile = request.app.state.roster
    return roster


def _holder_of_token(token: BearerToken) -> Verifier:
    verifier = hash_of(token)
    if verifier is None:
        raise CaseOver
    return Verifier(verifier)


TheQueue = Annotated[Queue, Depends(_queue)]
Person = Annotated[Verifier, Depends(_holder_of_token)]
"""Whoever holds a well-formed case token; each call finds out whether it opens a living case."""

MALFORMED = (NotJson, BadRequest, TooLarge, ServerError)


class Shredded(BaseModel):
    shredded_at: str


@router.get("/roster", responses=refusals(NoRoster, ServerError))
def roster(file: Annotated[RosterFile, Depends(_roster)]) -> Response:
    """The signed roster, byte for byte as it was signed."""
    return Response(file.file(), media_type="application/json")


@router.get(
    "/case/events",
    status_code=200,
    responses={**refusals(CaseOver, BadRequest, ServerError), 200: {"content": {"text/event-stream": {}}}},
)
def events(queue: TheQueue, person: Person, lykta_after: Annotated[int, Header(ge=0, le=2**53)] = 0) -> EventStream:
    """State and the counsellor's messages, as Server-Sent Events. `Lykta-After`: the last number the page has."""
    case_id = has_news(queue, person)
    if case_id is None:
        raise CaseOver
    watch = PersonWatch(queue, person, lykta_after)
    return EventStream(queue.bells, (LINE, bell_of_case(case_id)), watch.look)


@router.post("/case/secret", status_code=204, responses=refusals(CaseOver, StaleEpoch, *MALFORMED))
def secret(queue: TheQueue, person: Person, body: SecretBody) -> None:
    """The fresh chat secret of this epoch, sealed to the counsellor who claimed."""
    keep_secret(queue, the_person(person), body)


@router.post(
    "/case/messages",
    status_code=201,
    responses={
        **refusals(CaseOver, OutOfOrder, StaleEpoch, TooMany, *MALFORMED),
        200: {"description": "It was there already."},
    },
)
def message(queue: TheQueue, person: Person, body: MessageBody, response: Response) -> dict[str, int]:
    """One sealed message to the counsellor. The same again is no error: its answer may have been lost."""
    if not relay(queue, the_person(person), "person", body):
        response.status_code = 200
    return {"seq": body.seq}


@router.post("/case/left", status_code=204, responses=refusals(CaseOver, NoRecipient, *MALFORMED))
def left(queue: TheQueue, person: Person, body: LeftBody) -> None:
    """What the page leaves, sealed, for whoever takes the case; it replaces what it left before."""
    leave_behind(queue, the_person(person), body)


@router.post("/case/end", responses=refusals(CaseOver, ShredUnfinished, ServerError))
def end(queue: TheQueue, person: Person) -> Shredded:
    """Ends the case, waiting or claimed; asked for again, says again when its rows were gone, or that they are not."""
    past = end_case(queue, the_person(person), Step.leave)
    if past.shredded_at is None:
        raise ShredUnfinished
    return Shredded(shredded_at=written(past.shredded_at))
