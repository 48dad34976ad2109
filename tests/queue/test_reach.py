"""Those whom no answer can reach any more."""

from tests.queue.world import person
from triage_api.queue.claim import claim_next
from triage_api.queue.held import held_by
from triage_api.queue.move import move_case
from triage_api.queue.person_events import PersonWatch
from triage_api.queue.queue import Queue
from triage_api.queue.reach import lose_texters
from triage_api.queue.receive import receive_case
from triage_api.queue.waiting import line_for


def test_a_restart_loses_those_who_text_but_for_those_still_known(queue: Queue, maja: str) -> None:
    known, lost, page = person(maja, channel="sms"), person(maja, channel="sms"), person(maja)
    for one in (known, lost, page):
        receive_case(queue, one.new_case)
    assert lose_texters(queue, [known.verifier]) == 1
    assert lose_texters(queue, [known.verifier]) == 0, "once marked it stays so"
    line = line_for(queue, maja)
    assert (line.waiting, line.by_text, line.unreachable) == (3, 2, 1)
    taken = [claim_next(queue, maja) for _ in range(3)]
    reachable = {held.case_id: held.reachable for held in taken if held is not None}
    assert reachable == {
        known.case["envelope"]["case_id"]: True,
        page.case["envelope"]["case_id"]: True,
        lost.case["envelope"]["case_id"]: False,
    }


def test_whom_nobody_can_answer_keeps_nobody_else_waiting(queue: Queue, maja: str) -> None:
    lost, here = person(maja, channel="sms", level="immediate"), person(maja)
    receive_case(queue, lost.new_case)
    assert receive_case(queue, here.new_case).place == 2
    lose_texters(queue, [])
    (state,) = PersonWatch(queue, here.verifier, 0).look().events
    assert state.data["place"] == 1
    held = claim_next(queue, maja)
    assert held is not None
    assert held.case_id == here.case["envelope"]["case_id"]


def test_a_case_in_a_counsellors_hands_is_marked_too_and_stays_hers(queue: Queue, maja: str) -> None:
    receive_case(queue, person(maja, channel="sms").new_case)
    claim_next(queue, maja)
    lose_texters(queue, [])
    assert [held.reachable for held in held_by(queue, maja)] == [False]


def test_who_went_on_in_a_page_is_lost_by_no_restart(queue: Queue, maja: str) -> None:
    texter, page = person(maja, channel="sms"), person(maja)
    receive_case(queue, texter.new_case)
    move_case(queue, texter.verifier, page.verifier)
    assert lose_texters(queue, []) == 0
