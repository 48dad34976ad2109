"""Nobody is on duty; somebody leaves with ten words on paper, and finds the answer with them, on another device."""

from itertools import pairwise

import pytest
from playwright.sync_api import Browser, expect

from tests.contract.counterpart import Mailbox
from tests.contract.word_lists import LISTS
from tests.journeys.people import SECONDS, Counsellor, Person
from tests.journeys.returning import (
    closes_the_mailbox,
    comes_back,
    finds,
    has_written_it_down,
    is_told,
    makes_a_code,
    types,
    writes_a_letter,
)
from tests.journeys.stack import Stack
from tests.journeys.test_leaving import KEPT, NOTHING
from tests.journeys.test_privacy import files_written, spellings
from tests.journeys.test_the_way import STORIES

CODE_WORDS = {"sv": "", "en": "Blue Heron", "th": "ปลาทู", "ro": "știucă"}
LETTERS = {
    "sv": ["Hej. Jag är kurator och har läst det du skrev.", "En sak till: du kan ringa 116 016."],
    "en": ["Hello. I am a counsellor and have read what you wrote.", "One more thing: you can call 116 016."],
    "th": ["สวัสดี เราอ่านสิ่งที่คุณเขียนแล้ว", "อีกอย่างหนึ่ง คุณโทร 116 016 ได้"],
    "ro": ["Bună. Am citit ce ai scris.", "Încă ceva: poți suna la 116 016."],
}


@pytest.fixture
def kim_at_home(kim: Counsellor) -> Counsellor:
    """Kim signed in but not on duty: who asks for a counsellor is told that nobody is there."""
    kim.goes_off_duty()
    return kim


def hands_off(browser: Browser, stack: Stack, language: str) -> Person:
    person = Person.opens(browser, stack, STORIES[language]["locale"])
    person.writes(STORIES[language]["danger"])
    person.agrees_to_hand_off()
    return person


def lie_on_disk(stack: Stack, texts: list[str]) -> bool:
    wanted = [spelling for text in texts for spelling in spellings(text)]
    return any(spelling in file.read_bytes() for file in files_written([stack.settings.var]) for spelling in wanted)


@pytest.mark.parametrize("language", STORIES)
def test_an_answer_is_found_later_with_the_code_alone(
    language: str, browser: Browser, stack: Stack, kim_at_home: Counsellor
) -> None:
    kim, story, letters = kim_at_home, STORIES[language], LETTERS[language]
    person = hands_off(browser, stack, language)
    entries = person.page.evaluate("history.length")
    expect(person.page.locator(".return-code.alone")).to_be_visible(timeout=15 * SECONDS)
    code = makes_a_code(person, CODE_WORDS[language])
    assert set(code.words) <= set(LISTS[language])
    has_written_it_down(person)
    content = person.page.content()
    # One of a thousand everyday words may stand on the page by chance; most of ten do not.
    assert sum(word in content for word in code.words) < 5, "shown once"
    person.writes(story["answer"])
    person.page.wait_for_timeout(1500)  # what was written since is sealed and left behind too
    assert person.page.evaluate(KEPT) == NOTHING
    assert (person.page.url, person.page.evaluate("history.length")) == (stack.url + "/", entries)
    person.page.close()
    person.context.close()
    assert stack.rows()["cases"] == 1, "it waits without its page"

    kim.takes_next()
    kim.sees(story["answer"])
    for letter in letters:
        writes_a_letter(kim, letter)
    kim.closes()
    kim.sees_waiting(0)
    assert (stack.rows()["cases"], stack.rows()["letters"]) == (0, 2)
    assert not lie_on_disk(stack, [*letters, story["answer"], " ".join(code.words)])

    again = comes_back(browser, stack, story["locale"])
    entries = again.page.evaluate("history.length")
    types(again, " , ".join(code.words).upper(), code.code_word.upper())
    assert finds(again, "there") == letters, "in the order they were written"
    assert again.page.evaluate(KEPT) == NOTHING
    assert (again.page.url, again.page.evaluate("history.length")) == (stack.url + "/", entries)
    again.page.get_by_test_id("delete-letters").click()
    assert finds(again, "deleted") == []
    assert stack.rows()["letters"] == 0
    closes_the_mailbox(again)
    assert letters[0] not in again.page.content()
    again.context.close()


def test_what_is_wrong_with_a_code_is_told_before_anything_is_sent(browser: Browser, stack: Stack) -> None:
    words = [LISTS["sv"][place] for place in Mailbox(bytes(11) + b"\7").places]
    person = comes_back(browser, stack, "sv-SE")
    before = len(person.requests)
    types(person, "")
    is_told(person, "mailbox.no_words")
    types(person, " ".join(words[:9]))
    is_told(person, "mailbox.count")
    types(person, " ".join([*words[:9], "abborrxyz"]))
    expect(is_told(person, "mailbox.unknown")).to_contain_text("abborrxyz")
    first = next(at for at, (one, other) in enumerate(pairwise(words)) if one != other)
    words[first : first + 2] = words[first + 1], words[first]
    types(person, " ".join(words))
    is_told(person, "mailbox.checksum")
    asked = person.requests[before:]
    assert [url for url in asked if "/api/" in url] == [], "all of it is found in the page itself"
    person.context.close()


