"""A supervisor asks a counsellor to let her read along; the counsellor lets her in one of her chats, or not now."""

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from triage_api.desk.audit.row import Deed
from triage_api.desk.permissions import Answers, Supervises, TheDesk
from triage_api.desk.refusals import NotAllowed, NotOnRoster, NotSignedIn
from triage_api.errors import BadRequest, TooLarge
from triage_api.queue.envelope_shape import CounsellorId
from triage_api.queue.wishes import HoldsNoChat, NoSuchWish, end_wish, make_wish
from triage_api.refusing import NotJson, ServerError, refusals

router = APIRouter(tags=["offers"], responses=refusals(NotSignedIn, NotAllowed, ServerError))

MALFORMED = (NotJson, BadRequest, TooLarge)


class Colleague(BaseModel):
    model_config = ConfigDict(extra="forbid")
    counsellor_id: CounsellorId


@router.post("/wishes", status_code=204, responses=refusals(NotOnRoster, HoldsNoChat, *MALFORMED))
def wish(desk: TheDesk, counsellor: Supervises, colleague: Colleague) -> None:
    """Asks to read along with somebody who talks with people now. Nothing is sealed to her before the colleague has
    said yes, and the person has been told."""
    if make_wish(desk.queue, counsellor.id, colleague.counsellor_id):
        desk.audit.note_after(counsellor.id, Deed.along_asked, colleague.counsellor_id)


@router.post("/wishes/end", status_code=204, responses=refusals(NoSuchWish, *MALFORMED))
def end(desk: TheDesk, counsellor: Answers, colleague: Colleague) -> None:
    """Taken back by who asked, or "not now" of who was asked."""
    if end_wish(desk.queue, counsellor.id, colleague.counsellor_id):
        desk.audit.note_after(counsellor.id, Deed.along_declined, colleague.counsellor_id)
