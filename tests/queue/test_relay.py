"""Relaying sealed messages."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.queue.world import Person, counsellor_id, person, sealed, sealed_secret
from triage_api.queue.claim import claim_next
from triage_api.queue.give_back import give_back
from triage_api.queue.held import held_by
from triage_api.queue.queue import CaseOver, NoSuchCase, Queue, the_counsellor, the_person
from triage_api.queue.receive import receive_case
from triage_api.queue.relay import MessageBody, OutOfOrder, SecretBody, StaleEpoch, TooMany, keep_secret, relay
from triage_api.queue.state import Step
from triage_api.words import CaseId


class Talk:
    """A claimed case with both its sides."""

    def __init__(self, queue: Queue, maja: str) -> None:
        self.queue, self.maja = queue, maja
        self.person: Person = person(maja)
        receive_case(queue, self.person.new_case)
        held = claim_next(queue, maja)
        assert held is not None
        self.case_id, self.epoch = CaseId(held.case_id), held.epoch

    def secret(self, epoch: int = 1, it: str | None = None) -> None:
        body = SecretBody(epoch=epoch, roster_number=7, sealed=it or sealed_secret())
        keep_secret(self.queue, the_person(self.person.verifier), body)

    def person_sends(self, seq: int, it: str, epoch: int = 1) -> bool:
        body = MessageBody(epoch=epoch, seq=seq, sealed=it)
        return relay(self.queue, the_person(self.person.verifier), "person", body)

    def counsellor_sends(self, seq: int, it: str, epoch: int = 1) -> bool:
        body = MessageBody(epoch=epoch, seq=seq, sealed=it)
        return relay(self.queue, the_counsellor(self.maja, self.case_id), "counsellor", body)

    def messages(self) -> list[Any]:
        return [(one.direction, one.seq, one.sealed) for one in held_by(self.queue, self.maja)[0].messages]


@pytest.fixture
def talk(queue: Queue, maja: str) -> Talk:
    return Talk(queue, maja)


def test_each_direction_is_numbered_by_itself(talk: Talk) -> None:
    talk.secret()
    first, answer, second = sealed(), sealed(), sealed()
    assert talk.person_sends(1, first)
    assert talk.counsellor_sends(1, answer)
    assert talk.person_sends(2, second)
    assert talk.messages() == [("counsellor", 1, answer), ("person", 1, first), ("person", 2, second)]


def test_the_very_same_again_is_kept_once(talk: Talk) -> None:
    talk.secret()
    one = sealed()
    assert talk.person_sends(1, one) is True
    assert talk.person_sends(1, one) is False
    assert talk.messages() == [("person", 1, one)]


def test_another_message_under_a_used_number_is_refused(talk: Talk) -> None:
    talk.secret()
    talk.person_sends(1, one := sealed())
    with pytest.raises(OutOfOrder) as refused:
        talk.person_sends(1, sealed())
    assert refused.value.facts == {"expected": 2}
    assert talk.messages() == [("person", 1, one)]


def test_a_gap_is_refused_and_the_answer_says_which_number_comes_next(talk: Talk) -> None:
    talk.secret()
    talk.person_sends(1, sealed())
    with pytest.raises(OutOfOrder) as refused:
        talk.person_sends(3, sealed())
    assert refused.value.body()["error"]["expected"] == 2


def test_nothing_can_be_said_before_the_secret(talk: Talk) -> None:
    with pytest.raises(OutOfOrder):
        talk.counsellor_sends(1, sealed())
    with pytest.raises(OutOfOrder):
        talk.person_sends(1, sealed())


def test_a_secret_may_be_repeated_but_not_replaced(talk: Talk) -> None:
    secret = sealed_secret()
    talk.secret(it=secret)
    talk.secret(it=secret)
    with pytest.raises(StaleEpoch):
        talk.secret(it=sealed_secret())
    held = held_by(talk.queue, talk.maja)[0]
    assert held.secret is not None
    assert held.secret.sealed == secret


def test_what_belongs_to_another_epoch_is_stale(talk: Talk) -> None:
    talk.secret()
    for epoch in (2, 99):
        with pytest.raises(StaleEpoch):
            talk.person_sends(1, sealed(), epoch=epoch)
    give_back(talk.queue, the_counsellor(talk.maja, talk.case_id), Step.give_back)
    with pytest.raises(StaleEpoch):
        talk.person_sends(1, sealed())
    claim_next(talk.queue, talk.maja)
    with pytest.raises(StaleEpoch):
        talk.secret(epoch=1)
    talk.secret(epoch=2)
    assert talk.person_sends(1, sealed(), epoch=2)


def test_a_new_epoch_begins_with_nothing_of_the_last(talk: Talk) -> None:
    talk.secret()
    talk.person_sends(1, sealed())
    talk.counsellor_sends(1, sealed())
    give_back(talk.queue, the_counsellor(talk.maja, talk.case_id), Step.give_back)
    held = claim_next(talk.queue, talk.maja)
    assert held is not None
    assert (held.epoch, held.secret, held.messages) == (2, None, [])


def test_nobody_writes_into_a_case_that_is_not_theirs(talk: Talk) -> None:
    talk.secret()
    body = MessageBody(epoch=1, seq=1, sealed=sealed())
    with pytest.raises(NoSuchCase):
        relay(talk.queue, the_counsellor(counsellor_id(), talk.case_id), "counsellor", body)
    with pytest.raises(CaseOver):
        relay(talk.queue, the_person(person().verifier), "person", body)
    assert talk.messages() == []


def test_one_case_cannot_fill_the_disk(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("triage_api.queue.relay.MOST_MESSAGES", 3)
    talk.secret()
    for seq in (1, 2, 3):
        talk.person_sends(seq, sealed())
    with pytest.raises(TooMany):
        talk.person_sends(4, sealed())


MESSAGES = [sealed() for _ in range(4)]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(attempts=st.lists(st.tuples(st.integers(1, 6), st.sampled_from(MESSAGES)), max_size=14))
def test_whatever_is_sent_in_whatever_order_what_is_kept_has_no_gap_and_never_changes(
    queue: Queue, attempts: list[tuple[int, str]]
) -> None:
    talk = Talk(queue, counsellor_id())
    talk.secret()
    kept: list[str] = []
    for seq, it in attempts:
        if seq == len(kept) + 1:
            assert talk.person_sends(seq, it) is True
            kept.append(it)
        elif seq <= len(kept) and kept[seq - 1] == it:
            assert talk.person_sends(seq, it) is False
        else:
            with pytest.raises(OutOfOrder) as refused:
                talk.person_sends(seq, it)
            assert refused.value.facts == {"expected": len(kept) + 1}
        assert talk.messages() == [("person", number, one) for number, one in enumerate(kept, 1)]
