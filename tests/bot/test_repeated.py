"""What is said in the place of a text that was said before, without a trained model."""

import pytest

from bot.conversation.memory import Turn
from bot.repeated import in_place_of, line_for, other_words

SUICIDE = "safety.suicide_now"


def said(topic: str, times: int = 1) -> list[Turn]:
    return [Turn(topic, [f"text of {topic}"]) for _ in range(times)]


@pytest.mark.parametrize(
    ("topic", "before", "asked_for", "response"),
    [
        ("health.sti", [], False, None),
        ("health.sti", said("health.sti"), False, "utter_known"),
        ("health.sti", said("health.sti"), True, "utter_again.health.sti"),
        ("safety.controlled", said("safety.controlled"), False, "utter_stay_more"),
        ("safety.controlled", said("safety.controlled", 2), False, "utter_stay"),
        ("chat.abuse", said("chat.abuse"), False, "utter_again.chat.abuse"),
    ],
)
def test_a_text_told_is_not_told_again(topic: str, before: list[Turn], asked_for: bool, response: str | None) -> None:
    assert in_place_of(topic, f"text of {topic}", before, asked_for, []) == response


def test_who_only_tells_more_hears_at_first_that_somebody_reads() -> None:
    text = "text of health.sti"
    assert in_place_of("health.sti", text, said("health.sti"), False, [], asks=False) == "utter_stay"
    assert in_place_of("health.sti", text, said("health.sti", 2), False, [], asks=False) == "utter_known"


def test_danger_of_ones_own_hand_is_met_with_other_words_each_time_and_pills_with_what_to_do() -> None:
    def response(before: list[Turn], signs: list[str]) -> str | None:
        return in_place_of(SUICIDE, "text", before, False, signs)

    between = [*said(SUICIDE), *said("law.selling")]
    assert response([], ["suicide_now"]) is None
    assert response(said(SUICIDE), ["suicide_now"]) == f"utter_again.{SUICIDE}"
    assert response(said(SUICIDE, 2), ["suicide_now"]) == "utter_again.safety.immediate_danger"
    assert response(between, ["suicide_now"]) == f"utter_again.{SUICIDE}"
    assert response(between, ["overdose"]) is None
    assert response(said(SUICIDE), ["overdose"]) == "utter_again.safety.immediate_danger"
    assert response(said(SUICIDE, 2), ["overdose"]) is None


@pytest.mark.parametrize(
    ("slots", "before", "whom"),
    [
        ({}, [], "any"),
        ({"writer": "minor", "signs": [{"id": "suicidal"}]}, [], "minor"),
        ({"writer": "other"}, said("professional.coordinators"), "professional"),
        ({"writer": "other"}, said("buyer.stop"), "buyer"),
        ({"signs": [{"id": "suicidal"}]}, [], "low"),
    ],
)
def test_the_line_named_is_one_for_whoever_writes(slots: dict[str, object], before: list[Turn], whom: str) -> None:
    assert line_for(slots, before) == whom


def test_of_two_wordings_the_one_not_said_last_is_next() -> None:
    assert other_words(["a", "b"], []) == 0
    assert other_words(["a", "b"], [Turn("x", ["a"]), Turn("y", ["c"])]) == 1
    assert other_words(["a", "b"], [Turn("x", ["a"]), Turn("y", ["b"])]) == 0
