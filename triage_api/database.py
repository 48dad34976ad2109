"""A database as the parts use it: short reads, and writes that see and change everything at once.

SQLite by default (`triage_api.sqlite`), PostgreSQL where the URL says so (`triage_api.postgresql`); nothing else.
"""

import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Column, Connection, Engine, Table

from triage_api import postgresql, sqlite
from triage_api.postgresql import is_postgresql

BUSY_SECONDS = 3.0


class Database:
    """One engine.

    On SQLite there is one writer at a time, so what a statement reads cannot change before it writes. On PostgreSQL a
    write holds still only the rows it has locked (`with_for_update`); where it relies on rows that are not there yet,
    it says `one_at_a_time`.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.busy_seconds = BUSY_SECONDS
        self._on_postgresql = engine.dialect.name == "postgresql"
        kind = postgresql if self._on_postgresql else sqlite
        self._clearings: defaultdict[frozenset[str], _Shared] = defaultdict(_Shared)
        self._reads, self._writes = engine.execution_options(**kind.READS), engine.execution_options(**kind.WRITES)

    @property
    def has_many_writers(self) -> bool:
        """Whether a row can be held by another writer while this one writes."""
        return self._on_postgresql

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for reads, from one snapshot."""
        with self._reads.connect() as connection:
            yield connection

    @contextmanager
    def writing(self, one_at_a_time: str | None = None) -> Iterator[Connection]:
        """One transaction: committed when the block ends, rolled back when it raises.

        Of those that name the same `one_at_a_time`, in any process, each waits until the one before it has ended.
        """
        with self._writes.begin() as connection:
            if one_at_a_time is not None and self._on_postgresql:
                postgresql.wait_for_turn(connection, one_at_a_time)
            yield connection

    def forget_deleted(self, *tables: Table) -> bool:
        """Takes deleted rows of these tables off the disk, as far as a database can: true when it was done.

        A disk may still hold old blocks: that is why rows hold ciphertext whose keys die (DESIGN.md, Shredding).
        False when readers stood in the way for `busy_seconds`; the sweep then tries again.
        """
        return self._clearings[frozenset(table.name for table in tables)].do(lambda: self._forget_deleted(tables))

    def _forget_deleted(self, tables: tuple[Table, ...]) -> bool:
        if self._on_postgresql:
            return postgresql.forget_deleted(self.engine, tables, self.busy_seconds)
        return sqlite.forget_deleted(self.engine, self.busy_seconds)

    def keep_no_samples(self, *columns: Column[Any]) -> None:
        """For the start: nothing of what stands in these columns is ever kept beside its table."""
        if self._on_postgresql:
            with self.writing() as connection:
                postgresql.keep_no_samples(connection, columns)

    def close(self) -> None:
        self.engine.dispose()


class _Shared:
    """Work that is done once for all who ask while it is being done: what began after somebody asked is theirs too.

    Many cases can end in one second, and each clearing would wait for all that were asked for before.
    """

    def __init__(self) -> None:
        self._at_work = threading.Lock()
        self._begun = 0
        self._last = False

    def do(self, work: Callable[[], bool]) -> bool:
        asked = self._begun
        with self._at_work:
            if self._begun == asked:
                # Until it is known to be done, it is not: whoever waits must not be told of an earlier success.
                self._begun, self._last = self._begun + 1, False
                self._last = work()
            return self._last


def open_database(url: str) -> Database:
    """Opens the database at `url`, making a SQLite file at mode 0600 when it is missing.

    Values never stand in an error's text (`hide_parameters`): they can be ciphertext, names or hashes.
    """
    return Database(postgresql.engine_at(url) if is_postgresql(url) else sqlite.engine_at(url))
