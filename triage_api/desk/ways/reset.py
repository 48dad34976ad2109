"""For who has lost the code app too: a code that stands in for it once, in a recovery. It opens nothing by itself."""

from datetime import timedelta

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict
from sqlalchemy import delete, insert, select

from triage_api.clock import Clock, rounded, seconds, utc_now
from triage_api.database import Database
from triage_api.desk.audit.chain import append
from triage_api.desk.audit.row import Deed
from triage_api.desk.credentials import SignInName
from triage_api.desk.permissions import TheDesk
from triage_api.desk.refusals import NotAdministrator, NotAllowed, NotSignedIn
from triage_api.desk.tables import accounts, resets
from triage_api.desk.ways.fresh import FreshAdministrator
from triage_api.desk.ways.refusals import NobodyByThatName, SignInAgain
from triage_api.desk.ways.reset_code import hash_of_reset, new_reset_code
from triage_api.errors import BadRequest, TooLarge
from triage_api.refusing import NotJson, ServerError, refusals

VALID_FOR = timedelta(hours=24)

router = APIRouter(tags=["recovery"])


class ResetBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    sign_in_name: SignInName


class Reset(BaseModel):
    reset: str


@router.post(
    "/resets",
    status_code=201,
    responses=refusals(
        NotSignedIn,
        NotAllowed,
        NotAdministrator,
        SignInAgain,
        NobodyByThatName,
        NotJson,
        BadRequest,
        TooLarge,
        ServerError,
    ),
)
def give_reset(desk: TheDesk, administrator: FreshAdministrator, body: ResetBody) -> Reset:
    """For somebody who has lost the code app. It is told once, and opens no key."""
    code = create_reset(desk.accounts, body.sign_in_name, administrator.id, desk.now)
    if code is None:
        raise NobodyByThatName
    return Reset(reset=code)


def create_reset(accounts_database: Database, sign_in_name: str, who: str, now: Clock = utc_now) -> str | None:
    """The code, good once and for a day, in place of any before; None when nobody signs in with this name.

    Hand it over in person or by voice to somebody you know: with the printed recovery code, it sets a new code app.
    """
    code, at = new_reset_code(), now()
    with accounts_database.writing() as connection:
        connection.execute(delete(resets).where(resets.c.expires_at <= seconds(at)))
        whose = connection.scalar(
            select(accounts.c.counsellor_id).where(
                accounts.c.sign_in_name == sign_in_name, accounts.c.state == "active"
            )
        )
        if whose is None:
            return None
        connection.execute(delete(resets).where(resets.c.counsellor_id == whose))
        connection.execute(
            insert(resets).values(
                counsellor_id=whose, code_hash=hash_of_reset(code), expires_at=seconds(at + VALID_FOR)
            )
        )
        append(connection, rounded(at), who, Deed.reset, whose)
    return code
