"""One counsellor and another: a case is handed on, or a colleague is asked about it or reads along. The server sees who
asks whom."""

from contextlib import suppress
from typing import Annotated, Any

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel

from triage_api.desk.audit.row import Deed
from triage_api.desk.cases import CaseInPath
from triage_api.desk.colleagues import on_roster_of
from triage_api.desk.people.put_out import take_cases_back
from triage_api.desk.permissions import Answers, OnRoster, TheDesk, is_active
from triage_api.desk.refusals import ColleagueAway, NotAllowed, NotOnRoster, NotSignedIn
from triage_api.errors import BadRequest, TooLarge
from triage_api.queue.along import LineBody, keep_line
from triage_api.queue.claim import EnoughHeld
from triage_api.queue.consult import NoteBody, NotRead, keep_note, read_consult
from triage_api.queue.held import HeldCase
from triage_api.queue.offers import Kind, NoSuchOffer, OfferBody, OfferStands, OfferState, end_offer, make_offer
from triage_api.queue.queue import NoSuchCase
from triage_api.queue.relay import OutOfOrder, TooMany
from triage_api.queue.take_over import take_over
from triage_api.queue.wishes import who_wish
from triage_api.refusing import NotJson, ServerError, refusals
from triage_api.words import CaseId

router = APIRouter(tags=["offers"], responses=refusals(NotSignedIn, NotAllowed, ServerError))

OfferInPath = Annotated[str, Path(max_length=64, pattern=r"^[^\x00]*$")]
MALFORMED = (NotJson, BadRequest, TooLarge)


OFFERED = {Kind.transfer: Deed.offered, Kind.consult: Deed.asked, Kind.along: Deed.along_let}


class Offered(BaseModel):
    offer_id: str


class Question(BaseModel):
    """`notes` is how many she has answered with already."""

    case_id: str
    asked_by: str
    envelope: dict[str, Any]
    notes: int


@router.post(
    "/cases/{case_id}/offer",
    status_code=201,
    responses=refusals(NotOnRoster, NoSuchCase, ColleagueAway, OfferStands, *MALFORMED),
)
def offer(desk: TheDesk, counsellor: OnRoster, case_id: CaseInPath, body: OfferBody) -> Offered:
    """Offers a case of hers to one colleague, asks one about it, or lets one read along. It stays hers until it is
    accepted."""
    there = desk.duty.who()
    if body.kind is Kind.along:
        there |= who_wish(desk.queue, counsellor.id)  # a supervisor who asks may be off duty
    if body.to == counsellor.id or body.to not in there or not on_roster_of(desk, [body.to]):
        raise ColleagueAway
    offer_id = make_offer(desk.queue, counsellor.id, case_id, body)
    desk.audit.note_after(counsellor.id, OFFERED[body.kind], desk.audit.tags.of(case_id))
    return Offered(offer_id=offer_id)


@router.post("/offers/{offer_id}/accept", responses=refusals(NotOnRoster, NoSuchOffer, EnoughHeld, BadRequest))
def accept(desk: TheDesk, counsellor: OnRoster, offer_id: OfferInPath) -> HeldCase:
    """Takes the case over: from now on it is hers, in a new epoch, with `handed` sealed to her."""
    held = take_over(desk.queue, counsellor.id, offer_id, desk.chats_at_once)
    if not is_active(desk, counsellor.id):  # as in a claim: removed while this was on its way
        take_cases_back(desk, [counsellor.id])
        raise NotSignedIn
    desk.audit.note_after(counsellor.id, Deed.took_over, desk.audit.tags.of(CaseId(held.case_id)))
    return held


@router.post("/offers/{offer_id}/read", responses=refusals(NotOnRoster, NoSuchOffer, BadRequest))
def read(desk: TheDesk, counsellor: OnRoster, offer_id: OfferInPath) -> Question:
    """What she is asked about, or reads along, sealed to her; the case stays with who asks."""
    asked = read_consult(desk.queue, counsellor.id, offer_id)
    if not is_active(desk, counsellor.id):
        with suppress(NoSuchOffer):  # taken back since
            end_offer(desk.queue, counsellor.id, offer_id)
        raise NotSignedIn
    if asked.first_time:
        deed = Deed.along_read if asked.kind is Kind.along else Deed.advised
        desk.audit.note_after(counsellor.id, deed, desk.audit.tags.of(asked.case_id))
    return Question(case_id=asked.case_id, asked_by=asked.asked_by, envelope=asked.envelope, notes=asked.notes)


@router.post(
    "/offers/{offer_id}/notes",
    status_code=201,
    responses={
        **refusals(NotOnRoster, NoSuchOffer, NotRead, OutOfOrder, TooMany, *MALFORMED),
        200: {"description": "It was there already."},
    },
)
def note(
    desk: TheDesk, counsellor: OnRoster, offer_id: OfferInPath, body: NoteBody, response: Response
) -> dict[str, int]:
    """One sealed note to who asked."""
    if not keep_note(desk.queue, counsellor.id, offer_id, body):
        response.status_code = 200
    return {"seq": body.seq}


@router.post(
    "/offers/{offer_id}/lines",
    status_code=201,
    responses={
        **refusals(NotOnRoster, NoSuchOffer, OutOfOrder, TooMany, *MALFORMED),
        200: {"description": "It was there already."},
    },
)
def line(
    desk: TheDesk, counsellor: OnRoster, offer_id: OfferInPath, body: LineBody, response: Response
) -> dict[str, int]:
    """One sealed line of her chat to the colleague who reads along."""
    if not keep_line(desk.queue, counsellor.id, offer_id, body):
        response.status_code = 200
    return {"seq": body.seq}


@router.post("/offers/{offer_id}/end", status_code=204, responses=refusals(NoSuchOffer, BadRequest))
def end(desk: TheDesk, counsellor: Answers, offer_id: OfferInPath) -> None:
    """Taken back by who asked, declined or finished by who was asked. With a question its notes go, and with what
    somebody reads along its lines."""
    gone = end_offer(desk.queue, counsellor.id, offer_id)
    declined = gone.asked == counsellor.id and gone.state == OfferState.open
    deed = Deed.declined if declined else Deed.withdrew if gone.asked_by == counsellor.id else None
    if gone.kind == Kind.along:
        deed = Deed.along_declined if declined else Deed.along_ended
    if deed is not None:
        desk.audit.note_after(counsellor.id, deed, desk.audit.tags.of(CaseId(gone.case_id)))
