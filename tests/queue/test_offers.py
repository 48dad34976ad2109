"""One counsellor and another: a case is offered, taken over, asked about; and what becomes of it when the case goes."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from tests.queue.world import HandClock, Person, another_process, counsellor_id, envelope, person, sealed, sealed_secret
from triage_api.errors import BadRequest, Refusal
from triage_api.queue.claim import EnoughHeld, claim_next
from triage_api.queue.close import end_case
from triage_api.queue.consult import NoteBody, NotRead, keep_note, read_consult
from triage_api.queue.give_back import give_back
from triage_api.queue.held import HeldCase, held_by
from triage_api.queue.offers import Kind, NoSuchOffer, OfferBody, OfferStands, end_offer, make_offer
from triage_api.queue.person_events import PersonWatch
from triage_api.queue.queue import NoSuchCase, Queue, the_counsellor, the_person
from triage_api.queue.receive import receive_case
from triage_api.queue.relay import MessageBody, OutOfOrder, SecretBody, StaleEpoch, keep_secret, relay
from triage_api.queue.renew import renew
from triage_api.queue.state import Step
from triage_api.queue.sweep import sweep
from triage_api.queue.tables import notes, offers
from triage_api.queue.take_over import take_over
from triage_api.words import CaseId

ROUNDS = 12


def claimed(queue: Queue, counsellor: str) -> tuple[Person, CaseId]:
    one = person(counsellor, level="high")
    receive_case(queue, one.new_case)
    held = claim_next(queue, counsellor)
    assert held is not None
    return one, CaseId(held.case_id)


def offer(case_id: CaseId, to: str, kind: str = "transfer") -> OfferBody:
    return OfferBody.model_validate({"to": to, "kind": kind, "envelope": envelope(to) | {"case_id": case_id}})


def note(case_id: CaseId, seq: int, to: str) -> NoteBody:
    return NoteBody.model_validate({"seq": seq, "envelope": envelope(to) | {"case_id": case_id}})


def talk(queue: Queue, one: Person, epoch: int) -> None:
    """The person's page sends its secret and a message."""
    body = SecretBody(epoch=epoch, roster_number=7, sealed=sealed_secret())
    keep_secret(queue, the_person(one.verifier), body)
    relay(queue, the_person(one.verifier), "person", MessageBody(epoch=epoch, seq=1, sealed=sealed()))


def rows(queue: Queue, table: sa.Table) -> int:
    with queue.cases.reading() as connection:
        return int(connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0)


def tries(step: Callable[[], Any]) -> Any:
    """What came of it; a refusal is an answer, anything else is an error."""
    try:
        return step()
    except Refusal as refusal:
        return refusal


def accepts(queue: Queue, counsellor: str, offer_id: str) -> HeldCase:
    return take_over(queue, counsellor, offer_id, at_most=3)


def test_until_it_is_accepted_the_case_stays_where_it_is(queue: Queue, maja: str) -> None:
    bea = counsellor_id()
    one, case_id = claimed(queue, maja)
    talk(queue, one, 1)
    body = offer(case_id, bea)
    offer_id = make_offer(queue, maja, case_id, body)
    assert make_offer(queue, maja, case_id, body) == offer_id, "a repeat makes no second one"
    (mine,) = held_by(queue, maja)
    assert (mine.epoch, mine.handed, len(mine.messages)) == (1, None, 1)
    assert held_by(queue, bea) == []
    with pytest.raises(OfferStands):
        make_offer(queue, maja, case_id, offer(case_id, counsellor_id()))
    end_offer(queue, bea, offer_id)
    with pytest.raises(NoSuchOffer):
        accepts(queue, bea, offer_id)
    assert [held.epoch for held in held_by(queue, maja)] == [1]


def test_accepting_moves_the_case_at_once_and_the_person_hears_who_answers_now(queue: Queue, maja: str) -> None:
    bea = counsellor_id()
    one, case_id = claimed(queue, maja)
    talk(queue, one, 1)
    watch = PersonWatch(queue, one.verifier, 0)
    (before,) = watch.look().events
    assert (before.data["counsellor"], before.data["handed"]) == (maja, False)
    relay(queue, the_counsellor(maja, case_id), "counsellor", MessageBody(epoch=1, seq=1, sealed=sealed()))
    body = offer(case_id, bea)
    held = accepts(queue, bea, make_offer(queue, maja, case_id, body))
    assert (held.epoch, held.secret, held.handed) == (2, None, body.envelope.model_dump())
    assert all(message.direction == "counsellor" for message in held.messages)
    assert held_by(queue, maja) == []
    events = watch.look().events
    assert [event.name for event in events] == ["message", "state"], "the first one's last words come before the news"
    told = events[1].data
    assert (told["state"], told["epoch"], told["counsellor"], told["handed"]) == ("claimed", 2, bea, True)
    with pytest.raises(StaleEpoch):
        talk(queue, one, 1)
    talk(queue, one, 2)
    with pytest.raises(NoSuchCase):
        relay(queue, the_counsellor(maja, case_id), "counsellor", MessageBody(epoch=2, seq=1, sealed=sealed()))
    assert [(gone.case_id, gone.to) for gone in queue.endings.given_back_by(maja)] == [(case_id, bea)]
    assert rows(queue, offers) == 0


