"""The whole way by text, in each language: phones of the simulator on one side, the desk on the other."""

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.people import SECONDS, Counsellor
from tests.journeys.stack import Stack
from tests.journeys.test_the_way import STORIES
from tests.journeys.texting import TEXTS, Phone, says
from triage_api.sms.wording import LANGUAGES
from triage_api.words import Language

WORDS = {
    "sv": {"number": "1", "human": "MÄNNISKA", "yes": "JA"},
    "en": {"number": "2", "human": "HUMAN", "yes": "YES"},
    "th": {"number": "3", "human": "คน", "yes": "ตกลง"},
    "ro": {"number": "4", "human": "OM", "yes": "DA"},
}
"""As the texts themselves tell people to answer."""


def asks_for_a_human(phone: Phone, language: str) -> None:
    """From a phone that has been greeted, to a case in the queue, by the words that the texts name."""
    words = WORDS[language]
    phone.sends(words["human"])
    phone.gets(*says(language, "consent"))
    phone.sends(words["yes"])
    phone.gets(*says(language, "arrived_alone"))


def is_greeted(phone: Phone, language: str) -> str:
    """The first answer of a conversation: to what they wrote, then where they are, then the languages."""
    phone.sends(STORIES[language]["question"])
    answer, *rest = phone.reads(1 + len(says(language, "welcome")) + 1)
    assert rest == [*says(language, "welcome"), LANGUAGES]
    return answer


def delivered(kim: Counsellor, text: str, mark: str = "delivered") -> None:
    line = kim.page.locator("[data-testid=live-message][data-from=counsellor]").filter(has_text=text).last
    expect(line).to_have_attribute("data-mark", mark, timeout=20 * SECONDS)


@pytest.mark.parametrize("language", STORIES)
def test_a_person_who_texts_reaches_a_counsellor(
    language: str, browser: Browser, stack: Stack, kim: Counsellor
) -> None:
    story = STORIES[language]
    phone = Phone.opens(browser, stack)

    answer = is_greeted(phone, language)
    assert "http" not in answer, "no link to anybody who did not ask"
    phone.sends(WORDS[language]["number"])
    phone.gets(*says(language, "language_set"), *says(language, "welcome"))

    phone.sends(story["danger"])
    first = TEXTS.danger_by_text["safety.immediate_danger"][Language(language)]
    assert phone.reads() == [first]
    assert "112" in first[:60]
    assert all(first != text for text in phone.reads_the_rest()), "said once"

    asks_for_a_human(phone, language)
    kim.sees_waiting(1)
    expect(kim.page.get_by_test_id("by-text-count")).to_be_visible()
    kim.takes_next()
    assert kim.level() == "immediate"
    assert story["danger"] in kim.transcript()
    expect(kim.page.get_by_test_id("by-text")).to_be_visible()
    phone.gets(*says(language, "begun", name="Kim"))

    kim.writes(story["reply"])
    phone.gets(story["reply"])
    delivered(kim, story["reply"])
    phone.sends(story["answer"])
    kim.sees(story["answer"])
    phone.gets_nothing_more()

    kim.closes()
    phone.gets(*says(language, "ended_by_counsellor"))
    kim.sees_waiting(0)
    assert (stack.rows()["cases"], stack.rows()["messages"]) == (0, 0)
    phone.leaves()
