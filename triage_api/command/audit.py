"""`lykta audit`: whether the chain holds, and what stands in it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select

from triage_api.clock import written
from triage_api.command.trouble import Trouble
from triage_api.database import Database, open_database
from triage_api.desk.audit.chain import Broken, rows_of
from triage_api.desk.audit.chain import verify as walk
from triage_api.desk.tables import accounts
from triage_api.migrate import migrate
from triage_api.settings import Settings


@contextmanager
def accounts_of(settings: Settings) -> Iterator[Database]:
    """The accounts database in its newest form, closed at the end."""
    database = open_database(settings.accounts_database)
    try:
        migrate(database, "accounts")
        yield database
    finally:
        database.close()


def verify(settings: Settings, known: str) -> str:
    """A sentence that ends with the hash to note elsewhere: only beside it does a chain made anew show.

    Raises:
        Trouble: the chain is broken; the sentence names the first row that does not fit.
    """
    with accounts_of(settings) as database, database.reading() as connection:
        found = walk(connection, known)
    if isinstance(found, Broken):
        raise Trouble(found.says)
    if not found.rows:
        return "The audit has no row yet."
    return f"All {found.rows} rows hold, up to row {found.last}. Note this hash elsewhere: {found.hash}"


def show(settings: Settings, rows: int) -> list[str]:
    """The newest rows, one a line: number, time, who, deed, and what it was about."""
    with accounts_of(settings) as database, database.reading() as connection:
        names = {row.counsellor_id: row.name for row in connection.execute(select(accounts)).all()}
        newest = rows_of(connection)[-rows:]
    return [
        f"{row.number}  {written(row.at)}  {names.get(row.who, row.who) or '-'}  {row.deed}"
        f"  {names.get(row.about, row.about)}".rstrip()
        for row in newest
    ]
