"""A database as the parts use it: short reads, and writes that see and change everything at once."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.pool import ConnectionPoolEntry

from triage_api.safe_start import keep_to_owner, sqlite_file

BUSY_SECONDS = 10
CHECKPOINT_SECONDS = 3.0


class Database:
    """One engine. SQLite by default; any database SQLAlchemy knows by its URL.

    On SQLite every write begins with BEGIN IMMEDIATE, so what a statement reads cannot change before it writes.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.checkpoint_busy_seconds = CHECKPOINT_SECONDS
        self._writes = engine.execution_options(lykta_begin="BEGIN IMMEDIATE")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for reads, from one snapshot."""
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: committed when the block ends, rolled back when it raises."""
        with self._writes.begin() as connection:
            yield connection

    def forget_deleted(self) -> bool:
        """Takes deleted rows off the disk, as far as a database can: true when it was done.

        `secure_delete` has overwritten them in the SQLite file already; the journal is copied back and cut to nothing.
        A disk may still hold old blocks: that is why rows hold ciphertext whose keys die (DESIGN.md, Shredding).
        False when readers kept the journal busy the whole time; the sweep then tries again.
        """
        if self.engine.dialect.name == "postgresql":
            with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text("VACUUM"))
            return True
        raw = self.engine.raw_connection()
        cursor = raw.cursor()
        try:
            cursor.execute(f"PRAGMA busy_timeout={int(self.checkpoint_busy_seconds * 1000)}")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # waits that long for readers to finish
            row = cursor.fetchone()
            return row is not None and row[0] == 0
        finally:
            cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
            raw.close()

    def close(self) -> None:
        self.engine.dispose()


def open_database(url: str) -> Database:
    """Opens the database at `url`, making a SQLite file at mode 0600 when it is missing.

    Values never stand in an error's text (`hide_parameters`): they can be ciphertext, names or hashes.
    """
    file = sqlite_file(url)
    if file is not None:
        keep_to_owner(file)
    options = {"connect_args": {"timeout": BUSY_SECONDS, "check_same_thread": False}} if file is not None else {}
    engine = create_engine(url, hide_parameters=True, pool_size=10, max_overflow=40, pool_timeout=20, **options)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _settle_connection)
        event.listen(engine, "begin", _begin)
    return Database(engine)


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
