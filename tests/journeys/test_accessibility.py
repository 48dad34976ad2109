"""Whoever sees little, has no mouse or a small screen gets the same help: WCAG 2.2 AA, in every state and language.

axe-core reads both pages in light and dark; what no machine reads off a page, how it is walked by keyboard and how it
stands on a narrow screen, is walked and measured here.
"""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pyotp
import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from tests.journeys.keys import LISTEN, Keys
from tests.journeys.look import Look
from tests.journeys.people import PASSPHRASE, SECONDS, Counsellor, Person
from tests.journeys.ruler import Ruler
from tests.journeys.stack import Stack
from tests.journeys.test_personas import PERSONAS
from tests.journeys.test_the_way import STORIES

DESK_LANGUAGE = {"sv": "sv", "th": "en"}  # in whose story the desk is read, and in which of its two languages
NEAR = {language: PERSONAS["seller"][0]["writes"][language] for language in STORIES}


def size(viewport: ViewportSize) -> str:
    return f"{viewport['width']}x{viewport['height']}"


NARROW: list[ViewportSize] = [
    {"width": 320, "height": 568},  # a small phone
    {"width": 320, "height": 256},  # 1280 x 1024 at 400 %
]


def consents_soon(person: Person) -> None:
    """Brings the consent question on the screen."""
    if not person.page.locator("[data-choice='handoff.yes']").count():
        person.presses("handoff.ask")
    expect(person.page.locator("[data-choice='handoff.yes']").last).to_be_enabled(timeout=15 * SECONDS)


# axe, in every state


@pytest.mark.parametrize("language", STORIES)
def test_axe_finds_nothing_from_the_first_word_to_the_last(
    language: str, browser: Browser, stack: Stack, kim: Counsellor
) -> None:
    story, look, desk = STORIES[language], Look(), DESK_LANGUAGE.get(language)
    person = Person.opens(browser, stack, story["locale"])
    page = person.page
    look.at(page, "empty page")
    person.writes(story["question"])
    look.at(page, "answer")
    page.get_by_test_id("sources").last.locator("summary").click()
    look.at(page, "answer, sources open")
    page.get_by_test_id("about").click()
    look.at(page, "what is kept")
    page.keyboard.press("Escape")
    person.writes(NEAR[language])
    look.at(page, "question with buttons")
    page.route("**/api/chat/messages", lambda route: route.abort())
    hurry = page.evaluate("setInterval(() => dispatchEvent(new Event('online')), 50)")  # no pause between attempts
    person.sends(story["answer"])
    expect(page.get_by_test_id("try-again")).to_be_visible(timeout=15 * SECONDS)
    look.at(page, "not sent")
    page.evaluate("clearInterval", hurry)
    page.unroute("**/api/chat/messages")
    person.sends("x" * 2001)
    look.at(page, "too long")
    person.writes(story["danger"])
    look.at(page, "danger")
    consents_soon(person)
    look.at(page, "consent question")
    if desk:
        kim.page.get_by_test_id("desk-language").select_option(desk)
        look.at(kim.page, f"desk in {desk}, nobody waits")
    person.agrees_to_hand_off()
    look.at(page, "waiting")
    kim.sees_waiting(1)
    if desk:
        look.at(kim.page, f"desk in {desk}, somebody waits")
    kim.takes_next()
    kim.writes(story["reply"])
    person.sees("counsellor", story["reply"])
    person.sends(story["answer"])
    kim.sees(story["answer"])
    look.at(page, "live")
    page.get_by_test_id("end-case").click()
    look.at(page, "asked whether to end")
    if desk:
        look.at(kim.page, f"desk in {desk}, open case")
        kim.page.get_by_test_id("close-case").click()
        look.at(kim.page, f"desk in {desk}, asked whether to close")
        kim.page.keyboard.press("Escape")
    if language == "th":
        page.get_by_test_id("confirm-end").click()
        expect(kim.page.get_by_test_id("case-over")).to_be_visible(timeout=15 * SECONDS)
        look.at(kim.page, "desk in en, ended by the person")
        kim.leaves_case()
    else:
        kim.closes()
    person.waits_for("ended")
    look.at(page, "ended")
    if desk:
        look.at(kim.page, f"desk in {desk}, after closing")
    page.get_by_test_id("leave").click()
    page.wait_for_url("**/left*")
    expect(page.get_by_role("heading")).to_be_visible()
    look.at(page, "after leaving")
    person.context.close()
    look.says_nothing()