def test_what_was_sealed_to_her_is_gone_with_her_hands(queue: Queue, maja: str) -> None:
    """Given back after a transfer, the case is as it was handed off: nothing sealed to her is left."""
    bea = counsellor_id()
    one, case_id = claimed(queue, maja)
    accepts(queue, bea, make_offer(queue, maja, case_id, offer(case_id, bea)))
    assert renew(queue, the_counsellor(bea, case_id)).handed is not None, "her page that was loaded again has it still"
    give_back(queue, the_counsellor(bea, case_id), Step.give_back)
    held = claim_next(queue, maja)
    assert held is not None
    assert held.handed is None
    assert PersonWatch(queue, one.verifier, 0).look().events[0].data["handed"] is False


def test_only_the_one_it_is_for_can_accept_and_only_a_transfer_moves_a_case(queue: Queue, maja: str) -> None:
    bea, sam = counsellor_id(), counsellor_id()
    _, case_id = claimed(queue, maja)
    transfer = make_offer(queue, maja, case_id, offer(case_id, bea))
    consult = make_offer(queue, maja, case_id, offer(case_id, bea, "consult"))
    for who, which in ((sam, transfer), (maja, transfer), (bea, consult), (bea, "A" * 22)):
        with pytest.raises(NoSuchOffer):
            accepts(queue, who, which)
    for who, which in ((sam, consult), (bea, transfer)):
        with pytest.raises(NoSuchOffer):
            read_consult(queue, who, which)
    with pytest.raises(NoSuchOffer):
        end_offer(queue, sam, transfer)


def test_nothing_is_offered_of_a_case_that_is_not_hers_or_in_a_wrong_envelope(queue: Queue, maja: str) -> None:
    bea = counsellor_id()
    _, case_id = claimed(queue, maja)
    with pytest.raises(NoSuchCase):
        make_offer(queue, bea, case_id, offer(case_id, maja))
    for wrong in (envelope(bea), envelope(bea, maja) | {"case_id": case_id}, envelope(maja) | {"case_id": case_id}):
        body = OfferBody.model_validate({"to": bea, "kind": "transfer", "envelope": wrong})
        with pytest.raises(BadRequest):
            make_offer(queue, maja, case_id, body)


def test_who_holds_as_many_as_are_set_takes_none_over_and_the_offer_stands(queue: Queue, maja: str) -> None:
    bea = counsellor_id()
    _, case_id = claimed(queue, maja)
    offer_id = make_offer(queue, maja, case_id, offer(case_id, bea))
    others = [claimed(queue, bea)[1] for _ in range(3)]
    with pytest.raises(EnoughHeld):
        accepts(queue, bea, offer_id)
    end_case(queue, the_counsellor(bea, others[0]), Step.close)
    assert accepts(queue, bea, offer_id).case_id == case_id


def test_a_colleague_reads_the_question_again_and_answers_in_order(queue: Queue, maja: str) -> None:
    bea = counsellor_id()
    _, case_id = claimed(queue, maja)
    body = offer(case_id, bea, "consult")
    offer_id = make_offer(queue, maja, case_id, body)
    first = note(case_id, 1, maja)
    with pytest.raises(NotRead):
        keep_note(queue, bea, offer_id, first)
    asked = read_consult(queue, bea, offer_id)
    assert (asked.envelope, asked.notes, asked.first_time) == (body.envelope.model_dump(), 0, True)
    assert keep_note(queue, bea, offer_id, first)
    assert not keep_note(queue, bea, offer_id, first), "a repeat is kept once"
    for wrong in (note(case_id, 3, maja), note(case_id, 1, maja)):
        with pytest.raises(OutOfOrder):
            keep_note(queue, bea, offer_id, wrong)
    with pytest.raises(BadRequest):
        keep_note(queue, bea, offer_id, note(case_id, 2, bea))
    with pytest.raises(NoSuchOffer):
        keep_note(queue, maja, offer_id, note(case_id, 2, maja))
    again = read_consult(queue, bea, offer_id)
    assert (again.notes, again.first_time) == (1, False)
    assert [held.case_id for held in held_by(queue, maja)] == [case_id], "the case has not moved"
    end_offer(queue, maja, offer_id)
    assert rows(queue, notes) == 0


