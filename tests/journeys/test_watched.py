"""Somebody whose phone is shared or watched: what they are told, how they read it and how they get away from it."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.keys import Keys
from tests.journeys.look import Look
from tests.journeys.people import Person
from tests.journeys.plain_people import PlainPerson
from tests.journeys.ruler import Ruler
from tests.journeys.stack import Stack
from tests.journeys.test_accessibility import NARROW, size
from tests.journeys.test_leaving import leaves_by_escape
from tests.journeys.test_the_way import STORIES
from triage_api.door.texts import load_texts
from triage_api.plain.view import WATCHED
from triage_api.settings import Settings
from triage_api.words import Language

SIZES = {"wide": (1280, 800), "narrow": (320, 640), "low": (320, 256)}


def tells_all(paragraphs: Locator, language: str) -> None:
    """All of it, in its order; and 112, its first word to somebody in danger, can be called by a touch."""
    phrases = load_texts(Settings().content).phrases[Language(language)]
    expect(paragraphs).to_have_text([phrases[one] for one in WATCHED])
    expect(paragraphs.first.locator("a[href='tel:112']").first).to_be_visible()


def pictures(page: Page, name: Path) -> None:
    for where, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        for scheme in ("dark", "light"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.screenshot(path=f"{name}-{where}-{scheme}.png")


def stands(page: Page, state: str, artifacts: Path, look: Look, ruler: Ruler) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    look.at(page, state)
    for viewport in NARROW:
        page.set_viewport_size(viewport)
        ruler.at(page, f"{state}, {size(viewport)}")
    pictures(page, artifacts / state)


@pytest.mark.parametrize("language", STORIES)
def test_it_is_read_by_everybody(language: str, browser: Browser, stack: Stack, artifacts: Path) -> None:
    look, ruler = Look(), Ruler()
    person = Person.opens(browser, stack, STORIES[language]["locale"])
    page = person.page
    stands(page, f"watched-{language}-1-greeting", artifacts, look, ruler)
    person.writes(STORIES[language]["danger"])
    stands(page, f"watched-{language}-2-danger", artifacts, look, ruler)
    page.get_by_test_id("watched").click()
    panel = page.get_by_test_id("watched-panel")
    tells_all(panel.locator("p"), language)
    stands(page, f"watched-{language}-3-open", artifacts, look, ruler)
    page.get_by_test_id("watched-panel-leave").click()
    page.wait_for_url(f"{stack.url}/left#{language}")
    person.context.close()
    look.says_nothing()
    ruler.says_nothing()


@pytest.mark.parametrize("language", STORIES)
def test_it_is_read_by_everybody_without_script(language: str, browser: Browser, stack: Stack, artifacts: Path) -> None:
    look, ruler = Look(), Ruler()
    person = PlainPerson.begins(browser, stack, language, script=True)  # for axe; the page itself has none
    page = person.page
    person.writes(STORIES[language]["danger"])
    stands(page, f"watched-{language}-4-plain", artifacts, look, ruler)
    page.get_by_test_id("watched").locator("summary").click()
    tells_all(page.get_by_test_id("watched").locator("p"), language)
    stands(page, f"watched-{language}-5-plain-open", artifacts, look, ruler)
    person.can_leave()
    page.get_by_test_id("leave").click()
    page.wait_for_url(f"{stack.url}/left#{language}")
    person.context.close()
    look.says_nothing()
    ruler.says_nothing()


def test_it_opens_where_no_script_runs(browser: Browser, stack: Stack) -> None:
    person = PlainPerson.begins(browser, stack, "sv")
    watched = person.page.get_by_test_id("watched")
    watched.locator("summary").click()
    tells_all(watched.locator("p"), "sv")
    watched.locator("summary").click()
    expect(watched.locator("p").first).not_to_be_visible()
    person.context.close()


@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 1024}, NARROW[-1]], ids=size)
def test_it_is_reached_by_keyboard_and_left_by_escape(viewport: dict[str, int], browser: Browser, stack: Stack) -> None:
    person = Person.opens(browser, stack, "en-GB", viewport=viewport, reduced_motion="reduce")
    page, keys = person.page, Keys(person.page)
    keys.walks_to("watched")
    assert keys.press("Enter") == ["h2"]
    page.keyboard.press("Escape")
    assert keys.stands_on() == "watched"
    page.keyboard.press("Enter")
    leaves_by_escape(person)
    page.wait_for_url(f"{stack.url}/left#en")
    person.context.close()


def test_nothing_is_asked_of_the_network_to_read_it(browser: Browser, stack: Stack) -> None:
    """Threat: whoever watches the network would see who asked for help with being watched."""
    person = Person.opens(browser, stack, "ro-RO")
    before = len(person.requests)
    person.page.get_by_test_id("watched").click()
    expect(person.page.get_by_test_id("watched-panel")).to_be_visible()
    assert person.requests[before:] == []
    person.context.close()