@pytest.mark.parametrize("locale", ["sv-SE", "en-GB"])
def test_axe_finds_nothing_on_a_counsellors_way_in(locale: str, browser: Browser, stack: Stack) -> None:
    look = Look()
    context = browser.new_context(locale=locale)
    page = context.new_page()
    page.goto(stack.url + "/desk/")
    expect(page.get_by_test_id("sign-in-submit")).to_be_visible()
    look.at(page, "sign-in")
    page.goto("about:blank")
    page.goto(stack.invitation())
    page.get_by_test_id("invite-name").fill("Robin")
    page.get_by_test_id("invite-sign-in-name").fill(f"robin-{locale}")
    page.get_by_test_id("invite-passphrase").fill("short")
    page.get_by_test_id("invite-submit").click()
    expect(page.get_by_test_id("trouble")).to_be_visible()
    look.at(page, "invitation, weak passphrase")
    page.get_by_test_id("invite-passphrase").fill(PASSPHRASE)
    page.get_by_test_id("invite-submit").click()
    code = page.get_by_test_id("totp-uri")
    expect(code).to_be_visible(timeout=30 * SECONDS)
    look.at(page, "invitation, code app")
    totp = pyotp.parse_uri(code.get_attribute("data-uri") or "")
    assert isinstance(totp, pyotp.TOTP)
    page.get_by_test_id("totp-code").fill(totp.now())
    page.get_by_test_id("totp-submit").click()
    expect(page.get_by_test_id("recovery-code")).to_be_visible()
    look.at(page, "invitation, recovery code")
    page.get_by_test_id("recovery-kept").click()
    robin = Counsellor(page, context, f"robin-{locale}", totp)
    expect(page.get_by_test_id("sign-in-submit")).to_be_visible()
    look.at(page, "sign-in after the invitation")
    robin.signs_in()
    expect(page.get_by_test_id("fingerprint")).not_to_be_empty(timeout=15 * SECONDS)
    look.at(page, "not yet on the roster")
    context.close()
    look.says_nothing()


@contextmanager
def silent_bot(stack: Stack) -> Iterator[None]:
    """The bot hangs while the block runs, which the door treats as dead. It goes on where it was after."""
    bot = stack.family.pids()["bot"]
    os.kill(bot, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(bot, signal.SIGCONT)


def test_axe_finds_nothing_while_the_bot_is_silent(browser: Browser, stack: Stack) -> None:
    look = Look()
    with silent_bot(stack):
        people = [Person.opens(browser, stack, story["locale"]) for story in STORIES.values()]
        for person, story in zip(people, STORIES.values(), strict=True):
            person.sends(story["question"])
        for person in people:
            expect(person.said_by("bot")).to_have_attribute("data-kind", "notice", timeout=15 * SECONDS)
    for person in people:
        look.at(person.page, f"{person.language}, the bot is silent")
        person.context.close()
    look.says_nothing()


# By keyboard alone


@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 1024}, NARROW[-1]], ids=size)
def test_everything_can_be_done_by_keyboard(
    viewport: ViewportSize, browser: Browser, stack: Stack, kim: Counsellor
) -> None:
    story = STORIES["sv"]
    person = Person.opens(browser, stack, story["locale"], viewport=viewport, reduced_motion="reduce")
    page, keys = person.page, Keys(person.page)
    around = ["language", "leave", "tel:112", "watched", "about", "main", "have-code", "have-pair", "composer", "send"]
    assert keys.press("Tab", 10) == around
    keys.walks_to("about", "Shift+Tab")
    assert keys.press("Enter") == ["h2"]
    page.keyboard.press("Escape")
    assert keys.stands_on() == "about"

    keys.walks_to("composer")
    page.evaluate(LISTEN)
    keys.writes(person, NEAR["sv"])
    answer = person.said_by("bot").first.locator("p:not(.who)").first.inner_text()
    announced = page.evaluate("announced")
    assert len([said for said in announced if answer in said]) == 1, "a new answer is announced, once"

    back = keys.walks_to("summary", "Shift+Tab")
    assert back[0] == "near.anywhere", "from the field back, the latest button comes first"
    assert keys.press("Enter") == ["summary"]
    assert keys.press("Tab")[0].startswith("https://")
    keys.walks_to("near.malmo")
    before = person.said_by("bot").count()
    page.keyboard.press("Space")
    expect(person.said_by("bot").nth(before)).to_be_visible(timeout=15 * SECONDS)
    assert keys.stands_on(scrolled=True) == "near.malmo", "the pressed button keeps the focus"
    onward = keys.walks_to("composer")
    assert not [step for step in onward if step.startswith("near.")], "what is over is passed by"

    keys.writes(person, "jag vill prata med en människa")
    expect(page.locator("[data-choice='handoff.yes']").last).to_be_enabled(timeout=15 * SECONDS)
    keys.walks_to("handoff.yes", "Shift+Tab")
    page.keyboard.press("Enter")
    person.waits_for("waiting")
    assert keys.stands_on(scrolled=True) == "handoff.yes"
    keys.walks_to("end-case")
    assert keys.press("Enter") == ["h2"]
    page.keyboard.press("Escape")
    assert keys.stands_on() == "end-case"
    page.keyboard.press("Space")
    keys.walks_to("confirm-end")
    page.keyboard.press("Enter")
    person.waits_for("ended")
    page.wait_for_function("document.activeElement !== document.body")
    assert keys.stands_on() == "case-state", "what became of it has the focus, since the button is gone"

    assert keys.press("Tab") == ["composer"]
    keys.walks_to("leave", "Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/left*")
    person.context.close()


