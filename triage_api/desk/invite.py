"""Inviting a counsellor: a code that works once, within 24 hours, and of which only a hash is kept."""

from datetime import timedelta
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, StringConstraints
from sqlalchemy import Connection, Row, delete, insert, select

from triage_api.bearer import hash_of, new_token
from triage_api.clock import Clock, rounded, seconds, utc_now, written
from triage_api.database import Database
from triage_api.desk.audit.chain import append
from triage_api.desk.audit.row import OPERATOR, Deed
from triage_api.desk.desk import Desk
from triage_api.desk.permissions import TheDesk
from triage_api.desk.refusals import InvitationOver
from triage_api.desk.tables import accounts, invitations
from triage_api.errors import BadRequest, TooLarge
from triage_api.refusing import NotJson, ServerError, refusals

Role = Literal["counsellor", "supervisor", "administrator", "analyst"]
"""An administrator plans and sees how things stand; an analyst sees numbers only. Neither is ever on the roster: no
envelope is sealed for them."""
VALID_FOR = timedelta(hours=24)

INVITATIONS = "invitations"
"""The turn of whoever makes or uses one: two who use one code, or want one name, at once get one account."""

Code = Annotated[str, StringConstraints(min_length=1, max_length=64)]

router = APIRouter(tags=["invitations"])


def create_invitation(accounts_database: Database, role: Role, now: Clock = utc_now) -> str:
    """The new invitation's code: 32 random bytes in base64url, to go behind `/desk/#invite=`, known to nobody else."""
    code = new_token()
    expires = seconds(now() + VALID_FOR)
    with accounts_database.writing(one_at_a_time=INVITATIONS) as connection:
        _drop_expired(connection, seconds(now()))
        connection.execute(insert(invitations).values(code_hash=hash_of(code), role=role, expires_at=expires))
        append(connection, rounded(now()), OPERATOR, Deed.invited, role)
    return code


def living_invitation(connection: Connection, code: str, now_seconds: int) -> Row[tuple[str, str, int]]:
    """Its hash, role and expiry; InvitationOver when it is unknown, used or expired."""
    known = hash_of(code)
    row = connection.execute(select(invitations).where(invitations.c.code_hash == known)).one_or_none()
    if row is None or row.expires_at <= now_seconds:
        raise InvitationOver
    return row


def _drop_expired(connection: Connection, now_seconds: int) -> None:
    """Old invitations go, and with them the accounts that were begun and never confirmed."""
    old = select(invitations.c.code_hash).where(invitations.c.expires_at <= now_seconds)
    connection.execute(delete(accounts).where(accounts.c.state == "begun", accounts.c.invitation.in_(old)))
    connection.execute(delete(invitations).where(invitations.c.expires_at <= now_seconds))


class OpenBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    code: Code


class Invitation(BaseModel):
    role: Role
    expires: str


@router.post("/invitations/open", responses=refusals(InvitationOver, NotJson, BadRequest, TooLarge, ServerError))
def open_invitation(desk: TheDesk, body: OpenBody) -> Invitation:
    """What the invitation is for. Looking at it does not use it up."""
    row = _look_up(desk, body.code)
    return Invitation(role=row.role, expires=written(row.expires_at))


def _look_up(desk: Desk, code: str) -> Row[tuple[str, str, int]]:
    with desk.accounts.reading() as connection:
        return living_invitation(connection, code, seconds(desk.now()))
