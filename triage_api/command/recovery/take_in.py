"""On the server again: the new code takes the place of the counsellor's recovery code."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from triage_api.base64url import from_b64u
from triage_api.clock import rounded
from triage_api.command.audit import accounts_of
from triage_api.command.recovery.carried import Opened, read_carried
from triage_api.command.trouble import Trouble
from triage_api.desk.audit.chain import append
from triage_api.desk.audit.row import OPERATOR, Deed
from triage_api.desk.tables import accounts
from triage_api.desk.ways.organisation import drop_wrap, holds_account
from triage_api.desk.ways.recovery import keep_hashed
from triage_api.errors import BadRequest
from triage_api.safe_postgresql import refuse_unsafe_databases
from triage_api.settings import Settings


def take_in(settings: Settings, file: Path, now: datetime) -> str:
    """Her name on duty. What was opened is used up by it, so a file works once, and none that was made before she
    signed in last. It is noted in the audit, and the desk shows it.

    Raises:
        Trouble: the file is none of ours, was taken in before, is too old, or is of somebody without an account.
    """
    said = read_carried(Opened, file, "lykta recovery open")
    refuse_unsafe_databases(settings)
    with accounts_of(settings) as database, database.writing() as connection:
        there = holds_account(connection, said.counsellor_id)
        if not there or not drop_wrap(connection, said.counsellor_id, said.instead_of):
            raise Trouble(
                f"{file} is worth nothing any more: it was taken in, or they have signed in since. Export anew."
            )
        try:
            keep_hashed(
                connection, said.counsellor_id, (from_b64u(said.auth_salt), from_b64u(said.auth_hash)), said.wrap
            )
        except BadRequest:
            raise Trouble(f"{file} names a way in that is there already: open what was exported anew.") from None
        append(connection, rounded(now), OPERATOR, Deed.org_key_used, said.counsellor_id)
        name = connection.scalar(select(accounts.c.name).where(accounts.c.counsellor_id == said.counsellor_id))
    return str(name)
