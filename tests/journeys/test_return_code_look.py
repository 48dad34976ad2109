"""The return code and the mailbox as they are seen, walked and heard: WCAG 2.2 AA, narrow and wide."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.contract.counterpart import Mailbox
from tests.contract.word_lists import LISTS
from tests.journeys.keys import Keys
from tests.journeys.look import Look
from tests.journeys.people import Counsellor, Person
from tests.journeys.returning import finds, has_written_it_down, is_told, types, writes_a_letter
from tests.journeys.ruler import Ruler
from tests.journeys.stack import Stack
from tests.journeys.test_return_code import LETTERS, hands_off, kim_at_home
from tests.journeys.test_the_way import STORIES

__all__ = ["kim_at_home"]

SIZES = {"wide": (1280, 900), "narrow": (320, 640)}


class Seen:
    """Reads, measures and keeps a picture of what stands there, in both sizes and both schemes."""

    def __init__(self, folder: Path, language: str, about: str = "return-code") -> None:
        self.folder, self.language, self.about = folder, language, about
        self.look, self.ruler = Look(), Ruler()

    def at(self, page: Page, state: str) -> None:
        usual = page.viewport_size
        assert usual is not None
        for size, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_timeout(150)
            self.ruler.at(page, f"{state}, {size}")
            for scheme in ("dark", "light"):
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                page.screenshot(path=self.folder / f"{self.about}-{self.language}-{state}-{size}-{scheme}.png")
        self.look.at(page, state)
        page.set_viewport_size(usual)

    def says_nothing(self) -> None:
        self.look.says_nothing()
        self.ruler.says_nothing()


@pytest.mark.parametrize("language", STORIES)
def test_it_is_read_by_everybody(
    language: str, browser: Browser, stack: Stack, kim_at_home: Counsellor, artifacts: Path
) -> None:
    seen, kim = Seen(artifacts, language), kim_at_home
    person = hands_off(browser, stack, language)
    page = person.page
    expect(page.locator(".return-code.alone")).to_be_visible()
    seen.at(page, "1-offer")
    page.get_by_test_id("get-code").click()
    seen.at(page, "2-before")
    page.get_by_test_id("make-code").click()
    words = page.get_by_test_id("code-words").locator("li")
    expect(words).to_have_count(10, timeout=30_000)
    seen.at(page, "3-words")
    written = words.all_inner_texts()
    has_written_it_down(person)
    seen.at(page, "4-ready")
    person.context.close()
    kim.takes_next()
    for letter in LETTERS[language]:
        writes_a_letter(kim, letter)
    if language in ("sv", "th"):
        seen.at(kim.page, "5-desk")
    kim.closes()

    again = Person.opens(browser, stack, STORIES[language]["locale"])
    seen.at(again.page, "6-greeting")
    again.page.get_by_test_id("have-code").click()
    types(again, " ".join([*written[:9], "zzz"]))
    is_told(again, "mailbox.unknown")
    seen.at(again.page, "7-mistyped")
    types(again, " ".join(written))
    assert finds(again, "there") == LETTERS[language]
    seen.at(again.page, "8-letters")
    again.page.get_by_test_id("delete-letters").click()
    finds(again, "deleted")
    seen.at(again.page, "9-deleted")
    again.context.close()
    seen.says_nothing()


def test_a_mailbox_is_opened_by_keyboard_and_heard(browser: Browser, stack: Stack) -> None:
    person = Person.opens(browser, stack, "sv-SE", reduced_motion="reduce")
    page, keys = person.page, Keys(person.page)
    keys.walks_to("have-code")
    assert keys.press("Enter") == ["h2"]
    keys.walks_to("return-words")
    page.keyboard.type(LISTS["sv"][0])
    keys.walks_to("open-mailbox")
    page.keyboard.press("Enter")
    is_told(person, "mailbox.count")
    assert keys.stands_on() == "return-words", "the focus goes to where it can be mended"
    described = page.get_by_test_id("return-words").get_attribute("aria-describedby") or ""
    assert "return-words-trouble" in described.split()
    expect(page.get_by_test_id("return-words")).to_have_attribute("aria-invalid", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("mailbox")).not_to_be_visible()
    assert keys.stands_on() == "have-code"
    person.context.close()


def test_the_page_stays_alive_while_a_code_is_opened_on_a_slow_phone(browser: Browser, stack: Stack) -> None:
    """Six times slower than this machine: a line says that it works, and the page goes on taking frames."""
    person = Person.opens(browser, stack, "en-GB")
    page = person.page
    session = person.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 6})
    page.get_by_test_id("have-code").click()
    page.evaluate(FRAMES)
    types(person, " ".join(LISTS["en"][place] for place in Mailbox(bytes(11) + b"\7").places))
    assert finds(person, "empty") == []
    longest, took = page.evaluate("[frames.longest, performance.now() - frames.begun]")
    print(f"opened in {took:.0f} ms, the longest stop {longest:.0f} ms")
    assert longest < 1500, "milliseconds without a frame"
    person.context.close()


FRAMES = """() => {
  window.frames = { longest: 0, begun: performance.now() };
  let last = performance.now();
  const next = () => {
    const now = performance.now();
    frames.longest = Math.max(frames.longest, now - last);
    last = now;
    requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
}"""
