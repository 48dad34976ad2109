"""Claiming the next person."""

import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from tests.databases import on_postgresql
from tests.queue.world import another_process, counsellor_id, person
from triage_api.queue.claim import EnoughHeld, claim_next, next_person
from triage_api.queue.given import EVERYBODY, Given
from triage_api.queue.queue import Queue
from triage_api.queue.receive import receive_case
from triage_api.queue.tables import cases
from triage_api.queue.waiting import line_for
from triage_api.words import Language, Level


def test_fifty_claims_race_over_twenty_cases_and_each_is_taken_once(queue: Queue) -> None:
    """Each thread has a database engine of its own, as counsellors on several processes would."""
    counsellors = [counsellor_id() for _ in range(50)]
    arrived = [receive_case(queue, person(*counsellors).new_case).case_id for _ in range(20)]
    start = threading.Barrier(50)

    def press(counsellor: str) -> str | None:
        mine = another_process(queue)
        start.wait()
        held = claim_next(mine, counsellor)
        mine.cases.close()
        return held.case_id if held else None

    with ThreadPoolExecutor(50) as pool:
        taken = [case_id for case_id in pool.map(press, counsellors) if case_id is not None]
    assert Counter(taken) == Counter(arrived)


def test_the_most_urgent_comes_first_then_who_has_waited_longest(queue: Queue, maja: str) -> None:
    levels = [level for level in Level for _ in range(4)]
    random.Random(7).shuffle(levels)  # noqa: S311 (an order to test with, not a secret)
    arrived = [(receive_case(queue, person(maja, level=level).new_case).case_id, level) for level in levels]
    expected = [case_id for case_id, level in sorted(arrived, key=lambda one: -one[1].rank)]
    taken = [held.case_id for held in iter(lambda: claim_next(queue, maja), None)]
    assert taken == expected


def test_a_counsellor_is_never_given_a_case_whose_envelope_she_cannot_open(queue: Queue, maja: str) -> None:
    newcomer = counsellor_id()
    receive_case(queue, person(maja, level="immediate").new_case)
    for_both = receive_case(queue, person(maja, newcomer).new_case)
    assert line_for(queue, newcomer).waiting == 1
    held = claim_next(queue, newcomer)
    assert held is not None
    assert held.case_id == for_both.case_id
    assert claim_next(queue, newcomer) is None
    assert claim_next(queue, maja) is not None


@pytest.mark.parametrize("given", [EVERYBODY, Given(frozenset({Language.sv}), 1_700_000_000)], ids=["all", "her own"])
def test_a_claim_finds_the_next_person_by_the_lines_index_and_reads_nobody_else(
    queue: Queue, maja: str, given: Given
) -> None:
    for level in Level:
        receive_case(queue, person(maja, level=level).new_case)
    statement = next_person(maja, given).compile(queue.cases.engine, compile_kwargs={"literal_binds": True})
    sqlite = queue.cases.engine.dialect.name == "sqlite"
    with queue.cases.reading() as connection:
        if not sqlite:  # which for four rows would read them all
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        plan = connection.exec_driver_sql(f"EXPLAIN {'QUERY PLAN ' if sqlite else ''}{statement}").all()
    told = str(plan)
    assert "cases USING INDEX line" in told or "Index Scan using line on cases" in told
    assert "SORT" not in told.upper().replace("TEMP B-TREE", "SORT")


@on_postgresql
def test_nobody_is_passed_over_because_their_page_wrote_at_that_moment(queue: Queue, maja: str) -> None:
    """What holds a waiting case, other than a claim, is short: she waits for it and is not told that nobody waits."""
    receive_case(queue, person(maja).new_case)
    holding = queue.cases.writing()
    connection = holding.__enter__()
    connection.execute(sa.select(cases).with_for_update()).all()
    with ThreadPoolExecutor(1) as pool:
        claimed = pool.submit(claim_next, queue, maja)
        with pytest.raises(TimeoutError):
            claimed.result(0.3)
        holding.__exit__(None, None, None)
        assert claimed.result(5) is not None


@on_postgresql
def test_a_claim_does_not_wait_for_a_case_that_another_is_taking(queue: Queue, maja: str) -> None:
    receive_case(queue, person(maja, level="immediate").new_case)
    second = receive_case(queue, person(maja).new_case)
    with queue.cases.writing() as connection:
        connection.execute(sa.select(cases).where(cases.c.level == "immediate").with_for_update()).all()
        held = claim_next(another_process(queue), maja)
    assert held is not None
    assert held.case_id == second.case_id


def test_the_claim_gives_the_sealed_case_and_begins_an_epoch(queue: Queue, maja: str) -> None:
    one = person(maja, level="high")
    receive_case(queue, one.new_case)
    held = claim_next(queue, maja)
    assert held is not None
    assert held.envelope == one.case["envelope"]
    assert (held.epoch, held.level, held.language, held.writer) == (1, "high", "th", "self")
    assert (held.secret, held.messages) == (None, [])


def test_nobody_holds_more_than_is_set_however_fast_she_presses(queue: Queue, maja: str) -> None:
    for _ in range(6):
        receive_case(queue, person(maja).new_case)
    start = threading.Barrier(6)

    def press(_: int) -> bool:
        mine = another_process(queue)
        start.wait()
        try:
            return claim_next(mine, maja, at_most=2) is not None
        except EnoughHeld:
            return False
        finally:
            mine.cases.close()

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(press, range(6))) == [False] * 4 + [True] * 2
