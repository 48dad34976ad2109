"""What VACUUM does for a case that has ended on PostgreSQL, and what it does not: docs/running.md says the same."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.databases import on_postgresql
from tests.postgres_server import postgres_server
from tests.queue.test_shred import a_whole_talk, on_disk
from tests.queue.world import another_process, person
from triage_api.queue.claim import claim_next
from triage_api.queue.close import end_case
from triage_api.queue.queue import Queue, ShredUnfinished, the_person
from triage_api.queue.receive import receive_case
from triage_api.queue.state import Step
from triage_api.queue.tables import DIES_WITH_ITS_ROW, cases, messages, readers

pytestmark = on_postgresql


def table_files(queue: Queue) -> list[Path]:
    return postgres_server().files(str(queue.cases.engine.url.database))


def test_when_nobody_is_left_no_ciphertext_stands_in_a_file_of_the_tables_but_the_journal_has_it(
    queue: Queue, maja: str
) -> None:
    one, _, (*ciphertexts, _wrapped, _case_id, _verifier) = a_whole_talk(queue, maja)
    assert on_disk(table_files(queue), *ciphertexts), "the search must be able to find them while they are there"
    end_case(queue, the_person(one.verifier), Step.leave)
    assert on_disk(table_files(queue), *ciphertexts) == []
    assert on_disk(postgres_server().journal(), *ciphertexts), "if it ever does not, docs/running.md may promise more"


def test_nothing_of_an_ended_case_is_left_for_any_session_to_see_or_to_clear(queue: Queue, maja: str) -> None:
    one, _, _ = a_whole_talk(queue, maja)
    receive_case(queue, person(maja).new_case)
    end_case(queue, the_person(one.verifier), Step.leave)
    dead = sa.text("SELECT sum(n_dead_tup) FROM pg_stat_user_tables WHERE relname IN ('cases', 'readers', 'messages')")
    with queue.cases.reading() as connection:
        assert connection.scalar(dead) == 0
        assert connection.scalar(sa.select(sa.func.count()).select_from(cases)) == 1


def test_the_servers_own_statistics_keep_nothing_of_a_case(queue: Queue, maja: str) -> None:
    """ANALYZE comes by itself a minute after enough has changed, and no shredding reaches what it has kept."""
    queue.cases.keep_no_samples(*DIES_WITH_ITS_ROW)
    one, _, values = a_whole_talk(queue, maja)
    with queue.cases.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("ANALYZE"))
        kept = set(connection.execute(sa.text("SELECT tablename, attname FROM pg_stats WHERE schemaname = 'public'")))
    assert ("cases", "level") in kept, "or it was not looked at"
    assert kept.isdisjoint((column.table.name, column.name) for column in DIES_WITH_ITS_ROW)
    end_case(queue, the_person(one.verifier), Step.leave)
    *ciphertexts, wrapped, _case_id, _verifier = values
    assert on_disk(table_files(queue), *ciphertexts, wrapped) == []


def test_many_cases_that_end_at_once_do_not_wait_for_each_others_clearing(queue: Queue, maja: str) -> None:
    people = [person(maja) for _ in range(12)]
    for one in people:
        receive_case(queue, one.new_case)

    def leaves(number: int) -> int | None:
        return end_case(queue, the_person(people[number].verifier), Step.leave).shredded_at

    with ThreadPoolExecutor(12) as pool:
        assert set(pool.map(leaves, range(12))) == {int(queue.now().timestamp())}


def test_while_a_reader_keeps_a_case_from_being_cleared_others_go_on(queue: Queue, maja: str) -> None:
    one, reader = person(maja), another_process(queue)
    receive_case(queue, one.new_case)
    with reader.cases.reading() as connection, ThreadPoolExecutor(1) as pool:
        connection.execute(sa.select(cases)).all()
        queue.cases.busy_seconds = 1.0
        leaving = pool.submit(end_case, queue, the_person(one.verifier), Step.leave)
        time.sleep(0.2)
        receive_case(queue, person(maja).new_case)
        assert claim_next(queue, maja) is not None
        assert not leaving.done()
        with pytest.raises(ShredUnfinished):
            leaving.result(5)
    reader.cases.close()
    assert queue.cases.forget_deleted(cases, readers, messages)


def test_a_server_that_was_started_again_is_used_again_without_an_error(queue: Queue, maja: str) -> None:
    receive_case(queue, person(maja).new_case)
    name = queue.cases.engine.url.database
    postgres_server().does(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")  # noqa: S608
    time.sleep(0.2)
    assert claim_next(queue, maja) is not None


def test_a_read_sees_one_moment_and_can_write_nothing(queue: Queue, maja: str) -> None:
    with queue.cases.reading() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(cases)) == 0
        receive_case(another_process(queue), person(maja).new_case)
        assert connection.scalar(sa.select(sa.func.count()).select_from(cases)) == 0
        with pytest.raises(sa.exc.DBAPIError):
            connection.execute(sa.delete(cases))
