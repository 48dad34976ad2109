"""Invitations from the command line: the first counsellor's, which `lykta up` prints, and later ones; and resets."""

from typing import cast, get_args

from sqlalchemy import func, select

from triage_api.command.trouble import Trouble
from triage_api.database import Database, open_database
from triage_api.desk.audit.row import OPERATOR
from triage_api.desk.credentials import settled
from triage_api.desk.invite import Role, create_invitation
from triage_api.desk.tables import accounts
from triage_api.desk.ways.reset import create_reset
from triage_api.migrate import migrate
from triage_api.safe_postgresql import refuse_unsafe_databases
from triage_api.settings import Settings


def invite(settings: Settings, role: str) -> str:
    """A new invitation's code, good once and for 24 hours.

    Raises:
        Trouble: there is no such role.
    """
    if role not in get_args(Role):
        raise Trouble(f"There is no role {role}: invite a counsellor, a supervisor, an administrator or an analyst.")
    database = _accounts(settings)
    try:
        return create_invitation(database, cast(Role, role))
    finally:
        database.close()


def reset(settings: Settings, sign_in_name: str) -> str:
    """A code that stands in, once and within a day, for a code app that is lost; it goes with the recovery code.

    Raises:
        Trouble: nobody signs in with this name.
    """
    database = _accounts(settings)
    try:
        code = create_reset(database, settled(sign_in_name), OPERATOR)
    except ValueError:
        code = None
    finally:
        database.close()
    if code is None:
        raise Trouble("Nobody signs in with this name: look it up and write it as it was chosen.")
    return code


def first_invitation(settings: Settings) -> str | None:
    """An invitation while nobody has an active account; None afterwards."""
    database = _accounts(settings)
    try:
        with database.reading() as connection:
            active = select(func.count()).select_from(accounts).where(accounts.c.state == "active")
            if connection.execute(active).scalar_one():
                return None
        return create_invitation(database, "counsellor")
    finally:
        database.close()


def _accounts(settings: Settings) -> Database:
    refuse_unsafe_databases(settings)
    database = open_database(settings.accounts_database)
    migrate(database, "accounts")
    return database