def test_another_code_and_a_wrong_code_word_open_an_empty_mailbox(
    browser: Browser, stack: Stack, kim_at_home: Counsellor
) -> None:
    person = hands_off(browser, stack, "en")
    code = makes_a_code(person, "heron")
    has_written_it_down(person)
    person.page.get_by_test_id("leave").click()
    person.page.wait_for_url("**/left*")
    person.page.wait_for_timeout(1000)
    assert stack.rows()["cases"] == 1, "leaving does not end what can be answered without the page"
    person.context.close()
    kim_at_home.takes_next()
    writes_a_letter(kim_at_home, "only for you")
    kim_at_home.closes()

    again = comes_back(browser, stack, "en-GB")
    another = [LISTS["en"][place] for place in Mailbox(bytes(11) + b"\7").places]
    said = set()
    for words, code_word in ((another, "heron"), (code.words, ""), (code.words, "herron")):
        types(again, " ".join(words), code_word)
        assert finds(again, "empty") == []
        said.add(again.page.get_by_test_id("letters").inner_text())
        closes_the_mailbox(again)
        again.page.get_by_test_id("have-code").click()
    assert len(said) == 1, "nobody can tell which of them it was"
    types(again, " ".join(code.words), "Heron!")
    assert finds(again, "there") == ["only for you"]
    again.page.get_by_test_id("delete-letters").click()
    assert finds(again, "deleted") == []
    again.context.close()


def test_who_leaves_a_talk_with_a_code_can_still_be_written_to(browser: Browser, stack: Stack, kim: Counsellor) -> None:
    person = hands_off(browser, stack, "ro")
    kim.takes_next()
    kim.writes(STORIES["ro"]["reply"])
    person.sees("counsellor", STORIES["ro"]["reply"])
    code = makes_a_code(person)
    has_written_it_down(person)
    box = kim.page.get_by_test_id("letter-box")
    expect(box).to_be_visible(timeout=15 * SECONDS)
    person.page.get_by_test_id("leave").click()
    person.page.wait_for_url("**/left*")
    person.page.wait_for_timeout(1000)
    box.locator("summary").first.click()
    kim.page.get_by_test_id("letter-phrases").click()
    kim.page.locator("[data-testid=letter-phrase][data-phrase='letter.take_care']").click()
    expect(kim.page.get_by_test_id("letter-text")).to_have_value("Ai grijă de tine.")
    writes_a_letter(kim, "Ai grijă de tine.")
    kim.closes()
    kim.sees_waiting(0)
    person.context.close()
    assert stack.rows()["cases"] == 0

    again = comes_back(browser, stack, "th-TH")  # the words are Romanian wherever they are typed
    types(again, " ".join(code.words))
    assert finds(again, "there") == ["Ai grijă de tine."]
    again.page.get_by_test_id("delete-letters").click()
    finds(again, "deleted")
    again.context.close()


def test_a_code_made_in_the_talk_outlives_the_page_also_when_the_case_goes_back(
    browser: Browser, stack: Stack, kim: Counsellor
) -> None:
    person = hands_off(browser, stack, "en")
    person.writes(STORIES["en"]["answer"])
    kim.takes_next()
    kim.writes(STORIES["en"]["reply"])
    person.sees("counsellor", STORIES["en"]["reply"])
    person.sends("only for the first counsellor")
    kim.sees("only for the first counsellor")
    code = makes_a_code(person)
    has_written_it_down(person)
    expect(kim.page.get_by_test_id("letter-box")).to_be_visible(timeout=15 * SECONDS)
    person.page.get_by_test_id("leave").click()
    person.page.wait_for_url("**/left*")
    person.context.close()
    kim.page.get_by_test_id("return-case").click()
    kim.page.get_by_test_id("confirm-return").click()
    kim.sees_waiting(1)
    kim.takes_next()
    kim.sees(STORIES["en"]["answer"])
    assert "only for the first counsellor" not in kim.page.content()
    writes_a_letter(kim, "from the second counsellor")
    kim.closes()
    kim.sees_waiting(0)

    again = comes_back(browser, stack, "en-GB")
    types(again, " ".join(code.words))
    assert finds(again, "there") == ["from the second counsellor"]
    again.page.get_by_test_id("delete-letters").click()
    finds(again, "deleted")
    again.context.close()


def test_without_a_code_leaving_ends_the_case_as_ever(browser: Browser, stack: Stack, kim: Counsellor) -> None:
    person = hands_off(browser, stack, "sv")
    person.page.get_by_test_id("get-code").click()
    person.page.get_by_test_id("code-panel-leave").click()
    person.page.wait_for_url("**/left*")
    kim.sees_waiting(0)
    assert stack.rows()["cases"] == 0
    person.context.close()
