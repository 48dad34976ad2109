"""The whole way by text, in each language: phones of the simulator on one side, the desk on the other."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.look import Look
from tests.journeys.people import SECONDS, Counsellor, Person
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


def has_a_case(browser: Browser, stack: Stack, language: str) -> Phone:
    """Somebody who waits for a counsellor. What they got until now they have read."""
    phone = Phone.opens(browser, stack)
    is_greeted(phone, language)
    asks_for_a_human(phone, language)
    return phone


def is_taken(phone: Phone, kim: Counsellor, language: str) -> None:
    kim.takes_next()
    phone.gets(*says(language, "begun", name="Kim"))


def shows_a_code(browser: Browser, stack: Stack, language: str) -> tuple[Person, str]:
    """A page of the person's own, and the code in it."""
    person = Person.opens(browser, stack, STORIES[language]["locale"])
    person.page.get_by_test_id("have-pair").click()
    code = person.page.get_by_test_id("pair-code")
    expect(code).to_be_visible(timeout=15 * SECONDS)
    expect(person.page.get_by_test_id("pair-number")).to_have_text("070-174 06 99")
    return person, code.inner_text()


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
    phone.gets(*says(language, "language_set"))  # where they are they have read in it

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


@pytest.mark.parametrize("language", ["sv", "ro"])
def test_stop_ends_it_for_both_and_the_number_is_forgotten(
    language: str, browser: Browser, stack: Stack, kim: Counsellor
) -> None:
    phone = has_a_case(browser, stack, language)
    is_taken(phone, kim, language)
    kim.writes(STORIES[language]["reply"])
    phone.gets(STORIES[language]["reply"])
    phone.sends("Stop")
    expect(kim.page.get_by_test_id("case-over")).to_have_attribute("data-by", "person", timeout=15 * SECONDS)
    assert (stack.rows()["cases"], stack.rows()["messages"]) == (0, 0)
    kim.leaves_case()
    phone.gets(*says(language, "stop"))
    phone.sends("START")
    phone.gets(*says("sv", "welcome"), LANGUAGES)  # a new conversation, in the language of the number's country
    phone.sends(WORDS[language]["number"])
    phone.gets(*says(language, "language_set"), *(says(language, "welcome") if language != "sv" else []))
    phone.sends("STOP")  # on the same phone for every language: confirmed three times a day, no more
    phone.leaves()


def test_a_text_that_never_arrives_is_told_to_the_counsellor(browser: Browser, stack: Stack, kim: Counsellor) -> None:
    phone = has_a_case(browser, stack, "en")
    is_taken(phone, kim, "en")
    kim.writes("one")
    phone.gets("one")
    delivered(kim, "one")
    phone.is_switched(on=False)
    kim.writes("two")
    delivered(kim, "two", "lost")
    delivered(kim, "one")
    phone.is_switched(on=True)
    kim.writes("three")
    phone.gets("two", "three")  # the simulator's page shows also what never arrived, and says so
    delivered(kim, "three")
    delivered(kim, "two", "lost")
    kim.closes()
    phone.gets(*says("en", "ended_by_counsellor"))
    phone.leaves()


@pytest.mark.parametrize("language", ["th", "en"])
def test_somebody_who_texts_goes_on_in_a_page_of_their_own(
    language: str, browser: Browser, stack: Stack, kim: Counsellor
) -> None:
    story = STORIES[language]
    phone = has_a_case(browser, stack, language)
    phone.sends(story["answer"])
    phone.reads_the_rest()
    is_taken(phone, kim, language)
    kim.sees(story["answer"])
    kim.writes(story["reply"])
    phone.gets(story["reply"])
    delivered(kim, story["reply"])

    person, code = shows_a_code(browser, stack, language)
    phone.sends(code.lower())
    phone.gets(*says(language, "moved"))
    person.waits_for("live")
    expect(person.page.get_by_test_id("pairing")).not_to_be_visible()
    expect(kim.page.locator("[data-testid=live-notice]")).to_have_count(1, timeout=15 * SECONDS)
    expect(kim.page.get_by_test_id("by-text")).to_have_count(0)
    kim.sees(story["answer"])
    texted = kim.page.locator("[data-testid=live-message][data-from=person]").filter(has_text=story["answer"])
    assert texted.count() == 1, "once, however it came"
    kim.writes("116 016")
    person.sees("counsellor", "116 016")
    assert story["reply"] not in person.page.content(), "what was texted before is not given to the page"
    person.sends("112?")
    kim.sees("112?")
    delivered(kim, "116 016")
    phone.gets_nothing_more()

    kim.closes()
    person.waits_for("ended")
    phone.gets_nothing_more()
    assert (stack.rows()["cases"], stack.rows()["messages"]) == (0, 0)
    person.context.close()
    phone.leaves()


def test_what_was_texted_while_waiting_is_read_by_the_counsellor_also_after_the_move(
    browser: Browser, stack: Stack, kim: Counsellor
) -> None:
    phone = has_a_case(browser, stack, "sv")
    waiting = ["min syster vet inget om det här", "hon fyller tjugo i morgon"]
    for text in waiting:
        phone.sends(text)
        phone.reads_the_rest()
    person, code = shows_a_code(browser, stack, "sv")
    phone.sends(code.replace(" ", "-"))
    phone.gets(*says("sv", "moved"))
    person.waits_for("waiting")
    kim.sees_waiting(1)
    expect(kim.page.get_by_test_id("by-text-count")).to_have_count(0)
    kim.takes_next()
    for text in waiting:
        kim.sees(text)
    expect(kim.page.get_by_test_id("by-text")).to_have_count(0)
    kim.writes("Jag har läst det du skrev")
    person.sees("counsellor", "Jag har läst det du skrev")
    person.ends()
    kim.leaves_case()
    phone.gets_nothing_more()
    person.context.close()
    phone.leaves()


SIZES = {"wide": (1280, 900), "narrow": (320, 640)}


def test_what_belongs_to_texting_is_read_by_everybody(
    browser: Browser, stack: Stack, kim: Counsellor, artifacts: Path
) -> None:
    look = Look()

    def looks_at(page: Page, name: str) -> None:
        look.at(page, name)
        for size, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, name
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                page.screenshot(path=artifacts / f"texting-{name}-{size}-{scheme}.png", full_page=True)
        page.emulate_media(color_scheme="light", reduced_motion="no-preference")
        page.set_viewport_size({"width": 1280, "height": 720})

    phone = has_a_case(browser, stack, "sv")
    looks_at(kim.page, "board")
    is_taken(phone, kim, "sv")
    kim.writes("Hej, jag läser det du skriver")
    phone.reads()
    phone.is_switched(on=False)
    kim.writes("Ser du det här?")
    delivered(kim, "Ser du det här?", "lost")
    kim.page.get_by_test_id("live-composer").fill("Ett sms till, och ännu ett. " * 8)
    expect(kim.page.get_by_test_id("segments")).to_contain_text("2")
    looks_at(kim.page, "desk")
    looks_at(phone.page, "phone")
    kim.page.get_by_test_id("live-composer").fill("")
    phone.is_switched(on=True)
    person, code = shows_a_code(browser, stack, "sv")
    looks_at(person.page, "pairing")
    phone.sends(code)
    person.waits_for("live")
    looks_at(person.page, "moved")
    looks_at(kim.page, "desk-moved")
    kim.closes()
    person.context.close()
    phone.leaves()
    look.says_nothing()
