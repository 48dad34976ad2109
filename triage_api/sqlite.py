"""SQLite as our database: one file that is ours alone, one writer, and zeros where something was deleted."""

from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.pool import ConnectionPoolEntry

from triage_api.safe_start import keep_to_owner

BUSY_SECONDS = 10

READS: dict[str, str] = {}
# A write takes the one writer's place before it reads anything.
WRITES = {"lykta_begin": "BEGIN IMMEDIATE"}


def engine_at(url: str) -> Engine:
    name = make_url(url).database
    if name and name != ":memory:":
        keep_to_owner(Path(name))
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_size=10,
        max_overflow=40,
        pool_timeout=20,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
    )
    event.listen(engine, "connect", _settle_connection)
    event.listen(engine, "begin", _begin)
    return engine


def forget_deleted(engine: Engine, busy_seconds: float) -> bool:
    """`secure_delete` has overwritten the rows in the file already; the journal is copied back and cut to nothing."""
    raw = engine.raw_connection()
    cursor = raw.cursor()
    try:
        cursor.execute(f"PRAGMA busy_timeout={int(busy_seconds * 1000)}")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # waits that long for readers to finish
        row = cursor.fetchone()
        return row is not None and row[0] == 0
    finally:
        cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
        raw.close()


def _settle_connection(connection: object, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # type: ignore[attr-defined]  # the driver must not begin on its own; _begin does
    cursor = connection.cursor()  # type: ignore[attr-defined]
    for pragma in (
        "journal_mode=WAL",
        "secure_delete=ON",  # a freed page or cell is overwritten with zeros
        "foreign_keys=ON",
        f"busy_timeout={BUSY_SECONDS * 1000}",
        "synchronous=FULL",  # what was answered for survives a power cut
        "temp_store=MEMORY",  # no temporary file ever holds a row
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(str(connection.get_execution_options().get("lykta_begin", "BEGIN")))