def test_a_message_that_did_not_go_out_is_sent_again_by_keyboard(browser: Browser, stack: Stack) -> None:
    person = Person.opens(browser, stack, "en-GB")
    page, keys = person.page, Keys(person.page)
    page.route("**/api/chat/messages", lambda route: route.fulfill(status=400, json={}))
    keys.walks_to("composer")
    page.keyboard.type(STORIES["en"]["question"])
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("trouble")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("112")
    assert keys.stands_on() == "composer"
    page.unroute("**/api/chat/messages")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("sources").last).to_be_visible(timeout=15 * SECONDS)
    person.context.close()


# Narrow, enlarged, with more space between letters, without movement


@pytest.mark.parametrize("viewport", NARROW, ids=size)
@pytest.mark.parametrize("language", STORIES)
def test_all_of_it_fits_a_narrow_screen(
    language: str,
    viewport: ViewportSize,
    browser: Browser,
    stack: Stack,
    kim: Counsellor,
) -> None:
    story, ruler = STORIES[language], Ruler()
    person = Person.opens(browser, stack, story["locale"], viewport=viewport, reduced_motion="reduce")
    page = person.page
    ruler.at(page, "empty page")
    person.writes(story["question"])
    ruler.newest_in_sight(person, "answer")
    ruler.at(page, "answer")
    page.get_by_test_id("sources").last.locator("summary").click()
    ruler.at(page, "sources open")
    page.get_by_test_id("about").click()
    ruler.at(page, "what is kept")
    page.keyboard.press("Escape")
    person.writes(NEAR[language])
    ruler.newest_in_sight(person, "question with buttons")
    ruler.at(page, "question with buttons")
    page.get_by_test_id("composer").fill(story["question"] * 8)
    ruler.at(page, "a long draft")
    person.writes(story["danger"])
    ruler.newest_in_sight(person, "danger")
    ruler.at(page, "danger")
    consents_soon(person)
    ruler.at(page, "consent question")
    person.agrees_to_hand_off()
    ruler.at(page, "waiting")
    page.get_by_test_id("end-case").click()
    ruler.at(page, "asked whether to end")
    page.get_by_test_id("confirm-end").click()
    person.waits_for("ended")
    ruler.at(page, "ended")
    person.context.close()
    ruler.says_nothing()


def test_the_desk_fits_a_narrow_screen_too(browser: Browser, stack: Stack, kim: Counsellor) -> None:
    ruler, page, usual = Ruler(), kim.page, kim.page.viewport_size
    assert usual is not None
    person = Person.opens(browser, stack, "ro-RO")
    person.writes(STORIES["ro"]["danger"])
    person.agrees_to_hand_off()
    page.set_viewport_size(NARROW[0])
    kim.sees_waiting(1)
    ruler.at(page, "somebody waits")
    kim.takes_next()
    kim.writes(STORIES["ro"]["reply"])
    person.sees("counsellor", STORIES["ro"]["reply"])
    ruler.at(page, "open case")
    page.get_by_test_id("close-case").click()
    ruler.at(page, "asked whether to close")
    page.get_by_test_id("confirm-close").click()
    expect(page.get_by_test_id("said")).to_be_visible(timeout=15 * SECONDS)
    ruler.at(page, "after closing")
    page.set_viewport_size(usual)
    person.page.set_viewport_size(NARROW[0])
    person.page.goto(stack.invitation())
    expect(person.page.get_by_test_id("invite-submit")).to_be_visible()
    ruler.at(person.page, "invitation")
    person.context.close()
    ruler.says_nothing()


def test_nothing_moves_for_whoever_asked_for_that(browser: Browser, stack: Stack) -> None:
    person = Person.opens(browser, stack, "en-GB", reduced_motion="reduce")
    page = person.page
    page.route("**/api/chat/messages", lambda _: None)  # no answer comes, so the bot is shown writing
    person.sends(STORIES["en"]["question"])
    expect(page.locator(".dots")).to_be_visible()
    assert page.evaluate("document.getAnimations().length") == 0
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate("document.getAnimations().length") > 0, "the others see that somebody writes"
    person.context.close()
