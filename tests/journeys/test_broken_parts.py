"""Danger first, also when other parts are broken; and what the person is told then is true."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.journeys.people import Counsellor, Person
from tests.journeys.stack import Stack, running

DANGER = {
    "sv-SE": "han har låst in mig och har en kniv",
    "en-GB": "he locked me in and he has a knife",
    "th-TH": "เขาขังฉันไว้ในห้อง เขามีมีด",
    "ro-RO": "m-a încuiat în casă și are un cuțit",
}


@pytest.fixture(scope="module")
def bot_killed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with running(tmp_path_factory.mktemp("killed")) as stack:
        stack.family.end_one("bot")
        yield stack


def test_with_the_bot_dead_danger_gets_112_and_a_counsellor_is_reached(browser: Browser, bot_killed: Stack) -> None:
    kim = Counsellor.accepts(browser, bot_killed, "Kim")
    kim.goes_on_duty()
    for locale, danger in DANGER.items():
        person = Person.opens(browser, bot_killed, locale)
        person.writes(danger)
        assert "112" in person.said_by("bot").all_inner_texts()[-1] + person.said_by("bot").all_inner_texts()[-2]
        person.agrees_to_hand_off()
        kim.takes_next()
        assert kim.level() == "immediate"
        kim.writes("112 112")
        person.sees("counsellor", "112 112")
        kim.closes()
        person.waits_for("ended")
        person.context.close()


def test_with_the_bot_dead_a_question_gets_an_honest_answer(browser: Browser, bot_killed: Stack) -> None:
    person = Person.opens(browser, bot_killed, "sv-SE")
    person.writes("är det olagligt att sälja sex?")
    assert "116 016" in person.said_by("bot").last.inner_text()
    person.context.close()
