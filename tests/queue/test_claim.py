"""Claiming the next person."""

import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.queue.world import another_process, counsellor_id, open_queue, person
from triage_api.queue.claim import claim_next
from triage_api.queue.queue import Queue
from triage_api.queue.receive import receive_case
from triage_api.queue.waiting import line_for
from triage_api.words import Level


def test_fifty_claims_race_over_twenty_cases_and_each_is_taken_once(tmp_path: Path) -> None:
    """Each thread has a database engine of its own, as counsellors on several processes would."""
    queue = open_queue(tmp_path / "cases.sqlite")
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
    queue.cases.close()


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


def test_the_claim_gives_the_sealed_case_and_begins_an_epoch(queue: Queue, maja: str) -> None:
    one = person(maja, level="high")
    receive_case(queue, one.new_case)
    held = claim_next(queue, maja)
    assert held is not None
    assert held.envelope == one.case["envelope"]
    assert (held.epoch, held.level, held.language, held.writer) == (1, "high", "th", "self")
    assert (held.secret, held.messages) == (None, [])
