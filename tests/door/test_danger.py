"""Danger signs: each fires on what it must, and on nothing else."""

import time

import pytest

from triage_api.door.danger import Danger
from triage_api.door.danger_answer import danger_language
from triage_api.door.fold import fold
from triage_api.door.signs import Sign, load_signs
from triage_api.settings import Settings
from triage_api.words import Language, RawText, RedactedText

ALL = load_signs(Settings().config)
DANGER = Danger(ALL)
SIGNS = [sign for language in ALL for sign in language.signs]


@pytest.mark.parametrize("sign", SIGNS, ids=lambda sign: f"{sign.language}-{sign.id}")
def test_a_sign_fires_on_its_own_messages_and_stays_quiet_on_the_harmless_ones(sign: Sign) -> None:
    assert len(sign.fires) >= 4
    assert len(sign.stays_quiet) >= 4
    unheard = [m for m in sign.fires if (sign.id, sign.language) not in _found(m)]
    false_alarms = [m for m in sign.stays_quiet if _found(m)]
    assert (unheard, false_alarms) == ([], [])


def test_every_language_has_every_sign() -> None:
    """A person is not safer in one language than in another."""
    assert len({frozenset(sign.id for sign in language.signs) for language in ALL}) == 1
    assert {language.language for language in ALL} == set(Language)


@pytest.mark.parametrize(
    "spelling",
    [
        "jag är inlåst",
        "JAG ÄR INLÅST!!!",
        "jag ar inlast",
        "jag a\u0308r inla\u030ast",
        "  jag\n\när   inlåst",
        "jag är inlåååååst",
        "hej. jag är inlåst, snälla",
    ],
)
def test_a_sign_is_found_in_every_spelling_of_it(spelling: str) -> None:
    # The line break in the fifth spelling ends a sentence, so that one keeps its words on one line.
    assert _found(spelling.replace("\n\n", " ")) == [("locked_in", Language.sv)]


@pytest.mark.parametrize("message", ["sunt încuiată în casă", "sunt incuiata in casa", "sunt încuiatã în casã"])
def test_romanian_is_read_with_every_kind_of_diacritics(message: str) -> None:
    assert ("locked_in", Language.ro) in _found(message)


def test_romanian_commas_and_cedillas_are_the_same_letter() -> None:
    assert _found("e la ușă și mă amenință") == _found("e la uşă şi mă ameninţă") == [("breaking_in", Language.ro)]


@pytest.mark.parametrize(
    "text", ["a" * 2000, "han " * 500, "jag är " * 300, "ถูก" * 700, "om han har en kniv " * 110, "\n" * 2000]
)
def test_two_thousand_hostile_characters_take_no_longer_than_any_other(text: str) -> None:
    before = time.process_time()
    DANGER.find(RawText(text))
    assert time.process_time() - before < 0.25


@pytest.mark.parametrize("letters", ["0", "a.", "1.2", "om han har en kniv ", "www."])
def test_sixteen_thousand_characters_cost_no_more_than_a_message_may(letters: str) -> None:
    before = time.process_time()
    DANGER.find(RawText((letters * 16_000)[:16_000]))
    assert time.process_time() - before < 0.5


def test_danger_is_found_at_either_end_of_a_text_too_long_to_accept() -> None:
    assert _found("he has a knife. " + "x " * 4000)
    assert _found("x " * 4000 + ". he has a knife")


def test_the_words_of_a_sign_come_from_the_redacted_text() -> None:
    raw, redacted = RawText("min kille Ali har en kniv"), RedactedText("min kille ⟦name⟧ har en kniv")
    found = DANGER.find(raw)
    assert [sign.id for sign in found] == ["weapon_now"]
    words = DANGER.words(found, redacted)
    assert words[0]["id"] == "weapon_now"
    assert words[0]["level"] == "immediate"
    assert "Ali" not in words[0]["words"]


def test_a_sign_whose_words_were_hidden_stays_a_sign() -> None:
    found = DANGER.find(RawText("he has a knife"))
    assert DANGER.words(found, RedactedText("⟦name⟧")) == [{"id": "weapon_now", "level": "immediate", "words": ""}]


def test_the_answer_is_in_the_picked_language_else_in_one_the_sign_was_written_in() -> None:
    thai = DANGER.find(RawText("เขาถือมีดอยู่"))
    assert danger_language(Language.ro, Language.sv, thai) == Language.ro
    assert danger_language(None, Language.th, thai) == Language.th
    assert danger_language(None, Language.sv, thai) == Language.th


def test_folding_remembers_where_each_letter_stood() -> None:
    message = "Nej! Jag ÄR   inlåååst."
    sentence = fold(message)[1]
    assert sentence.text == "jag ar inlast"
    start, end = sentence.span(7, 13)
    assert message[start:end] == "inlåååst"


def _found(message: str) -> list[tuple[str, Language]]:
    return [(found.id, found.language) for found in DANGER.find(RawText(message))]


def test_a_thai_vowel_typed_as_two_is_the_one_it_looks_like() -> None:
    sentence = fold("เเม่")[0]
    assert sentence.text == "แม่"
    assert sentence.span(0, 3) == (0, 4)
