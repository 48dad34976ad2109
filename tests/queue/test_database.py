"""The databases themselves."""

import sqlite3
import threading
from pathlib import Path
from typing import Literal

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from tests.queue.world import install
from triage_api.app import create_app
from triage_api.database import Database, open_database
from triage_api.desk import tables as desk_tables
from triage_api.lifespan import CANNOT_MIGRATE, migrate_both
from triage_api.migrate import migrate
from triage_api.queue import tables as queue_tables
from triage_api.queue.queue import Queue
from triage_api.safe_start import UnsafeToStart


@pytest.mark.parametrize(("which", "metadata"), [("cases", queue_tables.metadata), ("accounts", desk_tables.metadata)])
def test_the_migrations_make_exactly_the_tables_that_the_queries_know(
    tmp_path: Path, which: Literal["cases", "accounts"], metadata: sa.MetaData
) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'new.sqlite'}")
    migrate(database, which)
    migrate(database, which)  # a second start changes nothing
    with database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    database.close()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("secure_delete", 1), ("foreign_keys", 1), ("synchronous", 2), ("temp_store", 2)],
)
def test_every_connection_is_settled_the_same_way(queue: Queue, pragma: str, value: object) -> None:
    with queue.cases.reading() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_the_files_of_a_new_database_are_ours_alone(queue: Queue, tmp_path: Path) -> None:
    files = list(tmp_path.glob("cases.sqlite*"))
    assert {file.name for file in files} == {"cases.sqlite", "cases.sqlite-wal", "cases.sqlite-shm"}
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}


def test_what_a_write_reads_cannot_change_before_it_writes(tmp_path: Path) -> None:
    """Two writers that each read, wait and add one: without BEGIN IMMEDIATE one of them would be lost or fail."""
    database = open_database(f"sqlite:///{tmp_path / 'count.sqlite'}")
    with database.writing() as connection:
        connection.exec_driver_sql("CREATE TABLE count (n INTEGER)")
        connection.exec_driver_sql("INSERT INTO count VALUES (0)")
    both_are_there = threading.Barrier(8)

    def add_one(mine: Database) -> None:
        both_are_there.wait()
        for _ in range(5):
            with mine.writing() as connection:
                n = connection.exec_driver_sql("SELECT n FROM count").scalar()
                connection.exec_driver_sql(f"UPDATE count SET n = {int(n or 0) + 1}")  # noqa: S608 (a number of ours)

    engines = [open_database(str(database.engine.url)) for _ in range(8)]
    threads = [threading.Thread(target=add_one, args=(engine,)) for engine in engines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as connection:
        assert connection.exec_driver_sql("SELECT n FROM count").scalar() == 40
    for engine in (database, *engines):
        engine.close()


def test_an_error_of_the_database_does_not_quote_its_values(queue: Queue) -> None:
    with pytest.raises(sa.exc.IntegrityError) as failed, queue.cases.writing() as connection:
        connection.execute(sa.insert(queue_tables.readers).values(case_id="canary", counsellor_id="canary"))
    assert "canary" not in str(failed.value)


def test_a_database_of_a_newer_version_is_left_alone_and_the_operator_told(tmp_path: Path) -> None:
    settings = install(tmp_path)
    desk = create_app(settings).state.desk
    migrate_both(desk)
    with sqlite3.connect(settings.var / "cases.sqlite") as raw:
        raw.execute("UPDATE alembic_version SET version_num = 'c9999'")
    with pytest.raises(UnsafeToStart, match="newest version") as told:
        migrate_both(desk)
    assert str(told.value) == CANNOT_MIGRATE
    with sqlite3.connect(settings.var / "cases.sqlite") as raw:
        assert raw.execute("SELECT version_num FROM alembic_version").fetchone() == ("c9999",)
