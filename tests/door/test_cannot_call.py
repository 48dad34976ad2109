"""Danger and "I cannot call" in one breath: 112 first, then what somebody can do who cannot call."""

import time

import pytest

from tests.door.conftest import House
from triage_api.door.cannot_call import load_cannot_call
from triage_api.door.texts import load_texts
from triage_api.settings import Settings
from triage_api.words import Language, RawText

CANNOT_CALL = load_cannot_call(Settings().config)
TEXTS = load_texts(Settings().content)

IN_ONE_BREATH = [
    ("sv", "han har en kniv, jag kan inte ringa"),
    ("en", "he has a knife and i can't call he hears me"),
    ("th", "เขาถือมีดอยู่ โทรไม่ได้ค่ะ"),
    ("ro", "are un cuțit, nu pot să sun, mă aude"),
]


@pytest.mark.parametrize(("language", "text"), IN_ONE_BREATH)
def test_after_112_comes_what_can_be_done_without_a_call(at_home: House, language: str, text: str) -> None:
    person = at_home.person()
    replies = person.writes(text)["replies"]
    danger, instead, offer = replies
    assert danger["kind"] == "danger"
    assert "112" in danger["text"][:40]
    assert instead["text"] == TEXTS.say(Language(language), "bot.cannot_call")
    assert offer["choices"][0]["id"] == "handoff.ask"


@pytest.mark.parametrize("text", ["han har en kniv", "he has a knife", "เขาถือมีดอยู่", "are un cuțit în mână"])
def test_who_does_not_say_so_is_told_to_call(at_home: House, text: str) -> None:
    assert [reply["kind"] for reply in at_home.person().writes(text)["replies"]] == ["danger", "answer"]


def test_of_ones_own_hand_it_is_not_said(at_home: House) -> None:
    """The text for that speaks of lines to write to."""
    replies = at_home.person().writes("jag har tagit en massa tabletter, kan inte prata")["replies"]
    assert [reply["topic"] for reply in replies] == ["safety.suicide_now", None]


@pytest.mark.parametrize("text", ["jag kan ringa", "i can call", "โทรได้", "pot suna", "", "?"])
def test_who_can_call_is_not_taken_for_one_who_cannot(text: str) -> None:
    assert not CANNOT_CALL.is_said(RawText(text))


@pytest.mark.parametrize("text", ["nu pot sa " * 1600, "he " * 5000, "kan inte " * 1600, "ก" * 16_000])
def test_a_hostile_text_costs_no_more_than_a_message_may(text: str) -> None:
    before = time.process_time()
    CANNOT_CALL.is_said(RawText(text))
    assert time.process_time() - before < 0.5
