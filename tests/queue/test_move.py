"""A case moves from a phone to a page."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.databases import a_case_database
from tests.queue.world import HandClock, counsellor_id, open_queue, person, sealed, sealed_secret
from triage_api.bearer import hash_of, new_token
from triage_api.queue.claim import claim_next
from triage_api.queue.close import end_case
from triage_api.queue.move import PageTaken, move_case
from triage_api.queue.person_events import PersonWatch
from triage_api.queue.queue import CaseOver, Queue, the_counsellor, the_person
from triage_api.queue.receive import CaseTaken, NewCase, receive_case
from triage_api.queue.relay import MessageBody, SecretBody, keep_secret, relay
from triage_api.queue.renew import renew
from triage_api.queue.state import Step
from triage_api.queue.tables import metadata
from triage_api.words import CaseId, Verifier


def a_page() -> Verifier:
    return Verifier(str(hash_of(new_token())))


def rows(queue: Queue) -> dict[str, list[Any]]:
    with queue.cases.reading() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(sa.select(table)).all()]
            for table in metadata.sorted_tables
        }


def test_a_waiting_case_keeps_its_place_and_is_the_pages_from_then_on(queue: Queue, maja: str) -> None:
    receive_case(queue, person(maja, channel="sms").new_case)
    texter, page = person(maja, channel="sms"), a_page()
    case_id = receive_case(queue, texter.new_case).case_id
    assert move_case(queue, texter.verifier, page) == case_id
    (state,) = PersonWatch(queue, page, 0).look().events
    assert state.data == {"state": "waiting", "place": 2, "back": False, "on_duty": True, "unanswered": False}
    assert PersonWatch(queue, texter.verifier, 0).look().over
    claim_next(queue, maja)
    held = claim_next(queue, maja)
    assert held is not None
    assert (held.case_id, held.channel) == (case_id, "web")


def test_a_claimed_case_stays_with_its_counsellor_who_begins_a_new_epoch_with_the_page(queue: Queue, maja: str) -> None:
    texter, page = person(maja, channel="sms"), a_page()
    case_id = receive_case(queue, texter.new_case).case_id
    claim_next(queue, maja)
    keep_secret(queue, the_person(texter.verifier), SecretBody(epoch=1, roster_number=7, sealed=sealed_secret()))
    said = MessageBody(epoch=1, seq=1, sealed=sealed())
    relay(queue, the_person(texter.verifier), "person", said)
    move_case(queue, texter.verifier, page)
    with pytest.raises(CaseOver):
        relay(queue, the_person(texter.verifier), "person", MessageBody(epoch=1, seq=2, sealed=sealed()))
    held = renew(queue, the_counsellor(maja, case_id))
    assert (held.epoch, held.channel) == (2, "web")
    keep_secret(queue, the_person(page), SecretBody(epoch=2, roster_number=7, sealed=sealed_secret()))
    assert relay(queue, the_person(page), "person", MessageBody(epoch=2, seq=1, sealed=sealed()))


def test_the_pages_and_the_counsellors_bells_ring(queue: Queue, maja: str, monkeypatch: pytest.MonkeyPatch) -> None:
    texter = person(maja, channel="sms")
    case_id = receive_case(queue, texter.new_case).case_id
    claim_next(queue, maja)
    rung: list[str] = []
    monkeypatch.setattr(queue.bells, "ring", lambda *topics: rung.extend(topics))
    move_case(queue, texter.verifier, a_page())
    assert {f"case {case_id}", f"counsellor {maja}"} <= set(rung)


@pytest.fixture
def two_queues(queue: Queue, kind: str, tmp_path: Path, clock: HandClock) -> Iterator[tuple[Queue, Queue]]:
    (tmp_path / "never").mkdir()
    with a_case_database(kind, tmp_path / "never") as url:
        other = open_queue(url, clock)
        yield queue, other
        other.cases.close()


def test_no_row_shows_that_it_was_moved_and_on_sqlite_no_byte_on_the_disk(
    two_queues: tuple[Queue, Queue], maja: str, clock: HandClock, tmp_path: Path, kind: str
) -> None:
    """A case that moved and one that was a page's from the beginning leave the same rows."""
    texter, page = person(maja, channel="sms"), a_page()
    moved, never = two_queues
    receive_case(moved, texter.new_case)
    receive_case(never, NewCase.model_validate({**texter.case, "verifier": page, "channel": "web"}))
    for queue in two_queues:
        claim_next(queue, maja)
    clock.moves(minutes=30)
    move_case(moved, texter.verifier, page)
    assert rows(moved) == rows(never)
    assert '"sms"' not in json.dumps(rows(moved))
    if kind == "sqlite":
        on_disk = b"".join(file.read_bytes() for file in tmp_path.glob("cases.sqlite*"))
        assert page.encode() in on_disk
        assert texter.verifier.encode() not in on_disk


def test_without_a_living_case_nothing_is_moved(queue: Queue, maja: str) -> None:
    with pytest.raises(CaseOver):
        move_case(queue, a_page(), a_page())
    texter = person(maja, channel="sms")
    receive_case(queue, texter.new_case)
    end_case(queue, the_person(texter.verifier), Step.leave)
    with pytest.raises(CaseOver):
        move_case(queue, texter.verifier, a_page())


def test_a_page_that_has_a_case_gets_no_second_one(queue: Queue, maja: str) -> None:
    texter, page = person(maja, channel="sms"), person(maja)
    receive_case(queue, texter.new_case)
    receive_case(queue, page.new_case)
    before = rows(queue)
    with pytest.raises(PageTaken):
        move_case(queue, texter.verifier, page.verifier)
    assert rows(queue) == before
    end_case(queue, the_person(page.verifier), Step.leave)
    with pytest.raises(PageTaken):
        move_case(queue, texter.verifier, page.verifier)


def test_a_late_repeat_of_the_hand_off_does_not_bring_the_moved_case_back(queue: Queue, maja: str) -> None:
    texter = person(maja, channel="sms")
    receive_case(queue, texter.new_case)
    move_case(queue, texter.verifier, a_page())
    with pytest.raises(CaseTaken):
        receive_case(queue, texter.new_case)


def test_the_end_is_told_to_the_page_that_has_the_case_now(queue: Queue) -> None:
    maja, page = counsellor_id(), a_page()
    texter = person(maja, channel="sms")
    case_id = receive_case(queue, texter.new_case).case_id
    claim_next(queue, maja)
    move_case(queue, texter.verifier, page)
    end_case(queue, the_counsellor(maja, CaseId(case_id)), Step.close)
    (ended,) = PersonWatch(queue, page, 0).look().events
    assert (ended.data["state"], ended.data["by"]) == ("ended", "counsellor")