@pytest.mark.parametrize("step", ["close", "leave", "give_back", "lapse", "accepted"])
def test_with_the_case_goes_what_was_offered_of_it(queue: Queue, maja: str, step: str) -> None:
    bea = counsellor_id()
    one, case_id = claimed(queue, maja)
    transfer = make_offer(queue, maja, case_id, offer(case_id, bea))
    consult = make_offer(queue, maja, case_id, offer(case_id, bea, "consult"))
    read_consult(queue, bea, consult)
    keep_note(queue, bea, consult, note(case_id, 1, maja))
    hers = the_counsellor(maja, case_id)
    steps: dict[str, Callable[[], object]] = {
        "close": lambda: end_case(queue, hers, Step.close),
        "leave": lambda: end_case(queue, the_person(one.verifier), Step.leave),
        "give_back": lambda: give_back(queue, hers, Step.give_back),
        "lapse": lambda: give_back(queue, hers, Step.lapse),
        "accepted": lambda: accepts(queue, bea, transfer),
    }
    steps[step]()
    assert (rows(queue, offers), rows(queue, notes)) == (0, 0)


def test_a_page_that_was_loaded_again_has_lost_its_question_but_not_its_offer(queue: Queue, maja: str) -> None:
    bea = counsellor_id()
    _, case_id = claimed(queue, maja)
    transfer = make_offer(queue, maja, case_id, offer(case_id, bea))
    make_offer(queue, maja, case_id, offer(case_id, bea, "consult"))
    renew(queue, the_counsellor(maja, case_id))
    assert rows(queue, offers) == 1
    assert accepts(queue, bea, transfer).epoch == 3


def test_what_nobody_answers_ends_after_ten_minutes_and_a_question_that_is_read_does_not(
    queue: Queue, maja: str, clock: HandClock
) -> None:
    bea = counsellor_id()
    _, case_id = claimed(queue, maja)
    make_offer(queue, maja, case_id, offer(case_id, bea))
    consult = make_offer(queue, maja, case_id, offer(case_id, bea, "consult"))
    read_consult(queue, bea, consult)

    def there(_: str) -> datetime | None:
        return None

    clock.moves(minutes=9)
    sweep(queue, there, timedelta(hours=24), timedelta(minutes=5))
    assert rows(queue, offers) == 2
    clock.moves(minutes=6)
    sweep(queue, there, timedelta(hours=24), timedelta(minutes=5))
    with queue.cases.reading() as connection:
        assert connection.scalars(sa.select(offers.c.kind)).all() == [Kind.consult]
    assert [held.epoch for held in held_by(queue, maja)] == [1]


def both_at_once(queue: Queue, *steps: Callable[[Queue], Any]) -> list[Any]:
    """Each step as another process would take it, all let go at one moment."""
    start = threading.Barrier(len(steps))

    def run(step: Callable[[Queue], Any]) -> Any:
        mine = another_process(queue)
        mine.endings = queue.endings
        start.wait()
        try:
            return tries(lambda: step(mine))
        finally:
            mine.cases.close()

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(run, steps))


def test_accepted_twice_at_once_it_is_taken_once(queue: Queue, maja: str) -> None:
    bea = counsellor_id()
    for _ in range(ROUNDS):
        _, case_id = claimed(queue, maja)
        offer_id = make_offer(queue, maja, case_id, offer(case_id, bea))
        found = both_at_once(queue, *[lambda mine, it=offer_id: accepts(mine, bea, it)] * 3)
        assert sorted(type(one).__name__ for one in found) == ["HeldCase", "NoSuchOffer", "NoSuchOffer"]
        (held,) = held_by(queue, bea)
        assert held.epoch == 2
        end_case(queue, the_counsellor(bea, case_id), Step.close)


def test_accepted_while_the_person_ends_it_nothing_comes_back(queue: Queue, maja: str) -> None:
    bea = counsellor_id()
    for _ in range(ROUNDS):
        one, case_id = claimed(queue, maja)
        offer_id = make_offer(queue, maja, case_id, offer(case_id, bea))
        accepted, ended = both_at_once(
            queue,
            lambda mine, it=offer_id: accepts(mine, bea, it),  # type: ignore[misc]
            lambda mine, it=one: end_case(mine, the_person(it.verifier), Step.leave),  # type: ignore[misc]
        )
        assert isinstance(accepted, HeldCase | NoSuchOffer)
        assert ended.by == "person"
        assert held_by(queue, maja) == held_by(queue, bea) == []
        assert rows(queue, offers) == 0


def test_accepted_while_it_is_given_back_the_case_is_in_one_place(queue: Queue, maja: str) -> None:
    bea = counsellor_id()
    for _ in range(ROUNDS):
        one, case_id = claimed(queue, maja)
        offer_id = make_offer(queue, maja, case_id, offer(case_id, bea))
        accepted, returned = both_at_once(
            queue,
            lambda mine, it=offer_id: accepts(mine, bea, it),  # type: ignore[misc]
            lambda mine, it=case_id: give_back(mine, the_counsellor(maja, it), Step.give_back),  # type: ignore[misc]
        )
        taken = isinstance(accepted, HeldCase)
        assert isinstance(returned, NoSuchCase) is taken
        assert [held.case_id for held in held_by(queue, bea)] == ([case_id] if taken else [])
        assert held_by(queue, maja) == []
        end_case(queue, the_person(one.verifier), Step.leave)
