"""The sweep."""

from datetime import datetime, timedelta

import pytest

from tests.queue.world import HandClock, person
from triage_api.queue.claim import claim_next
from triage_api.queue.give_back import give_back
from triage_api.queue.held import held_by
from triage_api.queue.queue import Queue, the_counsellor
from triage_api.queue.receive import receive_case
from triage_api.queue.state import Step
from triage_api.queue.sweep import sweep
from triage_api.queue.waiting import CasesForDoor

DAY, LAPSE = timedelta(hours=24), timedelta(minutes=5)


def her_page_is_there(_counsellor: str) -> datetime | None:
    return None


def test_a_case_nobody_took_in_a_day_expires(queue: Queue, maja: str, clock: HandClock) -> None:
    old = person(maja)
    receive_case(queue, old.new_case)
    clock.moves(hours=12)
    young = person(maja)
    receive_case(queue, young.new_case)
    clock.moves(hours=12, minutes=6)
    sweep(queue, her_page_is_there, DAY, LAPSE)
    ending = queue.endings.of_person(old.verifier)
    assert ending is not None
    assert (ending.by, ending.shredded_at) == ("expired", int(clock().timestamp()))
    assert CasesForDoor(queue).place(young.verifier) == 1


def test_a_claimed_case_does_not_expire(queue: Queue, maja: str, clock: HandClock) -> None:
    receive_case(queue, person(maja).new_case)
    claim_next(queue, maja)
    clock.moves(hours=30)
    sweep(queue, her_page_is_there, DAY, LAPSE)
    assert len(held_by(queue, maja)) == 1


def test_a_case_given_back_after_a_long_time_is_not_destroyed_at_once(
    queue: Queue, maja: str, clock: HandClock
) -> None:
    one = person(maja)
    case_id = receive_case(queue, one.new_case).case_id
    claim_next(queue, maja)
    clock.moves(hours=30)
    give_back(queue, the_counsellor(maja, case_id), Step.give_back)
    sweep(queue, her_page_is_there, DAY, LAPSE)
    assert CasesForDoor(queue).place(one.verifier) == 1
    clock.moves(hours=24, minutes=6)
    sweep(queue, her_page_is_there, DAY, LAPSE)
    assert CasesForDoor(queue).place(one.verifier) is None


@pytest.mark.parametrize(("away_minutes", "lapses"), [(4.9, False), (5.0, True)])
def test_a_claim_lapses_when_her_page_has_been_away_five_minutes(
    queue: Queue, maja: str, clock: HandClock, away_minutes: float, lapses: bool
) -> None:
    one = person(maja)
    receive_case(queue, one.new_case)
    claim_next(queue, maja)
    left_at = clock()
    clock.moves(minutes=away_minutes)
    sweep(queue, lambda _: left_at, DAY, LAPSE)
    assert (CasesForDoor(queue).place(one.verifier) == 1) is lapses
    assert [note.counsellor_id for note in queue.endings.given_back_by(maja)] == ([maja] if lapses else [])


def test_a_lapsed_case_stands_before_those_who_came_later(queue: Queue, maja: str, clock: HandClock) -> None:
    first, second = person(maja), person(maja)
    receive_case(queue, first.new_case)
    claim_next(queue, maja)
    receive_case(queue, second.new_case)
    left_at = clock()
    clock.moves(minutes=6)
    sweep(queue, lambda _: left_at, DAY, LAPSE)
    held = claim_next(queue, maja)
    assert held is not None
    assert (held.case_id, held.epoch) == (first.case["envelope"]["case_id"], 2)


def test_what_ended_is_remembered_ten_minutes_and_no_longer(queue: Queue, maja: str, clock: HandClock) -> None:
    one = person(maja)
    receive_case(queue, one.new_case)
    clock.moves(hours=25)
    sweep(queue, her_page_is_there, DAY, LAPSE)
    clock.moves(minutes=9)
    sweep(queue, her_page_is_there, DAY, LAPSE)
    assert queue.endings.of_person(one.verifier) is not None
    clock.moves(minutes=2)
    sweep(queue, her_page_is_there, DAY, LAPSE)
    assert queue.endings.of_person(one.verifier) is None
