"""An administrator removes somebody, or ends their sessions."""

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from triage_api.desk.audit.row import Deed
from triage_api.desk.own_sessions import leave_if_last
from triage_api.desk.people.put_out import put_out
from triage_api.desk.people.read import named_until
from triage_api.desk.people.remove import REMOVALS, remove_account
from triage_api.desk.permissions import Administers, TheDesk, is_active
from triage_api.desk.refusals import (
    LastAdministrator,
    NoSuchPerson,
    NotAdministrator,
    NotAllowed,
    NotSignedIn,
    NotYourself,
)
from triage_api.errors import BadRequest, TooLarge
from triage_api.queue.envelope_shape import CounsellorId
from triage_api.refusing import NotJson, ServerError, refusals

router = APIRouter(
    tags=["people"],
    responses=refusals(
        NotSignedIn, NotAllowed, NotAdministrator, NoSuchPerson, NotJson, BadRequest, TooLarge, ServerError
    ),
)


class Whom(BaseModel):
    model_config = ConfigDict(extra="forbid")
    counsellor_id: CounsellorId


class RemovedTold(BaseModel):
    """`shifts` of theirs stand empty now; `on_roster` says that the roster still names them and has to be signed."""

    shifts: int
    on_roster: bool


class EndedTold(BaseModel):
    sessions: int


@router.post("/people/remove", responses=refusals(LastAdministrator, NotYourself))
def remove(desk: TheDesk, counsellor: Administers, whom: Whom) -> RemovedTold:
    """At once: no sign-in, no session, no duty, no case, no shift. What they held waits in line again."""
    if whom.counsellor_id == counsellor.id:
        raise NotYourself
    with desk.accounts.writing(one_at_a_time=REMOVALS) as connection:
        removed = remove_account(connection, whom.counsellor_id, desk.now())
        desk.audit.note(connection, counsellor.id, Deed.removed, whom.counsellor_id)
    put_out(desk)
    return RemovedTold(shifts=removed.shifts, on_roster=whom.counsellor_id in named_until(desk))


@router.post("/people/end-sessions")
def end_sessions(desk: TheDesk, counsellor: Administers, whom: Whom) -> EndedTold:
    """All of somebody's sessions, with duty: they have to sign in again. What they hold lapses unless they do."""
    if not is_active(desk, whom.counsellor_id):
        raise NoSuchPerson
    ended = desk.sessions.end_all_of(whom.counsellor_id)
    leave_if_last(desk, whom.counsellor_id)
    desk.audit.note_after(counsellor.id, Deed.sessions_ended, whom.counsellor_id)
    return EndedTold(sessions=ended)
