"""The whole way, in each language: a question, danger, consent, a counsellor, the sealed chat, the end."""

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.people import SECONDS, Counsellor, Person
from tests.journeys.stack import Stack

STORIES = {
    "sv": {
        "locale": "sv-SE",
        "question": "är det olagligt att sälja sex?",
        "danger": "han har låst in mig och har en kniv",
        "reply": "Jag är här. Är du ensam nu?",
        "answer": "ja han gick ut, jag är på toaletten",
    },
    "en": {
        "locale": "en-GB",
        "question": "is it illegal to sell sex?",
        "danger": "he locked me in and he has a knife",
        "reply": "I am here. Are you alone now?",
        "answer": "yes he went out, i am in the bathroom",
    },
    "th": {
        "locale": "th-TH",
        "question": "ขายบริการผิดกฎหมายไหมคะ",
        "danger": "เขาขังฉันไว้ในห้อง เขามีมีด",
        "reply": "เราอยู่ตรงนี้ ตอนนี้คุณอยู่คนเดียวไหม",
        "answer": "อยู่คนเดียวค่ะ เขาออกไปแล้ว",
    },
    "ro": {
        "locale": "ro-RO",
        "question": "e ilegal sa vand sex in suedia?",
        "danger": "m-a incuiat in casa si are un cutit",
        "reply": "Sunt aici. Ești în siguranță acum, cât timp nu e nimeni?",
        "answer": "da, a iesit, sunt in baie",
    },
}


@pytest.mark.parametrize("language", STORIES)
def test_a_person_reaches_a_counsellor(language: str, browser: Browser, stack: Stack, kim: Counsellor) -> None:
    story = STORIES[language]
    person = Person.opens(browser, stack, story["locale"])
    assert person.language == language, "greeted in the browser's language"
    expect(person.page.get_by_test_id("welcome")).to_be_visible()

    person.writes(story["question"])
    expect(person.page.get_by_test_id("sources").last).to_be_visible()

    person.writes(story["danger"])
    assert "112" in person.said_by("bot").all_inner_texts()[-2] + person.said_by("bot").all_inner_texts()[-1]

    person.can_leave()

    person.agrees_to_hand_off()
    kim.sees_waiting(1)
    kim.takes_next()
    assert kim.level() == "immediate"
    assert story["danger"] in kim.transcript()
    assert kim.page.get_by_test_id("case-sign").count() >= 1

    kim.writes(story["reply"])
    person.sees("counsellor", story["reply"])
    person.sends(story["answer"])
    kim.sees(story["answer"])
    expect(person.said_by("person").last).to_have_attribute("data-mark", "delivered", timeout=15 * SECONDS)

    kim.closes()
    person.waits_for("ended")
    person.can_leave()
    kim.sees_waiting(0)
    assert stack.rows().get("cases") == 0
    assert stack.rows().get("messages") == 0
    person.context.close()


def test_the_person_ends_it_and_sees_it_destroyed(browser: Browser, stack: Stack, kim: Counsellor) -> None:
    person = Person.opens(browser, stack, "sv-SE")
    person.writes("jag vill prata med en människa")
    person.agrees_to_hand_off()
    person.sends("en sak till medan jag väntar")
    kim.takes_next()
    kim.writes("Hej, jag läser")
    person.sees("counsellor", "Hej, jag läser")
    kim.sees("en sak till medan jag väntar")
    person.ends()
    assert stack.rows().get("cases") == 0
    person.context.close()
    kim.leaves_case()


def test_a_dropped_connection_loses_nothing_in_either_direction(
    browser: Browser, stack: Stack, kim: Counsellor
) -> None:
    person = Person.opens(browser, stack, "en-GB")
    person.writes("i want to talk to a human")
    person.agrees_to_hand_off()
    kim.takes_next()
    kim.writes("one")
    person.sees("counsellor", "one")

    person.context.set_offline(True)
    kim.writes("two, while you are away")
    person.sends("written without a net")
    person.page.wait_for_timeout(1500)
    person.context.set_offline(False)
    person.sees("counsellor", "two, while you are away")
    kim.sees("written without a net")

    kim.context.set_offline(True)
    person.sends("three, while the desk is away")
    kim.writes("four, from a train")
    kim.page.wait_for_timeout(1500)
    kim.context.set_offline(False)
    kim.sees("three, while the desk is away")
    person.sees("counsellor", "four, from a train")
    assert person.said_by("counsellor").count() == 3, "each once, in order"
    person.ends()
    person.context.close()
    kim.leaves_case()


def test_another_language_can_be_picked(browser: Browser, stack: Stack) -> None:
    person = Person.opens(browser, stack, "de-DE")
    person.picks_language("th")
    person.writes("สวัสดีค่ะ")
    assert any("฀" <= letter <= "๿" for letter in person.said_by("bot").last.inner_text())
    person.context.close()


def test_no_request_leaves_the_machine_and_nothing_is_kept_in_the_browser(browser: Browser, stack: Stack) -> None:
    person = Person.opens(browser, stack, "sv-SE")
    person.writes("hej")
    assert [url for url in person.requests if not url.startswith(stack.url)] == []
    assert person.context.cookies() == []
    stored = person.page.evaluate("[localStorage.length, sessionStorage.length]")
    assert stored == [0, 0]
    person.context.close()
