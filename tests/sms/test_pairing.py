"""Codes that are texted to go on in a page."""

import itertools
import threading
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.queue.world import HandClock
from triage_api.bearer import hash_of, new_token
from triage_api.sms.pairing import (
    ALPHABET,
    MAY_TAKE,
    MOST_ALIVE,
    Pairing,
    Pairs,
    TooManyCodes,
    guesses_in,
    looks_like_code,
)
from triage_api.words import CaseId, Verifier

CASE = CaseId("AAAAAAAAAAAAAAAAAAAAAA")


def a_page() -> Verifier:
    return Verifier(str(hash_of(new_token())))


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def pairs(clock: HandClock) -> Pairs:
    return Pairs(clock)


def test_a_page_waits_its_code_is_texted_and_the_page_hears_of_the_case(pairs: Pairs) -> None:
    page = a_page()
    code = pairs.offer(page)
    assert pairs.state(page) == Pairing("waiting")
    assert pairs.take(code) == page
    assert pairs.state(page) == Pairing("waiting"), "between the text and the case that moves"
    pairs.moved(page, CASE)
    assert pairs.state(page) == Pairing("moved", CASE)


@pytest.mark.parametrize(
    "written",
    [
        "{0} {1}",
        "{0}{1}",
        "{0}-{1}",
        "{0} - {1}.",
        "  {0}\n{1}  ",
        "my code is {0} {1}, thanks",
        "My {0}{1} it is",
        "KOD: {0}{1}",
        "รหัส{0}{1}ค่ะ",
    ],
)
@pytest.mark.parametrize("case", [str.upper, str.lower, str.title])
def test_a_code_is_found_however_it_is_written(pairs: Pairs, written: str, case: object) -> None:
    page = a_page()
    first, second = pairs.offer(page).split(" ")
    text = written.format(first, second)
    assert callable(case)
    assert pairs.take(case(text)) == page


def test_letter_for_letter_and_in_wide_letters_it_is_the_same_code(pairs: Pairs) -> None:
    page = a_page()
    assert pairs.take(" ".join(pairs.offer(page).replace(" ", ""))) == page
    wide = "".join(chr(ord(letter) + 0xFEE0) if letter != " " else letter for letter in pairs.offer(page))
    assert pairs.take(wide) == page


def test_a_code_works_once_also_when_two_text_it_at_the_same_moment(pairs: Pairs) -> None:
    code = pairs.offer(a_page())
    start, taken = threading.Barrier(8), []

    def texts() -> None:
        start.wait()
        taken.append(pairs.take(code))

    threads = [threading.Thread(target=texts) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([one for one in taken if one is not None]) == 1


def test_a_code_lives_for_ten_minutes(pairs: Pairs, clock: HandClock) -> None:
    page = a_page()
    code = pairs.offer(page)
    clock.moves(seconds=599)
    assert pairs.state(page) == Pairing("waiting")
    clock.moves(seconds=1)
    assert (pairs.take(code), pairs.state(page)) == (None, Pairing("over"))


def test_a_code_that_led_to_no_case_is_over_soon_so_that_the_page_offers_another(
    pairs: Pairs, clock: HandClock
) -> None:
    page = a_page()
    pairs.take(pairs.offer(page))
    clock.at += MAY_TAKE
    assert pairs.state(page) == Pairing("over")


def test_a_page_has_one_code_and_the_newest_counts(pairs: Pairs) -> None:
    page = a_page()
    old, new = pairs.offer(page), pairs.offer(page)
    assert pairs.take(old) is None
    assert pairs.take(new) == page


def test_the_two_hundred_and_first_page_is_told_when_to_come_back(pairs: Pairs, clock: HandClock) -> None:
    pages = [a_page() for _ in range(MOST_ALIVE)]
    codes = [pairs.offer(page) for page in pages]
    clock.moves(minutes=4)
    with pytest.raises(TooManyCodes) as refused:
        pairs.offer(a_page())
    assert refused.value.facts == {"seconds": 361}
    pairs.offer(pages[0])  # in the place of its own
    assert pairs.take(codes[1]) == pages[1]
    pairs.offer(a_page())
    clock.moves(minutes=6)
    pairs.offer(a_page())


def test_who_waits_for_nothing_is_told_so(pairs: Pairs) -> None:
    assert pairs.state(a_page()) == Pairing("over")


def test_twenty_thousand_guesses_at_two_hundred_codes_hit_nothing(pairs: Pairs) -> None:
    """By chance one of them would hit in one of 13,000 runs of this test."""
    for _ in range(MOST_ALIVE):
        pairs.offer(a_page())
    guesses = ("".join(letters) for letters in itertools.product(ALPHABET, repeat=4))
    assert [guess for guess in itertools.islice(guesses, 20_000) if pairs.take(f"23{guess}2C")] == []


def test_codes_use_the_whole_alphabet_and_look_like_codes(pairs: Pairs) -> None:
    codes = [pairs.offer(a_page()) for _ in range(150)]
    assert len(set(codes)) == 150
    assert all(looks_like_code(code) for code in codes)
    assert set(Counter("".join(codes))) == {*ALPHABET, " "}


@pytest.mark.parametrize("text", ["K7M2 9QXD", "k7m29qxd", "K7M2-9QXD.", " k7m2 - 9qxd\n", "K7M0 9QXO"])
def test_a_text_that_is_nothing_but_a_code_looks_like_one_also_when_mistyped(text: str) -> None:
    assert looks_like_code(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "hjälp",
            "help me!",
            "nobodyis",
            "kan du ringa",
            "0701 7406",
            "070-174 06 99",
            "112",
            "kl 22.30",
            "22:30 idag",
        ),
        *("K7M2", "K7M2 9QXD och sen", "my code is K7M2 9QXD", "2026-11-21", "ABC 123", "", "ช่วยด้วย", "a1 b2 c3 d4 e5"),
    ],
)
def test_what_people_write_does_not_look_like_a_code(text: str) -> None:
    assert not looks_like_code(text)


@given(st.text(max_size=200))
def test_no_text_takes_a_code_that_does_not_stand_in_it(text: str) -> None:
    pairs = Pairs(HandClock())
    code = pairs.offer(a_page())
    if code.replace(" ", "") not in "".join(letter for letter in text.upper() if letter.isalnum()):
        assert pairs.take(text) is None
    looks_like_code(text)


@pytest.mark.parametrize(
    ("text", "guesses"),
    [
        ("K7M2 9QXD", 1),
        ("min kod: k7m29qxd tack", 1),
        ("K7M2 9QXD K7M2 9QXD", 2),
        ("K7M2 9QXD. 9QXD 44MM", 3),
        ("tack, vi hörs 12 2026", 0),
        ("ring 070-174 06 05 kl 1530 idag", 0),
    ],
)
def test_guesses_are_counted_in_sentences_too(text: str, guesses: int) -> None:
    assert guesses_in(text) == guesses
