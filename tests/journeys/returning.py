"""What somebody does who leaves with a return code and comes back with it, for the journeys."""

from dataclasses import dataclass

from playwright.sync_api import Browser, Locator, expect

from tests.journeys.people import SECONDS, Counsellor, Person
from tests.journeys.stack import Stack


@dataclass
class Code:
    """What stands on the paper, and what is only in the head."""

    words: list[str]
    code_word: str = ""


def makes_a_code(person: Person, code_word: str = "") -> Code:
    page = person.page
    page.get_by_test_id("get-code").click()
    if code_word:
        page.get_by_test_id("code-panel").get_by_test_id("code-word").fill(code_word)
    page.get_by_test_id("make-code").click()
    words = page.get_by_test_id("code-words").locator("li")
    expect(words).to_have_count(10, timeout=30 * SECONDS)
    return Code(words.all_inner_texts(), code_word)


def has_written_it_down(person: Person) -> None:
    person.page.get_by_test_id("code-written").click()
    expect(person.page.get_by_test_id("code-words")).to_have_count(0)
    expect(person.page.get_by_test_id("return-code")).to_have_attribute("data-state", "there", timeout=15 * SECONDS)


def comes_back(browser: Browser, stack: Stack, locale: str) -> Person:
    """In another browser, where nothing is known of them."""
    person = Person.opens(browser, stack, locale)
    person.page.get_by_test_id("have-code").click()
    return person


def types(person: Person, words: str, code_word: str = "") -> None:
    page = person.page
    page.get_by_test_id("return-words").fill(words)
    page.get_by_test_id("mailbox").get_by_test_id("code-word").fill(code_word)
    page.get_by_test_id("open-mailbox").click()


def is_told(person: Person, phrase: str) -> Locator:
    trouble = person.page.get_by_test_id("code-trouble")
    expect(trouble).to_have_attribute("data-phrase", phrase, timeout=15 * SECONDS)
    return trouble


def finds(person: Person, state: str) -> list[str]:
    """The letters in the opened mailbox, which is `there`, `empty` or `deleted`."""
    expect(person.page.get_by_test_id("letters")).to_have_attribute("data-state", state, timeout=30 * SECONDS)
    return person.page.get_by_test_id("letter").locator(".said").all_inner_texts()


def closes_the_mailbox(person: Person) -> None:
    person.page.get_by_test_id("close-mailbox").click()
    expect(person.page.get_by_test_id("mailbox")).not_to_be_visible()
    expect(person.page.get_by_test_id("letters")).to_have_count(0)


def writes_a_letter(counsellor: Counsellor, text: str) -> None:
    page = counsellor.page
    sent = page.locator("[data-testid=letter][data-state=sent]")
    before = sent.count()
    page.get_by_test_id("letter-text").fill(text)
    page.get_by_test_id("letter-send").click()
    expect(sent).to_have_count(before + 1, timeout=15 * SECONDS)
