"""PostgreSQL as our database: many writers that lock rows, one snapshot a read, and VACUUM where something was deleted.

What VACUUM does: no session can read the deleted rows any more, their place is free for others, and what is free at the
end of a table's file is cut off. What it does not do: overwrite. Until others are written there, the bytes stand in
free parts of pages, in the write-ahead log, and in old blocks of the disk. They are ciphertext whose keys die, beside
hashes and random ids (docs/running.md says how to keep them few).
"""

import select
import time
from collections.abc import Sequence
from typing import Any

import psycopg
from sqlalchemy import Column, Connection, Engine, ExceptionContext, Table, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DisconnectionError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

LOCK_SECONDS = 10
IDLE_SECONDS = 60
LOOK_AGAIN_SECONDS = 0.01

# One snapshot for all statements of a read. A write sees what was committed before each of its statements, so that what
# it reads after it has waited for a lock is how things are now.
READS: dict[str, Any] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
WRITES: dict[str, Any] = {"isolation_level": "READ COMMITTED"}

_SESSION = {
    "lock_timeout": f"{LOCK_SECONDS}s",
    "idle_in_transaction_session_timeout": f"{IDLE_SECONDS}s",  # a forgotten read would keep deleted rows alive
    "synchronous_commit": "on",  # what was answered for survives a power cut
}

# Rows deleted before :since can be cleared once no session of this database reads or writes from before it. Sessions
# that only clear do not count: they keep nothing alive, and each would wait for the other.
_OLDER_SESSIONS = text("""
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND query NOT LIKE 'VACUUM%'
      AND greatest(age(backend_xmin), age(backend_xid)) > age(CAST(CAST(:since AS xid8) AS xid))
""")


def is_postgresql(url: str) -> bool:
    return make_url(url).get_backend_name() == "postgresql"


def engine_at(url: str) -> Engine:
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_size=10,
        max_overflow=40,
        pool_timeout=20,
        connect_args={
            "connect_timeout": 5,
            "application_name": "lykta",
            "options": " ".join(f"-c {name}={value}" for name, value in _SESSION.items()),
        },
    )
    event.listen(engine, "handle_error", _quote_nothing)
    event.listen(engine, "checkout", _still_there)
    return engine


def _still_there(connection: DBAPIConnection, _record: ConnectionPoolEntry, _proxy: PoolProxiedConnection) -> None:
    """Gives a new connection in the place of one that the server has ended since: a living one has nothing to read.

    Asking the server would cost each read and write a way there and back.
    """
    looks = select.poll()
    looks.register(connection.pgconn.socket, select.POLLIN)
    if looks.poll(0):
        raise DisconnectionError


def _quote_nothing(context: ExceptionContext) -> None:
    """PostgreSQL's sentences quote values ("Key (case_id)=(…) already exists"): only the kind of error stays."""
    error, wrapped = context.original_exception, context.sqlalchemy_exception
    if isinstance(error, psycopg.Error):
        error.args = (f"SQLSTATE {error.sqlstate}",)
        if wrapped is not None:
            wrapped.args = (f"({type(error).__name__}) SQLSTATE {error.sqlstate}",)


def wait_for_turn(connection: Connection, word: str) -> None:
    """Until this transaction ends, whoever asks for the same word waits."""
    connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:word, 0))"), {"word": word})


def keep_no_samples(connection: Connection, columns: Sequence[Column[Any]]) -> None:
    """ANALYZE, which the server runs by itself, copies values of a table's columns into a catalogue where whoever may
    read the table can read them, and where they stay when their rows are gone. Of these columns it takes none."""
    quoted = connection.dialect.identifier_preparer
    for column in columns:
        table, name = quoted.format_table(column.table), quoted.format_column(column)
        connection.execute(text(f"ALTER TABLE {table} ALTER COLUMN {name} SET STATISTICS 0"))


def forget_deleted(engine: Engine, tables: Sequence[Table], busy_seconds: float) -> bool:
    """Clears what is deleted in these tables; false when an open read or write kept it alive the whole time.

    Nobody is kept from reading or writing meanwhile. FREEZE makes it wait for a page that somebody is just reading,
    which it would otherwise pass over; INDEX_CLEANUP takes the entries out of the indexes too when they are few.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        since = connection.scalar(text("SELECT CAST(pg_snapshot_xmax(pg_current_snapshot()) AS text)"))
        until = time.monotonic() + busy_seconds
        while connection.scalar(_OLDER_SESSIONS, {"since": since}):
            if time.monotonic() > until:
                return False
            time.sleep(LOOK_AGAIN_SECONDS)
        names = ", ".join(engine.dialect.identifier_preparer.format_table(table) for table in tables)
        try:
            connection.execute(text(f"VACUUM (FREEZE, INDEX_CLEANUP ON) {names}"))
        except OperationalError:  # another VACUUM held a table the whole time
            return False
    return True
