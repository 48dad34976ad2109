"""Bells that are rung in one process and heard in another."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from tests.databases import on_postgresql
from tests.door.conftest import eventually
from tests.queue.world import another_process
from triage_api.database import Database
from triage_api.events import Bells
from triage_api.queue.queue import Queue
from triage_api.shared_bells import CHANNEL, SharedBells, bells_for


@contextmanager
def a_process(database: Database) -> Iterator[SharedBells]:
    bells = bells_for(database)
    assert isinstance(bells, SharedBells)
    bells.start()
    try:
        assert bells.listening.wait(10)
        yield bells
    finally:
        bells.close()
        bells.join()


@pytest.fixture
def two(queue: Queue) -> Iterator[tuple[SharedBells, SharedBells]]:
    other = another_process(queue)
    with a_process(queue.cases) as here, a_process(other.cases) as there:
        yield here, there
    other.cases.close()


def heard(listening: Bells, rings: Callable[[], Any], topic: str = "case x", within: float = 5.0) -> bool:
    async def story() -> bool:
        with listening.listen(topic) as ear:
            await asyncio.to_thread(rings)
            return bool(await ear.rung(within))

    return asyncio.run(story())


def connections(queue: Queue) -> list[int]:
    with queue.cases.reading() as connection:
        asked = (
            "SELECT pid FROM pg_stat_activity WHERE application_name = 'lykta bells' AND datname = current_database()"
        )
        return [row[0] for row in connection.exec_driver_sql(asked).all()]


@on_postgresql
def test_a_bell_rung_in_one_process_is_heard_in_the_other_and_only_its_topic(
    two: tuple[SharedBells, SharedBells],
) -> None:
    here, there = two
    assert heard(there, lambda: here.ring("line", "case x"))
    assert heard(here, lambda: there.ring("case x"))
    assert not heard(there, lambda: here.ring("case y"), within=0.3)


@on_postgresql
def test_each_process_hears_itself_at_once_and_not_a_second_time(two: tuple[SharedBells, SharedBells]) -> None:
    here, _ = two

    async def story() -> list[bool]:
        with here.listen("case x") as ear:
            here.ring("case x")
            return [bool(await ear.rung(0.05)), bool(await ear.rung(0.5))]

    assert asyncio.run(story()) == [True, False]


@on_postgresql
def test_what_passes_through_the_server_is_the_topic_and_nothing_else(
    queue: Queue, two: tuple[SharedBells, SharedBells]
) -> None:
    url = queue.cases.engine.url
    with psycopg.connect(
        host=str(url.query["host"]), user=url.username, dbname=url.database, autocommit=True
    ) as connection:
        connection.execute(f"LISTEN {CHANNEL}".encode())
        two[0].ring("line", "line", "case x")
        notes = sorted(note.payload for note in connection.notifies(timeout=5, stop_after=2))
    assert notes == ["case x", "line"]


@on_postgresql
def test_a_process_has_one_connection_for_it_and_none_when_it_has_ended(queue: Queue) -> None:
    with a_process(queue.cases):
        assert len(connections(queue)) == 1
    eventually(lambda: connections(queue) == [])


@on_postgresql
def test_after_a_lost_connection_it_listens_again_and_every_stream_looks_again(
    queue: Queue, two: tuple[SharedBells, SharedBells]
) -> None:
    here, there = two
    before = connections(queue)

    def cut() -> None:
        with queue.cases.writing() as connection:
            connection.exec_driver_sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE application_name = 'lykta bells' AND datname = current_database()"
            )

    assert heard(there, cut, topic="somebody's case", within=10), "nothing rang but the connection"
    eventually(lambda: len(connections(queue)) == 2 and not set(before) & set(connections(queue)))
    assert here.listening.wait(10)
    assert there.listening.wait(10)
    assert heard(there, lambda: here.ring("case x"), within=10)


@on_postgresql
def test_ringing_never_fails_or_waits_while_the_server_is_gone(queue: Queue) -> None:
    bells = bells_for(queue.cases)  # never started: nobody takes what is rung
    for _ in range(100_000):
        bells.ring("line")
    assert heard(bells, lambda: bells.ring("case x"))


def test_on_sqlite_there_is_one_process_and_its_bells_are_its_own(queue: Queue) -> None:
    assert isinstance(bells_for(queue.cases), SharedBells) == (queue.cases.engine.dialect.name == "postgresql")
