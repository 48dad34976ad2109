"""Receiving a sealed case."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from pydantic import ValidationError

from tests.queue.world import HandClock, Server, another_process, envelope, person
from triage_api.queue.claim import claim_next
from triage_api.queue.close import end_case
from triage_api.queue.queue import Queue, the_person
from triage_api.queue.receive import CaseTaken, JustEnded, NewCase, NoRecipient, receive_case
from triage_api.queue.state import Step
from triage_api.queue.tables import cases


def test_the_first_to_come_is_the_next_to_be_taken(queue: Queue, maja: str) -> None:
    one = person(maja)
    receipt = receive_case(queue, one.new_case)
    assert (receipt.outcome, receipt.place) == ("arrived", 1)
    assert receipt.case_id == one.case["envelope"]["case_id"]


def test_a_repeat_makes_no_second_case(queue: Queue, maja: str) -> None:
    one = person(maja)
    first = receive_case(queue, one.new_case)
    again = receive_case(queue, person(maja, verifier=one.verifier).new_case)
    assert (again.outcome, again.case_id, again.place) == ("already", first.case_id, 1)
    assert claim_next(queue, maja) is not None
    assert claim_next(queue, maja) is None


def test_repeats_that_come_at_once_make_one_case(queue: Queue, maja: str) -> None:
    one, start = person(maja), threading.Barrier(8)

    def delivers(_number: int) -> str:
        mine = another_process(queue)
        start.wait()
        receipt = receive_case(mine, one.new_case)
        mine.cases.close()
        return receipt.outcome

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(delivers, range(8))) == ["already"] * 7 + ["arrived"]


def test_a_repeat_after_the_claim_has_no_place(queue: Queue, maja: str) -> None:
    one = person(maja)
    receive_case(queue, one.new_case)
    claim_next(queue, maja)
    assert receive_case(queue, one.new_case).place is None


def test_a_late_repeat_does_not_bring_back_what_was_destroyed(queue: Queue, maja: str) -> None:
    one = person(maja)
    receive_case(queue, one.new_case)
    end_case(queue, the_person(one.verifier), Step.leave)
    with pytest.raises(JustEnded):
        receive_case(queue, one.new_case)
    assert claim_next(queue, maja) is None


def test_an_envelope_replayed_under_another_verifier_is_refused(queue: Queue, maja: str) -> None:
    one = person(maja)
    receive_case(queue, one.new_case)
    with pytest.raises(CaseTaken):
        receive_case(queue, person(maja, envelope=one.case["envelope"]).new_case)


def test_an_envelope_for_nobody_is_refused_by_its_own_name(queue: Queue) -> None:
    with pytest.raises(NoRecipient):
        receive_case(queue, person().new_case)


@pytest.mark.parametrize(
    "wrong",
    [
        {"v": 2},
        {"case_id": "short"},
        {"nonce": "AAAA"},
        {"ciphertext": "AAAA"},
        {"ciphertext": "+/+/" * 2000},
        {"roster_number": -1},
        {"roster_number": True},
        {"recipients": [{"id": "b" * 22, "wrapped": "AAAA"}]},
        {"recipients": [{"id": "../" * 7 + "x", "wrapped": envelope("a" * 22)["recipients"][0]["wrapped"]}]},
        {"recipients": list(reversed(envelope("a" * 22, "b" * 22)["recipients"]))},
        {"recipients": envelope("a" * 22)["recipients"] * 2},
        {"more": 1},
    ],
)
def test_what_is_not_shaped_like_an_envelope_is_refused(maja: str, wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        NewCase.model_validate(person(maja).case | {"envelope": envelope(maja) | wrong})


def test_times_are_kept_only_to_five_minutes(queue: Queue, maja: str, clock: HandClock) -> None:
    receive_case(queue, person(maja).new_case)
    held = claim_next(queue, maja)
    assert held is not None
    assert held.waiting_since == "2026-11-21T03:00:00Z"
    with queue.cases.reading() as connection:
        (times,) = connection.execute(sa.select(cases.c.arrived_at, cases.c.moved_at)).all()
    assert all(at % 300 == 0 for at in times)


def test_the_case_table_holds_the_agreed_clear_columns_and_no_other(queue: Queue) -> None:
    columns = {column["name"] for column in sa.inspect(queue.cases.engine).get_columns("cases")}
    ciphertext = {"envelope", "secret", "left_behind", "handed"}
    assert columns - ciphertext == {
        *("case_id", "verifier", "level", "language", "channel", "writer", "arrival", "arrived_at"),
        *("state", "epoch", "claimed_by", "moved_at", "secret_roster_number", "reachable"),
        *("roster_number", "left_roster_number"),  # as they stand in clear inside the envelopes
    }


def test_only_our_own_parts_may_deliver(server: Server, maja: str) -> None:
    one = person(maja)
    assert server.post("/internal/cases", one.case).status_code == 401
    assert server.post("/internal/cases", one.case, "A" * 43).json()["error"]["code"] == "not_internal"
    assert server.get("/internal/duty").status_code == 401


def test_over_the_wire_201_says_arrived_and_200_says_already(server: Server, maja: str) -> None:
    one = person(maja)
    first, again = server.receives(one), server.receives(one)
    assert (first.status_code, first.json()["outcome"]) == (201, "arrived")
    assert (again.status_code, again.json()["outcome"]) == (200, "already")
    assert first.json()["case_id"] == again.json()["case_id"]
    assert server.get("/internal/duty", server.internal_key).json() == {"on_duty": 0, "next": None}


def test_an_envelope_for_a_large_organisation_fits(server: Server) -> None:
    everyone = [f"{number:022d}" for number in range(120)]
    answer = server.receives(person(envelope=envelope(*everyone, size=65536 + 16)))
    assert answer.status_code == 201, answer.text
