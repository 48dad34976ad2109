"""The page of phones, in a real Chromium: one writes, sees both sides and what it costs; WCAG, narrow and wide."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from twilio.twiml.messaging_response import MessagingResponse

from tests.journeys.look import Look
from tests.phone.double import ANOTHER, RunningDouble, SmallLykta, running_double

NOBODY_LISTENS = "net::ERR_CONNECTION_"
"""What Chromium itself notes while the simulator is away."""

SIZES = {"wide": (1280, 900), "narrow": (320, 640)}


@pytest.fixture
def double() -> Iterator[RunningDouble]:
    def answer(form: dict[str, str]) -> str:
        response = MessagingResponse()
        response.message(f"Du skrev: {form['Body'] or 'en bild'} ă")
        return str(response)

    with SmallLykta().running() as lykta, running_double(lykta.url) as running:
        lykta.answer = answer
        yield running


@pytest.fixture
def page(browser: Browser, double: RunningDouble) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    trouble: list[str] = []
    page.on("console", lambda said: trouble.append(said.text) if NOBODY_LISTENS not in said.text else None)
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("request", lambda asked: trouble.append(asked.url) if not asked.url.startswith(double.url) else None)
    page.goto(f"{double.url}/")
    yield page
    assert (trouble, context.cookies()) == ([], [])
    context.close()


def test_one_writes_on_a_phone_and_sees_both_sides_and_the_cost(page: Page) -> None:
    area = page.get_by_label("Text message")
    area.fill("Hej <b>du</b>")
    expect(page.locator(".count")).to_have_text("13 · 1 SMS · GSM\N{NON-BREAKING HYPHEN}7")
    area.press("Enter")
    texts = page.get_by_role("listitem")
    expect(texts).to_have_count(2)
    expect(texts.nth(0)).to_contain_text("Hej <b>du</b>")
    expect(texts.nth(0)).to_contain_text("received")
    expect(texts.nth(1)).to_contain_text("Du skrev: Hej <b>du</b> ă")
    expect(texts.nth(1)).to_contain_text("delivered · 1\N{NO-BREAK SPACE}SMS · UCS\N{NON-BREAKING HYPHEN}2")
    expect(page.locator("#sum")).to_contain_text("It has sent 1 SMS: 0.55 kr")
    page.get_by_role("button", name="Picture").click()
    expect(texts).to_have_count(4)
    page.get_by_role("button", name="Clear phone 1").click()
    expect(texts).to_have_count(0)
    expect(page.locator("#sum")).to_contain_text("It has sent 2 SMS: 1.10 kr")


def test_there_are_up_to_three_phones_and_each_has_its_own_texts(page: Page, double: RunningDouble) -> None:
    more = page.get_by_role("button", name="Another phone")
    more.click()
    more.click()
    expect(more).to_be_hidden()
    expect(page.locator("section")).to_have_count(3)
    double.faults.undelivered[ANOTHER] = 30003
    page.locator("#text-2").fill("Hej")
    page.locator("section").nth(1).get_by_role("button", name="Send").click()
    expect(page.locator("section").nth(1).get_by_role("listitem").nth(1)).to_contain_text("undelivered (30003)")
    expect(page.locator("section").nth(0).get_by_role("listitem")).to_have_count(0)
    page.reload()
    expect(page.locator("section").nth(1).get_by_role("listitem")).to_have_count(2)


def test_a_simulator_that_has_gone_is_told_and_found_again(page: Page, double: RunningDouble) -> None:
    expect(page.locator("section")).to_have_count(1)
    with double.refuses_connections():
        expect(page.get_by_role("alert")).to_contain_text("does not answer")
    expect(page.get_by_role("alert")).to_be_hidden()


def test_the_page_is_read_by_everybody(page: Page, artifacts: Path) -> None:
    look = Look()
    page.locator("#text-1").fill("hello?")
    page.locator("#text-1").press("Enter")
    page.get_by_role("button", name="Another phone").click()
    page.locator("#text-2").fill("STOP")
    page.locator("#text-2").press("Enter")
    expect(page.locator("section").nth(1)).to_contain_text("until START is")
    expect(page.locator("section").nth(0).get_by_role("listitem")).to_have_count(2)
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for scheme in ("dark", "light"):
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=artifacts / f"phone-{size}-{scheme}.png", full_page=True)
        look.at(page, f"phones, {size}")
    look.says_nothing()
