"""Waiting in line."""

import pytest

from tests.queue.world import HandClock, person
from triage_api.door.cases import Cases
from triage_api.queue.claim import claim_next
from triage_api.queue.queue import Queue
from triage_api.queue.receive import receive_case
from triage_api.queue.waiting import CasesForDoor, line_for
from triage_api.words import Level


def test_a_rising_level_moves_a_person_forward(queue: Queue, maja: str) -> None:
    first, second = person(maja, level="high"), person(maja, level="routine")
    receive_case(queue, first.new_case)
    receive_case(queue, second.new_case)
    door: Cases = CasesForDoor(queue)
    assert (door.place(first.verifier), door.place(second.verifier)) == (1, 2)
    door.raise_level(second.verifier, Level.immediate)
    assert (door.place(first.verifier), door.place(second.verifier)) == (2, 1)


@pytest.mark.parametrize("lower", [Level.routine, Level.elevated, Level.high])
def test_a_level_never_falls(queue: Queue, maja: str, lower: Level) -> None:
    one = person(maja, level="high")
    receive_case(queue, one.new_case)
    CasesForDoor(queue).raise_level(one.verifier, lower)
    assert line_for(queue, maja).by_level == {"routine": 0, "elevated": 0, "high": 1, "immediate": 0}


def test_a_claimed_case_keeps_its_level_and_has_no_place(queue: Queue, maja: str) -> None:
    one = person(maja)
    receive_case(queue, one.new_case)
    claim_next(queue, maja)
    door = CasesForDoor(queue)
    door.raise_level(one.verifier, Level.immediate)
    assert door.place(one.verifier) is None


def test_a_verifier_nobody_has_is_nowhere(queue: Queue) -> None:
    door = CasesForDoor(queue)
    door.raise_level(person().verifier, Level.high)
    assert door.place(person().verifier) is None


def test_the_board_counts_levels_and_the_longest_wait(queue: Queue, maja: str, clock: HandClock) -> None:
    receive_case(queue, person(maja, level="immediate").new_case)
    clock.moves(minutes=47)
    receive_case(queue, person(maja).new_case)
    line = line_for(queue, maja)
    assert (line.waiting, line.by_level["immediate"], line.by_level["routine"]) == (2, 1, 1)
    assert 47 <= line.longest_minutes <= 52  # arrival is rounded down to five minutes
