"""What a new finding makes of what a conversation knew."""

import pytest

from bot.standin import stand_in_for_unused

stand_in_for_unused()

from bot.slots import (  # noqa: E402 (Rasa is imported behind the stand-in)
    AllSigns,
    Awaiting,
    HighestLevel,
    ScoreOfLevel,
    WhoWrites,
    add_signs,
    await_next,
)


def test_a_level_rises_and_never_falls_until_the_slot_is_reset() -> None:
    slot = HighestLevel("level", [], initial_value="routine")
    for found, then in (
        ("elevated", "elevated"),
        ("immediate", "immediate"),
        ("routine", "immediate"),
        (7, "immediate"),
    ):
        slot.value = found
        assert slot.value == then
    slot.reset()
    assert slot.value == "routine"


def test_the_score_is_that_of_the_message_that_raised_the_level() -> None:
    slot = ScoreOfLevel("level_score", [], initial_value=0.0)
    slot.value = {"level": "routine", "score": 0.99}
    slot.value = {"level": "high", "score": 0.6}
    assert slot.value == 0.6
    slot.value = {"level": "routine", "score": 0.99}
    assert slot.value == 0.6
    slot.value = {"level": "high", "score": 0.8}
    assert slot.value == 0.8


def test_signs_are_a_union_in_the_words_first_seen() -> None:
    slot = AllSigns("signs", [], initial_value=[])
    slot.value = [{"id": "debt", "level": "elevated", "words": "skuld"}]
    slot.value = [
        {"id": "debt", "level": "elevated", "words": "skyldig"},
        {"id": "weapon", "level": "immediate", "words": "kniv"},
    ]
    slot.value = []
    assert [(sign["id"], sign["words"]) for sign in slot.value] == [("debt", "skuld"), ("weapon", "kniv")]


@pytest.mark.parametrize("odd", [None, "x", 3, [1], [{"id": 2}], [{"id": "a", "level": "worst"}]])
def test_what_is_no_sign_adds_nothing(odd: object) -> None:
    assert add_signs([], odd) == []


def test_someone_under_18_stays_under_18() -> None:
    slot = WhoWrites("writer", [], initial_value="self")
    for found, then in (("friend", "friend"), ("self", "self"), ("minor", "minor"), ("self", "minor")):
        slot.value = found
        assert slot.value == then


@pytest.mark.parametrize(
    ("heard", "awaited"),
    [
        (["says_yes"], "nothing"),
        (["offers", "says_yes"], "yes_to_offer"),
        (["offers", "says_yes", "says_yes"], "yes_to_consent"),
        (["asks", "says_yes"], "yes_to_consent"),
        (["asks", "other", "says_yes"], "nothing"),
        (["heard"], "nothing"),
        (["offers", "heard"], "offer"),
        (["offers", "heard", "says_yes"], "yes_to_offer"),
        (["missed", "missed", "heard"], "yes_to_offer"),
        (["asks", "heard"], "yes_to_consent"),
        (["asks", "says_no"], "no"),
        (["asks", "says_no", "says_yes"], "yes_to_offer"),
        (["says_no"], "nothing"),
        (["missed"], "missed"),
        (["missed", "missed"], "missed_twice"),
        (["missed", "other", "missed"], "missed"),
        (["missed", "missed", "says_yes"], "yes_to_offer"),
        (["yes_to_consent"], "yes_to_consent"),  # a rule's own condition
    ],
)
def test_a_yes_means_what_was_last_asked(heard: list[str], awaited: str) -> None:
    state = None
    for word in heard:
        state = await_next(state, word)
    assert state == awaited


def test_the_slot_starts_anew_after_a_reset() -> None:
    slot = Awaiting("awaiting", [], values=["nothing", "consent"])
    slot.value = "asks"
    assert slot.value == "consent"
    slot.reset()
    assert slot.value is None
