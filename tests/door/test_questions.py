"""What a short message leans on: the question that stands open, the topic answered last, the buttons shown."""

import json
from typing import Any

import pytest

from tests.door.conftest import House
from tests.door.doubles import Said, state

ABOUT: dict[str, Any] = {"topic": "health.sti", "sources": [], "reviewed": None, "review_by": None, "reviewer": None}
BUTTONS = [{"title": "Malmö", "payload": "near.malmo"}, {"title": "Ja, skicka", "payload": "handoff.yes"}]
ANSWERED: Said = [
    {"text": "Testet är gratis."},
    {"custom": {"about": ABOUT}},
    {"text": "Var är du?", "buttons": BUTTONS},
    {"custom": {"ask": "place"}},
    state(),
]
IN_DANGER: Said = [{"text": "Ring 112."}, {"custom": {"kind": "danger"}}, state(level="immediate")]


def says(said: Said, house: House) -> None:
    house.bot.behave = lambda _body: said


def payload(message: str) -> tuple[str, dict[str, Any]]:
    intent, _, entities = message.removeprefix("/").partition("{")
    return intent, json.loads("{" + entities)


def test_the_open_question_and_the_topic_go_with_the_next_message_and_no_further(at_home: House) -> None:
    person = at_home.person()
    says(ANSWERED, at_home)
    person.writes("var kan jag testa mig?")
    says([{"text": "ok"}, state()], at_home)
    person.writes("i Lund")
    person.writes("tack")
    told = [(body["metadata"]["topic"], body["metadata"]["asked"]) for body in at_home.bot.heard]
    assert told == [(None, None), ("health.sti", "place"), ("health.sti", None)]


def test_danger_interrupts_and_the_question_stands_open_after_it(at_home: House) -> None:
    person = at_home.person()
    says(ANSWERED, at_home)
    person.writes("var kan jag testa mig?")
    says(IN_DANGER, at_home)
    person.writes("nu kommer han tillbaka")
    says([{"text": "ok"}, state()], at_home)
    person.writes("i Lund")
    last = at_home.bot.heard[-1]["metadata"]
    assert (last["topic"], last["asked"], last["level"]) == ("health.sti", "place", "immediate")


@pytest.mark.parametrize("written", ["Malmö", "malmo", " MALMÖ! "])
def test_a_buttons_label_written_out_is_that_button(at_home: House, written: str) -> None:
    person = at_home.person()
    says(ANSWERED, at_home)
    person.writes("var kan jag testa mig?")
    answer = person.writes(written)
    intent, told = payload(at_home.bot.messages[-1])
    assert intent == "near"
    assert told["place"] == {"county": "skane", "town": "malmo"}
    assert (told["about"], told["label"]) == ("health.sti", "Malmö")
    assert answer["seen"] is None


def test_a_number_is_the_button_at_that_place_of_the_last_row(at_home: House) -> None:
    person = at_home.person()
    says(ANSWERED, at_home)
    person.writes("var kan jag testa mig?")
    person.writes("1")
    assert payload(at_home.bot.messages[-1])[0] == "near"
    says(ANSWERED, at_home)
    person.writes("var kan jag testa mig?")
    person.writes("2")
    assert at_home.bot.messages[-1] == "2", "consent is not given by a number"
    person.writes("7")
    assert at_home.bot.messages[-1] == "7"


def test_what_was_told_and_asked_goes_along_for_the_whole_conversation(at_home: House) -> None:
    person = at_home.person()
    says(ANSWERED, at_home)
    for _ in range(5):
        person.writes("var kan jag testa mig?")
    known = at_home.bot.heard[-1]["metadata"]
    assert (known["told"], known["lately"]) == (["health.sti"], ["place", "place", "place"])


def test_consent_is_never_given_by_writing_the_buttons_label(at_home: House) -> None:
    person = at_home.person()
    says(ANSWERED, at_home)
    person.writes("var kan jag testa mig?")
    person.writes("ja, skicka")
    assert at_home.bot.messages[-1] == "ja, skicka"


def test_what_an_answer_tells_raises_the_level_and_never_lowers_it(at_home: House) -> None:
    person = at_home.person()
    person.presses("decides.yes")
    intent, told = payload(at_home.bot.messages[-1])
    assert (intent, told["level"], told["level_score"]) == (
        "safety.controlled",
        "high",
        {"level": "high", "score": 1.0},
    )
    says([{"text": "ok"}, state(level="immediate")], at_home)
    person.writes("det är värre än så")
    person.presses("age.child")
    intent, told = payload(at_home.bot.messages[-1])
    assert (intent, told["level"], told["writer"], told["age"]) == ("minor.self", "immediate", "minor", "child")
    assert "level_score" not in told


def test_an_unknown_answer_is_refused(at_home: House) -> None:
    refused = at_home.person().sends({"n": 1, "choice": "age.dragon"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "unknown_choice")


def test_going_on_after_danger_is_a_no_to_the_counsellor_not_a_yes(at_home: House) -> None:
    answer = at_home.person().writes("han har en kniv mot mig nu, hjälp")
    assert [choice["id"] for reply in answer["replies"] for choice in reply["choices"]] == ["handoff.ask", "handoff.no"]
