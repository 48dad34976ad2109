"""The databases themselves."""

import threading
from contextlib import ExitStack
from pathlib import Path
from typing import Literal

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from tests.databases import both_databases, on_sqlite
from tests.postgres_server import postgres_server
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
    kind: str, tmp_path: Path, which: Literal["cases", "accounts"], metadata: sa.MetaData
) -> None:
    """PostgreSQL's come from a template that was migrated from nothing."""
    with ExitStack() as stack:
        url = f"sqlite:///{tmp_path / 'new.sqlite'}"
        if kind == "postgresql":
            url = stack.enter_context(postgres_server().database(which))
        database = open_database(url)
        migrate(database, which)
        migrate(database, which)  # a second start changes nothing
        with database.reading() as connection:
            options = {
                "include_object": lambda _object, name, *_: name != "line"
            }  # tests/queue/test_claim.py sees to it
            assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []
        database.close()


@on_sqlite
@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("secure_delete", 1), ("foreign_keys", 1), ("synchronous", 2), ("temp_store", 2)],
)
def test_every_connection_is_settled_the_same_way(queue: Queue, pragma: str, value: object) -> None:
    with queue.cases.reading() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


@on_sqlite
def test_the_files_of_a_new_database_are_ours_alone(queue: Queue, tmp_path: Path) -> None:
    files = list(tmp_path.glob("cases.sqlite*"))
    assert {file.name for file in files} == {"cases.sqlite", "cases.sqlite-wal", "cases.sqlite-shm"}
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}


@pytest.mark.parametrize(("kind", "said"), [("sqlite", None), ("postgresql", "count")], indirect=["kind"])
def test_what_a_write_reads_cannot_change_before_it_writes(case_url: str, kind: str, said: str | None) -> None:
    """Eight writers that each read, wait and add one. PostgreSQL would lose some without `one_at_a_time`."""
    database = open_database(case_url)
    with database.writing() as connection:
        connection.exec_driver_sql("CREATE TABLE count (n INTEGER)")
        connection.exec_driver_sql("INSERT INTO count VALUES (0)")
    both_are_there = threading.Barrier(8)

    def add_one(mine: Database) -> None:
        both_are_there.wait()
        for _ in range(5):
            with mine.writing(one_at_a_time=said) as connection:
                n = connection.exec_driver_sql("SELECT n FROM count").scalar()
                connection.exec_driver_sql(f"UPDATE count SET n = {int(n or 0) + 1}")  # noqa: S608 (a number of ours)

    engines = [open_database(case_url) for _ in range(8)]
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


def test_a_database_of_a_newer_version_is_left_alone_and_the_operator_told(kind: str, tmp_path: Path) -> None:
    with both_databases(kind) as databases:
        desk = create_app(install(tmp_path, **databases)).state.desk
        migrate_both(desk)
        with desk.queue.cases.writing() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'c9999'")
        with pytest.raises(UnsafeToStart, match="newest version") as told:
            migrate_both(desk)
        assert str(told.value) == CANNOT_MIGRATE
        with desk.queue.cases.reading() as connection:
            assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == "c9999"
        desk.queue.cases.close()
        desk.accounts.close()
