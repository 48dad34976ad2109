"""A counsellor writes to the mailbox that somebody left with their case."""

from fastapi import APIRouter
from sqlalchemy import exists, select

from triage_api.desk.audit.row import Deed
from triage_api.desk.permissions import OnRoster, TheDesk
from triage_api.desk.refusals import NotAllowed, NotOnRoster, NotSignedIn
from triage_api.errors import BadRequest, TooLarge
from triage_api.mailbox.letters import MailboxFull, NewLetter
from triage_api.queue.queue import NoSuchCase
from triage_api.queue.tables import cases
from triage_api.refusing import NotJson, ServerError, refusals

router = APIRouter(tags=["letters"], responses=refusals(NotSignedIn, NotAllowed, NotOnRoster, ServerError))


@router.post("/letters", status_code=204, responses=refusals(NoSuchCase, MailboxFull, NotJson, BadRequest, TooLarge))
def letter(desk: TheDesk, counsellor: OnRoster, new: NewLetter) -> None:
    """Keeps one sealed letter. It names no case: that she holds one is looked at, and not kept."""
    with desk.queue.cases.reading() as connection:
        holds_one = connection.scalar(select(exists().where(cases.c.claimed_by == counsellor.id)))
    if not holds_one:
        raise NoSuchCase
    desk.letters.keep(new)
    desk.audit.note_after(counsellor.id, Deed.letter)
