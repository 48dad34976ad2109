"""`lykta counsellor remove`: out at once, also where the desk cannot be reached."""

from datetime import datetime

import httpx
from sqlalchemy import or_, select

from triage_api.clock import rounded
from triage_api.command.audit import accounts_of
from triage_api.command.trouble import Trouble
from triage_api.database import Database
from triage_api.desk.audit.chain import append
from triage_api.desk.audit.row import OPERATOR, Deed
from triage_api.desk.people.remove import REMOVALS, Removed, remove_account
from triage_api.desk.refusals import LastAdministrator
from triage_api.desk.tables import accounts
from triage_api.safe_postgresql import refuse_unsafe_databases
from triage_api.settings import Settings


def remove(settings: Settings, name: str, now: datetime) -> list[str]:
    """Removes whoever signs in with this name, or has it on duty; sentences that say what is left to do.

    Raises:
        Trouble: nobody is called that, several are, or it is the last administrator.
    """
    refuse_unsafe_databases(settings)
    with accounts_of(settings) as database:
        counsellor_id = whose(database, name)
        with database.writing(one_at_a_time=REMOVALS) as connection:
            try:
                removed = remove_account(connection, counsellor_id, now)
            except LastAdministrator as refusal:
                raise Trouble(refusal.say) from None
            append(connection, rounded(now), OPERATOR, Deed.removed, counsellor_id)
    return [*_said_of(removed), *_tell_desk(settings)]


def whose(database: Database, name: str) -> str:
    """The id of who signs in with this name, or has it on duty; Trouble when nobody does, or several."""
    called = or_(accounts.c.sign_in_name == name.strip().casefold(), accounts.c.name == name.strip())
    with database.reading() as connection:
        found = connection.execute(select(accounts).where(accounts.c.state == "active", called)).all()
    if not found:
        raise Trouble(f"Nobody with an account is called {name}: give the sign-in name, or the name on duty.")
    exact = [row for row in found if row.sign_in_name == name.strip().casefold()]
    if len(exact or found) > 1:
        raise Trouble(f"Several are called {name}: give the sign-in name of the one you mean.")
    return str((exact or found)[0].counsellor_id)


def _said_of(removed: Removed) -> list[str]:
    said = ["Removed. They cannot sign in, and hold nothing any more."]
    if removed.shifts:
        said.append(f"Shifts of theirs that stand empty now: {removed.shifts}. Plan somebody else.")
    return [*said, "The signed roster still names them: sign it anew (`lykta roster sign`)."]


def _tell_desk(settings: Settings) -> list[str]:
    """A desk that runs looks at once; one that does not hear it looks within ten seconds, or when it starts."""
    try:
        key = settings.internal_key_file.read_text().strip()
        told = httpx.post(
            f"{settings.api_url}/internal/removals",
            headers={"authorization": f"Bearer {key}"},
            timeout=5,
            trust_env=False,
        )
        told.raise_for_status()
    except (OSError, httpx.HTTPError):
        return ["The desk was not reached; if it runs, it puts them out within ten seconds."]
    return []
