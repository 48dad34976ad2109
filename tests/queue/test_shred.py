"""Shredding: what the files hold afterwards."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Literal

import pytest

from tests.databases import on_sqlite
from tests.queue.world import HandClock, Person, another_process, person, sealed, sealed_secret
from triage_api.queue.claim import claim_next
from triage_api.queue.close import end_case
from triage_api.queue.give_back import give_back
from triage_api.queue.queue import CaseOver, NoSuchCase, Queue, ShredUnfinished, the_counsellor, the_person
from triage_api.queue.receive import receive_case
from triage_api.queue.relay import MessageBody, SecretBody, keep_secret, relay
from triage_api.queue.shred import finish_all_shredding
from triage_api.queue.state import Step
from triage_api.queue.sweep import sweep
from triage_api.words import CaseId, Verifier


def on_disk(files: Iterable[Path], *values: str) -> list[tuple[str, str]]:
    """In which files which of these values stand; a piece of each is enough, since a page may hold only a part."""
    found = []
    for file in files:
        held = file.read_bytes()
        for value in values:
            pieces = {value[at : at + 20] for at in range(0, len(value) - 20, 200)} or {value}
            found += [(file.name, piece) for piece in pieces if piece.encode() in held]
    return found


def a_whole_talk(queue: Queue, maja: str) -> tuple[Person, CaseId, list[str]]:
    """A case with everything in it, and every value that must not be found afterwards."""
    one = person(maja)
    case_id = receive_case(queue, one.new_case).case_id
    claim_next(queue, maja)
    secret = sealed_secret()
    keep_secret(queue, the_person(one.verifier), SecretBody(epoch=1, roster_number=7, sealed=secret))
    said = []
    for seq in range(1, 31):
        for holder, direction in ((the_person(one.verifier), "person"), (the_counsellor(maja, case_id), "counsellor")):
            said.append(it := sealed(1040))
            relay(queue, holder, direction, MessageBody(epoch=1, seq=seq, sealed=it))  # type: ignore[arg-type]
    recipient = one.case["envelope"]["recipients"][0]
    ciphertext = one.case["envelope"]["ciphertext"]
    return one, case_id, [secret, *said, ciphertext, recipient["wrapped"], case_id, one.verifier]


@on_sqlite
def test_no_byte_of_a_closed_case_is_left_in_any_file(queue: Queue, maja: str, tmp_path: Path) -> None:
    stays = person(maja, level="immediate")
    _, case_id, values = a_whole_talk(queue, maja)
    receive_case(queue, stays.new_case)
    assert on_disk(tmp_path.iterdir(), *values), "the search must be able to find them while they are there"
    ending = end_case(queue, the_counsellor(maja, case_id), Step.close)
    assert ending.shredded_at == int(queue.now().timestamp())
    assert on_disk(tmp_path.iterdir(), *values) == []
    assert on_disk(tmp_path.iterdir(), stays.case["envelope"]["ciphertext"]), "other cases are left alone"


@on_sqlite
def test_no_byte_of_a_person_who_left_is_left_in_any_file(queue: Queue, maja: str, tmp_path: Path) -> None:
    one, _, values = a_whole_talk(queue, maja)
    end_case(queue, the_person(one.verifier), Step.leave)
    assert on_disk(tmp_path.iterdir(), *values) == []


@on_sqlite
def test_the_talk_of_an_epoch_is_gone_with_the_case_that_was_given_back(
    queue: Queue, maja: str, tmp_path: Path
) -> None:
    one, case_id, values = a_whole_talk(queue, maja)
    give_back(queue, the_counsellor(maja, case_id), Step.give_back)
    claim_next(queue, maja)
    end_case(queue, the_person(one.verifier), Step.leave)
    assert on_disk(tmp_path.iterdir(), *values) == []


def test_a_journal_kept_busy_is_not_called_shredded_until_it_is(
    queue: Queue, maja: str, tmp_path: Path, clock: HandClock, kind: str
) -> None:
    one, _, values = a_whole_talk(queue, maja)
    ended: list[Verifier] = []
    queue.when_ended.append(ended.append)
    reader = another_process(queue)
    with reader.cases.reading() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM cases").fetchall()  # holds its snapshot open
        queue.cases.busy_seconds = 0.05
        with pytest.raises(ShredUnfinished):
            end_case(queue, the_person(one.verifier), Step.leave)
        assert queue.endings.of_person(one.verifier) is not None
        assert ended == []
    clock.moves(seconds=40)
    finish_all_shredding(queue)
    ending = queue.endings.of_person(one.verifier)
    assert ending is not None
    assert ending.shredded_at == int(clock().timestamp())
    assert ended == [one.verifier]
    if kind == "sqlite":
        assert on_disk(tmp_path.iterdir(), *values) == []
    reader.cases.close()


@pytest.mark.parametrize("by", ["person", "counsellor"])
def test_asked_again_while_the_journal_is_busy_it_is_not_called_shredded(queue: Queue, maja: str, by: str) -> None:
    one, case_id, _ = a_whole_talk(queue, maja)
    mine = the_person(one.verifier) if by == "person" else the_counsellor(maja, case_id)
    step: Literal[Step.leave, Step.close] = Step.leave if by == "person" else Step.close
    reader = another_process(queue)
    with reader.cases.reading() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM cases").fetchall()
        queue.cases.busy_seconds = 0.05
        for _ in range(3):
            with pytest.raises(ShredUnfinished):
                end_case(queue, mine, step)
    ending = end_case(queue, mine, step)
    assert (ending.by, ending.shredded_at) == (by, int(queue.now().timestamp()))
    assert end_case(queue, mine, step) == ending
    reader.cases.close()


@on_sqlite
def test_what_a_process_had_deleted_when_it_was_killed_is_cleared_by_the_next(
    queue: Queue, maja: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, _, values = a_whole_talk(queue, maja)

    def killed(*_tables: object) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr(queue.cases, "forget_deleted", killed)
    with pytest.raises(KeyboardInterrupt):
        end_case(queue, the_person(one.verifier), Step.leave)
    assert on_disk(tmp_path.iterdir(), *values)
    following = another_process(queue)
    sweep(following, lambda _counsellor: None, timedelta(hours=24), timedelta(minutes=5))
    assert on_disk(tmp_path.iterdir(), *values) == []
    following.cases.close()


def test_only_the_holder_can_end_a_case(queue: Queue, maja: str) -> None:
    receipt = receive_case(queue, person(maja).new_case)
    with pytest.raises(NoSuchCase):
        end_case(queue, the_counsellor(maja, receipt.case_id), Step.close)  # not claimed yet
    with pytest.raises(CaseOver):
        end_case(queue, the_person(person().verifier), Step.leave)
    assert claim_next(queue, maja) is not None


def test_one_listener_that_fails_does_not_keep_the_next_from_hearing(queue: Queue, maja: str) -> None:
    def fails(_verifier: Verifier) -> None:
        raise RuntimeError("listener")

    heard: list[Verifier] = []
    queue.when_ended += [fails, heard.append]
    one = person(maja)
    receive_case(queue, one.new_case)
    end_case(queue, the_person(one.verifier), Step.leave)
    assert heard == [one.verifier]
