"""A colleague who reads along: what is kept for her line by line, and that all of it goes when any of it ends."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from tests.queue.test_offers import accepts, both_at_once, claimed, note, offer, rows, tries
from tests.queue.world import HandClock, counsellor_id, sealed
from triage_api.errors import BadRequest
from triage_api.queue.along import MOST_LINES, LineBody, end_along_of, keep_line, who_read_along
from triage_api.queue.close import end_case
from triage_api.queue.consult import NotRead, keep_note, read_consult
from triage_api.queue.give_back import give_back
from triage_api.queue.held import held_by
from triage_api.queue.offers import Kind, NoSuchOffer, OfferStands, end_offer, make_offer
from triage_api.queue.queue import Queue, the_counsellor, the_person
from triage_api.queue.relay import OutOfOrder, TooMany
from triage_api.queue.renew import renew
from triage_api.queue.state import Step
from triage_api.queue.sweep import sweep
from triage_api.queue.tables import along, notes, offers, wishes
from triage_api.queue.wishes import HoldsNoChat, NoSuchWish, end_wish, forget_wishes, make_wish, who_wish
from triage_api.words import CaseId


def line(seq: int) -> LineBody:
    return LineBody(seq=seq, sealed=sealed())


def lets(queue: Queue, maja: str, case_id: CaseId, reader: str) -> str:
    return make_offer(queue, maja, case_id, offer(case_id, reader, "along"))


def test_lines_are_kept_in_order_each_once_and_by_who_has_the_case_alone(queue: Queue, maja: str) -> None:
    sam, bea = counsellor_id(), counsellor_id()
    _, case_id = claimed(queue, maja)
    offer_id = lets(queue, maja, case_id, sam)
    first = line(1)
    assert keep_line(queue, maja, offer_id, first), "also before she has begun to read"
    assert not keep_line(queue, maja, offer_id, first), "a repeat is kept once"
    for wrong in (line(1), line(3)):
        with pytest.raises(OutOfOrder) as refused:
            keep_line(queue, maja, offer_id, wrong)
        assert refused.value.facts == {"expected": 2}
    for who in (sam, bea):
        with pytest.raises(NoSuchOffer):
            keep_line(queue, who, offer_id, line(2))
    for who in (maja, bea):
        with pytest.raises(NoSuchOffer):
            read_consult(queue, who, offer_id)
    asked = read_consult(queue, sam, offer_id)
    assert (asked.kind, asked.asked_by, asked.first_time) == (Kind.along, maja, True)
    assert keep_line(queue, maja, offer_id, line(2))
    with pytest.raises(NoSuchOffer):
        accepts(queue, sam, offer_id)
    assert [held.case_id for held in held_by(queue, maja)] == [case_id], "the case has not moved"
    assert held_by(queue, sam) == []


def test_lines_belong_to_reading_along_only_and_there_is_an_end_to_their_number(
    queue: Queue, maja: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sam = counsellor_id()
    _, case_id = claimed(queue, maja)
    consult = make_offer(queue, maja, case_id, offer(case_id, sam, "consult"))
    with pytest.raises(NoSuchOffer):
        keep_line(queue, maja, consult, line(1))
    end_offer(queue, maja, consult)
    monkeypatch.setattr("triage_api.queue.along.MOST_LINES", 2)
    assert MOST_LINES > 5_000
    offer_id = lets(queue, maja, case_id, sam)
    for seq in (1, 2):
        keep_line(queue, maja, offer_id, line(seq))
    with pytest.raises(TooMany):
        keep_line(queue, maja, offer_id, line(3))


def test_who_reads_along_answers_who_has_the_case_with_notes(queue: Queue, maja: str) -> None:
    sam = counsellor_id()
    _, case_id = claimed(queue, maja)
    offer_id = lets(queue, maja, case_id, sam)
    with pytest.raises(NotRead):
        keep_note(queue, sam, offer_id, note(case_id, 1, maja))
    read_consult(queue, sam, offer_id)
    assert keep_note(queue, sam, offer_id, note(case_id, 1, maja))
    with pytest.raises(BadRequest):
        keep_note(queue, sam, offer_id, note(case_id, 2, sam))


def test_one_colleague_reads_at_a_time(queue: Queue, maja: str) -> None:
    sam, bea = counsellor_id(), counsellor_id()
    _, case_id = claimed(queue, maja)
    body = offer(case_id, sam, "along")
    offer_id = make_offer(queue, maja, case_id, body)
    assert make_offer(queue, maja, case_id, body) == offer_id
    for kind in ("along", "consult"):
        with pytest.raises(OfferStands):
            make_offer(queue, maja, case_id, offer(case_id, bea, kind))
    make_offer(queue, maja, case_id, offer(case_id, bea))


ENDS = ["reader", "counsellor", "close", "leave", "give_back", "lapse", "taken_over", "renew", "reader_gone"]


@pytest.mark.parametrize("step", ENDS)
def test_whatever_ends_it_nothing_that_was_sealed_for_it_is_left(queue: Queue, maja: str, step: str) -> None:
    sam, bea = counsellor_id(), counsellor_id()
    one, case_id = claimed(queue, maja)
    offer_id = lets(queue, maja, case_id, sam)
    read_consult(queue, sam, offer_id)
    keep_line(queue, maja, offer_id, line(1))
    keep_note(queue, sam, offer_id, note(case_id, 1, maja))
    hers = the_counsellor(maja, case_id)
    steps: dict[str, Callable[[], object]] = {
        "reader": lambda: end_offer(queue, sam, offer_id),
        "counsellor": lambda: end_offer(queue, maja, offer_id),
        "close": lambda: end_case(queue, hers, Step.close),
        "leave": lambda: end_case(queue, the_person(one.verifier), Step.leave),
        "give_back": lambda: give_back(queue, hers, Step.give_back),
        "lapse": lambda: give_back(queue, hers, Step.lapse),
        "taken_over": lambda: accepts(queue, bea, make_offer(queue, maja, case_id, offer(case_id, bea))),
        "renew": lambda: renew(queue, hers),
        "reader_gone": lambda: end_along_of(queue, sam),
    }
    assert who_read_along(queue) == {sam}
    steps[step]()
    assert (rows(queue, offers), rows(queue, along), rows(queue, notes)) == (0, 0, 0)
    assert who_read_along(queue) == frozenset()
    with pytest.raises(NoSuchOffer):
        keep_line(queue, maja, offer_id, line(2))
    with pytest.raises(NoSuchOffer):
        read_consult(queue, sam, offer_id)


def test_a_line_that_comes_while_the_case_ends_is_not_left_behind(queue: Queue, maja: str) -> None:
    for _ in range(6):
        one, case_id = claimed(queue, maja)
        offer_id = lets(queue, maja, case_id, counsellor_id())
        kept, _ = both_at_once(
            queue,
            lambda mine, it=offer_id: keep_line(mine, maja, it, line(1)),  # type: ignore[misc]
            lambda mine, it=one: end_case(mine, the_person(it.verifier), Step.leave),  # type: ignore[misc]
        )
        assert kept is True or isinstance(kept, NoSuchOffer)
        assert rows(queue, along) == 0


def test_the_same_line_sent_twice_at_once_is_kept_once(queue: Queue, maja: str) -> None:
    _, case_id = claimed(queue, maja)
    offer_id = lets(queue, maja, case_id, counsellor_id())
    for seq in range(1, 6):
        body = line(seq)
        found = both_at_once(queue, *[lambda mine, it=body: keep_line(mine, maja, offer_id, it)] * 3)
        assert sorted(found) == [False, False, True]


def test_a_wish_names_no_case_and_is_answered_by_letting_her_read(queue: Queue, maja: str) -> None:
    sam = counsellor_id()
    with pytest.raises(HoldsNoChat):
        make_wish(queue, sam, maja)
    _, case_id = claimed(queue, maja)
    assert make_wish(queue, sam, maja)
    assert not make_wish(queue, sam, maja), "a repeat is the same wish"
    assert who_wish(queue, maja) == {sam}
    lets(queue, maja, case_id, counsellor_id())
    assert who_wish(queue, maja) == {sam}, "another colleague is no answer to her"
    end_along = end_along_of(queue, next(iter(who_read_along(queue))))
    assert end_along == [case_id]
    lets(queue, maja, case_id, sam)
    assert rows(queue, wishes) == 0


def test_a_wish_is_taken_back_refused_forgotten_and_grows_old(queue: Queue, maja: str, clock: HandClock) -> None:
    sam = counsellor_id()
    claimed(queue, maja)
    with pytest.raises(HoldsNoChat):
        make_wish(queue, maja, maja)
    for refuses, one, other in ((False, sam, maja), (True, maja, sam)):
        make_wish(queue, sam, maja)
        assert end_wish(queue, one, other) is refuses
        with pytest.raises(NoSuchWish):
            end_wish(queue, one, other)
    make_wish(queue, sam, maja)
    forget_wishes(queue, maja)
    assert who_wish(queue, maja) == {sam}, "what others ask of her does not go with her page"
    forget_wishes(queue, sam)
    assert who_wish(queue, maja) == frozenset()

    def there(_: str) -> datetime | None:
        return None

    make_wish(queue, sam, maja)
    for minutes, left in ((9, 1), (6, 0)):
        clock.moves(minutes=minutes)
        sweep(queue, there, timedelta(hours=24), timedelta(minutes=5))
        assert rows(queue, wishes) == left


def test_a_wish_made_twice_at_once_stands_once(queue: Queue, maja: str) -> None:
    sam = counsellor_id()
    claimed(queue, maja)
    for _ in range(6):
        found = both_at_once(queue, *[lambda mine: make_wish(mine, sam, maja)] * 3)
        assert sorted(found) == [False, False, True]
        assert tries(lambda: end_wish(queue, sam, maja)) is False
