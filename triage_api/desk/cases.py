"""What a counsellor does with cases: take the next person, write, give back, close."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, ConfigDict

from triage_api.clock import written
from triage_api.desk.audit.row import Deed
from triage_api.desk.desk import Desk
from triage_api.desk.people.put_out import take_cases_back
from triage_api.desk.permissions import Answers, Counsellor, OnRoster, TheDesk, is_active
from triage_api.desk.refusals import NotAllowed, NotOnRoster, NotSignedIn
from triage_api.errors import BadRequest, TooLarge
from triage_api.queue.claim import EnoughHeld, claim_next
from triage_api.queue.close import end_case
from triage_api.queue.endings import Ending
from triage_api.queue.give_back import give_back
from triage_api.queue.held import HeldCase, check_held, held_by
from triage_api.queue.queue import NoSuchCase, ShredUnfinished, the_counsellor
from triage_api.queue.relay import MessageBody, OutOfOrder, StaleEpoch, TooMany, relay
from triage_api.queue.renew import renew
from triage_api.queue.state import Step
from triage_api.refusing import NotJson, ServerError, refusals
from triage_api.words import CaseId

router = APIRouter(tags=["cases"], responses=refusals(NotSignedIn, NotAllowed, ServerError))

# PostgreSQL has no texts with a NUL in them, and would raise where SQLite finds no such case.
CaseInPath = Annotated[CaseId, Path(max_length=64, pattern=r"^[^\x00]*$")]


class CloseBody(BaseModel):
    """`because` changes what the person is told; it is kept nowhere."""

    model_config = ConfigDict(extra="forbid")
    because: Literal["abuse"] | None = None


class Closed(BaseModel):
    shredded_at: str


@router.post(
    "/claim",
    response_model=HeldCase,
    responses={
        **refusals(NotOnRoster, EnoughHeld),
        204: {"description": "Nobody waits whom you could be given."},
    },
)
def claim(desk: TheDesk, counsellor: OnRoster) -> HeldCase | Response:
    """The next person: most urgent first, then longest waiting, among those she takes and those who must not wait
    for that. Nobody else gets the same one, and nobody holds more at once than is set."""
    held = claim_next(desk.queue, counsellor.id, desk.chats_at_once, desk.given_to(counsellor.id))
    if held is None:
        return Response(status_code=204)
    if not is_active(desk, counsellor.id):
        # Removed while this was on its way, and perhaps after the removal looked for her cases.
        take_cases_back(desk, [counsellor.id])
        raise NotSignedIn
    desk.audit.note_after(counsellor.id, Deed.claimed, desk.audit.tags.of(CaseId(held.case_id)))
    return held


@router.get("/cases")
def cases(desk: TheDesk, counsellor: Answers) -> list[HeldCase]:
    """Mine, with the sealed conversation of this epoch: for a page that comes back."""
    return held_by(desk.queue, counsellor.id)


@router.post(
    "/cases/{case_id}/messages",
    status_code=201,
    responses={
        **refusals(NoSuchCase, OutOfOrder, StaleEpoch, TooMany, NotJson, BadRequest, TooLarge),
        200: {"description": "It was there already."},
    },
)
def message(
    desk: TheDesk, counsellor: Answers, case_id: CaseInPath, body: MessageBody, response: Response
) -> dict[str, int]:
    """One sealed message to the person."""
    if not relay(desk.queue, the_counsellor(counsellor.id, case_id), "counsellor", body):
        response.status_code = 200
    return {"seq": body.seq}


@router.post("/cases/{case_id}/renew", responses=refusals(NoSuchCase, BadRequest))
def renew_epoch(desk: TheDesk, counsellor: Answers, case_id: CaseInPath) -> HeldCase:
    """A new epoch of a case she holds: a page that was loaded again must not go on under the old key."""
    return renew(desk.queue, the_counsellor(counsellor.id, case_id))


@router.post("/cases/{case_id}/not-opened", status_code=204, responses=refusals(NoSuchCase, BadRequest))
def not_opened(desk: TheDesk, counsellor: Answers, case_id: CaseInPath) -> None:
    """Her browser could not open what was sealed for her in a case she holds: it was altered, or never sealed to a key
    of hers. Only she can know it, and it is noted."""
    check_held(desk.queue, the_counsellor(counsellor.id, case_id))
    desk.audit.note_later(counsellor.id, Deed.not_opened, desk.audit.tags.of(case_id))


@router.post("/cases/{case_id}/return", status_code=204, responses=refusals(NoSuchCase, BadRequest))
def return_to_line(desk: TheDesk, counsellor: Answers, case_id: CaseInPath) -> None:
    """Back to the line, at the place its level and arrival give it."""
    give_back(desk.queue, the_counsellor(counsellor.id, case_id), Step.give_back)
    desk.audit.note_after(counsellor.id, Deed.gave_back, desk.audit.tags.of(case_id))


@router.post("/cases/{case_id}/close", responses=refusals(NoSuchCase, NotJson, BadRequest, TooLarge, ShredUnfinished))
def close(desk: TheDesk, counsellor: Answers, case_id: CaseInPath, body: CloseBody | None = None) -> Closed:
    """Ends the case. When this answers, its rows are gone. For abuse the person is told that the talk cannot go on, and
    where help is; nothing marks them, so nobody is kept from coming back."""
    step: Literal[Step.close, Step.stop] = Step.stop if body and body.because else Step.close
    if desk.queue.endings.of_case(case_id, counsellor.id) is None:
        past = _end(desk, counsellor, case_id, step)
    else:  # over already, and noted: what is left to say is whether it is destroyed
        past = end_case(desk.queue, the_counsellor(counsellor.id, case_id), step)
    if past.shredded_at is None:
        raise ShredUnfinished
    return Closed(shredded_at=written(past.shredded_at))


def _end(desk: Desk, counsellor: Counsellor, case_id: CaseId, step: Literal[Step.close, Step.stop]) -> Ending:
    """A journal that is still busy makes no difference to what was done: the case is over and its rows are gone."""
    tag = desk.audit.tags.of(case_id)
    try:
        past = end_case(desk.queue, the_counsellor(counsellor.id, case_id), step)
    except ShredUnfinished:
        desk.audit.note_after(counsellor.id, Deed.closed, tag)
        raise
    desk.audit.note_after(counsellor.id, Deed.closed, tag)
    return past
