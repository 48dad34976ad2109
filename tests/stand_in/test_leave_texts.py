"""What was texted while waiting, left for whoever takes the case."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from actions.readers import Readers
from tests.contract.counterpart import Counsellor, open_envelope, roster_fields, sign_roster
from tests.queue.world import Person, open_queue, person
from triage_api.base64url import b64u
from triage_api.queue.claim import claim_next
from triage_api.queue.move import move_case
from triage_api.queue.queue import Queue
from triage_api.queue.receive import receive_case
from triage_api.stand_in.leave_texts import MOST_TEXT_BYTES, leave_texts, newest

KIM = Counsellor.new("Kim")


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Queue]:
    one = open_queue(f"sqlite:///{tmp_path / 'cases.sqlite'}", lambda: datetime.now(UTC))
    yield one
    one.cases.close()


@pytest.fixture
def readers(tmp_path: Path) -> Readers:
    root = Ed25519PrivateKey.generate()
    (tmp_path / "root.pub").write_text(b64u(root.public_key().public_bytes_raw()) + "\n")
    (tmp_path / "roster.json").write_text(json.dumps(sign_roster(root, roster_fields([KIM], 7))))
    return Readers(tmp_path / "roster.json", tmp_path / "root.pub")


def texter(queue: Queue) -> Person:
    one = person(KIM.id, channel="sms")
    receive_case(queue, one.new_case)
    return one


def test_who_takes_the_case_after_it_moved_reads_what_was_texted_while_waiting(queue: Queue, readers: Readers) -> None:
    one, page = texter(queue), Person()
    case_id = one.case["envelope"]["case_id"]
    assert leave_texts(queue, readers, one.verifier, case_id, ["he is back", "ข้างนอก"])
    move_case(queue, one.verifier, page.verifier)
    held = claim_next(queue, KIM.id)
    assert held is not None
    assert held.left is not None
    inside = open_envelope(held.left, KIM, "left")
    assert inside == {"v": 1, "case_id": case_id, "texts": ["he is back", "ข้างนอก"]}


def test_nothing_is_left_where_nobody_could_read_it(queue: Queue, readers: Readers, tmp_path: Path) -> None:
    one = texter(queue)
    case_id = one.case["envelope"]["case_id"]
    assert not leave_texts(queue, readers, one.verifier, case_id, [])
    assert not leave_texts(queue, readers, Person().verifier, case_id, ["no case of theirs"])
    (tmp_path / "roster.json").unlink()
    assert not leave_texts(queue, readers, texter(queue).verifier, case_id, ["nobody on a roster"])


def test_of_very_much_the_last_is_left() -> None:
    assert newest(["first", "ก" * (MOST_TEXT_BYTES // 3), "last"]) == ["last"]
    assert newest(["first", "last"]) == ["first", "last"]
