"""Somebody is removed while they talk with a person: the person waits again and the next counsellor goes on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.people import SECONDS, Counsellor, Person
from tests.journeys.stack import Stack
from tests.journeys.test_return_code_look import Seen
from tests.journeys.tidy_desk import puts_away


@pytest.fixture
def alex(browser: Browser, stack: Stack) -> Iterator[Counsellor]:
    counsellor = Counsellor.accepts(browser, stack, "Alex")
    yield counsellor
    puts_away(counsellor)


def test_a_counsellor_is_removed_in_the_middle_of_a_talk(
    browser: Browser, stack: Stack, kim: Counsellor, alex: Counsellor, artifacts: Path
) -> None:
    ada = Counsellor.joins(browser, stack, "Ada", "administrator")
    person = Person.opens(browser, stack, "en-GB")
    person.writes("i want to talk to a human")
    person.agrees_to_hand_off()
    alex.takes_next()
    alex.writes("I am here")
    person.sees("counsellor", "I am here")
    person.sends("please stay")
    alex.sees("please stay")

    page, seen = ada.page, Seen(artifacts, "sv", "removal")
    page.get_by_test_id("open-people").click()
    his = page.locator("[data-testid=someone][data-name=Alex]")
    seen.at(page, "1-people")
    his.get_by_test_id("remove-person").click()
    seen.at(page, "2-sure")
    his.get_by_test_id("confirm-remove").click()
    expect(his.get_by_test_id("still-on-roster")).to_be_visible()
    expect(page.get_by_test_id("people-said")).to_be_focused()
    seen.at(page, "3-removed")
    page.get_by_test_id("close-people").click()
    expect(page.get_by_test_id("sign-anew")).to_be_visible(timeout=15 * SECONDS)

    expect(alex.page.get_by_test_id("sign-in-name")).to_be_visible(timeout=15 * SECONDS)
    person.waits_for("waiting")
    kim.sees_waiting(1)
    kim.takes_next()
    kim.sees("please stay")
    kim.writes("Kim here, I have read it")
    person.sees("counsellor", "Kim here, I have read it")

    stack.sign_roster()
    page.get_by_test_id("open-people").click()
    expect(page.get_by_test_id("someone").first).to_be_visible()
    expect(his).to_have_count(0)
    page.get_by_test_id("close-people").click()
    page.get_by_test_id("open-sessions").click()
    expect(page.get_by_test_id("session")).to_have_count(1)
    seen.at(page, "4-sessions")
    page.get_by_test_id("desk-language").select_option("en")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    in_english = Seen(artifacts, "en", "removal")
    in_english.at(page, "4-sessions")
    page.get_by_test_id("close-sessions").click()
    page.get_by_test_id("open-people").click()
    expect(page.get_by_test_id("someone").first).to_be_visible()
    in_english.at(page, "1-people")
    seen.says_nothing()
    in_english.says_nothing()

    person.ends()
    person.context.close()
    kim.leaves_case()
    ada.context.close()
