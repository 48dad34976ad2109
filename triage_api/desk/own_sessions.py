"""Somebody's own sessions: where they are still signed in, and ending what they do not want any more.

A session is known by nothing but when it began and was used: no address and no print of a device is looked at, so a
list can say no more.
"""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, StringConstraints

from triage_api.clock import rounded, written
from triage_api.desk.audit.row import Deed
from triage_api.desk.desk import Desk
from triage_api.desk.permissions import SignedIn, TheDesk
from triage_api.desk.reading_along import stop_if_signed_out
from triage_api.desk.refusals import NoSuchSession, NotSignedIn
from triage_api.errors import BadRequest, TooLarge
from triage_api.queue.queue import LINE, bell_of_counsellor
from triage_api.refusing import NotJson, ServerError, refusals

router = APIRouter(tags=["sessions"], responses=refusals(NotSignedIn, ServerError))


class OwnSession(BaseModel):
    """Times are rounded down to five minutes; `this` is the one that asks."""

    name: str
    began: str
    used: str
    this: bool


class WhichSession(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: Annotated[str, StringConstraints(min_length=1, max_length=32)]


class OthersEnded(BaseModel):
    sessions: int


@router.get("/sessions")
def sessions(desk: TheDesk, counsellor: SignedIn) -> list[OwnSession]:
    """My living ones, the newest first."""
    this = desk.sessions.find(counsellor.token, use=False)
    return [
        OwnSession(
            name=one.name,
            began=written(rounded(one.began)),
            used=written(rounded(one.used)),
            this=this is not None and one.name == this.name,
        )
        for one in desk.sessions.of(counsellor.id)
    ]


@router.post("/sessions/end", status_code=204, responses=refusals(NoSuchSession, NotJson, BadRequest, TooLarge))
def end(desk: TheDesk, counsellor: SignedIn, which: WhichSession) -> None:
    """Ends one of mine. Its page forgets its keys as soon as it hears of it."""
    if not desk.sessions.end_named(counsellor.id, which.name):
        raise NoSuchSession
    leave_if_last(desk, counsellor.id)
    desk.audit.note_after(counsellor.id, Deed.sessions_ended)


@router.post("/sessions/end-others")
def end_others(desk: TheDesk, counsellor: SignedIn) -> OthersEnded:
    """Ends all of mine but the one that asks."""
    ended = desk.sessions.end_others(counsellor.id, but=counsellor.token)
    leave_if_last(desk, counsellor.id)
    if ended:
        desk.audit.note_after(counsellor.id, Deed.sessions_ended)
    return OthersEnded(sessions=ended)


def leave_if_last(desk: Desk, counsellor_id: str) -> None:
    """After sessions were ended: their streams close, and who has none left is off duty at once and reads no longer."""
    stop_if_signed_out(desk, counsellor_id)
    if not desk.sessions.of(counsellor_id) and desk.duty.is_on(counsellor_id):
        desk.duty.set(counsellor_id, False)
        desk.audit.note_after(counsellor_id, Deed.duty_off)
    desk.queue.bells.ring(LINE, bell_of_counsellor(counsellor_id))
