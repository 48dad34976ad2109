"""Two counsellors and a person: one is asked for advice, then takes the case over, and the person is told each time."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.people import SECONDS, Counsellor
from tests.journeys.stack import Stack
from tests.journeys.test_several_chats import Shots, asks_for_a_human
from tests.journeys.tidy_desk import puts_away

QUESTION = "Hur skulle du fråga henne om nycklarna?"
ADVICE = "Fråga vem som öppnar dörren på morgonen."


def opens_panel(page: Page, kind: str) -> None:
    page.get_by_test_id("colleague").click()
    page.get_by_test_id(f"colleague-{kind}").check(timeout=20 * SECONDS)
    expect(page.get_by_test_id("colleague-whom").first).to_be_visible()


def goes(page: Page) -> None:
    page.get_by_test_id("colleague-go").click()
    expect(page.get_by_test_id("offer-stands")).to_be_visible(timeout=20 * SECONDS)


def says_yes(page: Page, kind: str) -> None:
    offer = page.locator(f"[data-testid=offer][data-kind={kind}]")
    expect(offer).to_be_visible(timeout=20 * SECONDS)
    offer.get_by_test_id("offer-yes").click()


def told(page: Page, phrase: str, name: str) -> None:
    expect(page.locator(f"[data-testid=notice][data-phrase='{phrase}']").last).to_contain_text(
        name, timeout=20 * SECONDS
    )


@pytest.fixture
def bea(browser: Browser, stack: Stack) -> Iterator[Counsellor]:
    counsellor = Counsellor.accepts(browser, stack, "Bea")
    yield counsellor
    puts_away(counsellor)


def test_a_colleague_is_asked_and_then_takes_over(
    browser: Browser, stack: Stack, kim: Counsellor, bea: Counsellor, artifacts: Path
) -> None:
    kims, beas, shots = kim.page, bea.page, Shots(artifacts)
    anna = asks_for_a_human(browser, stack, "sv-SE", "han tar mina nycklar, jag vill prata med en människa")
    kim.takes_next()
    kim.writes("Hej, jag är här")
    anna.sees("counsellor", "Hej, jag är här")
    anna.sends("han låser när han går")
    kim.sees("han låser när han går")

    kims.get_by_test_id("colleague").click()
    expect(kims.get_by_test_id("nobody-there")).to_be_visible(timeout=20 * SECONDS)
    kims.keyboard.press("Escape")
    bea.goes_on_duty()
    expect(beas.get_by_test_id("duty")).to_have_attribute("data-on", "true")

    opens_panel(kims, "consult")
    kims.get_by_test_id("colleague-question").fill(QUESTION)
    shots.at(kims, "colleague-panel")
    goes(kims)
    told(anna.page, "live.asked", "Bea")
    shots.at(beas, "offer")
    says_yes(beas, "consult")
    expect(beas.get_by_test_id("reading-question")).to_have_text(QUESTION, timeout=20 * SECONDS)
    lines = beas.get_by_test_id("reading-line")
    expect(lines.filter(has_text="han låser när han går")).to_have_count(1)
    expect(lines.filter(has_text="han tar mina nycklar")).to_have_count(1)
    beas.get_by_test_id("note-text").fill(ADVICE)
    beas.get_by_test_id("note-send").click()
    expect(kims.get_by_test_id("advice-note")).to_have_text(ADVICE, timeout=20 * SECONDS)
    shots.at(beas, "reading")
    shots.at(kims, "advice")
    anna.sends("är du kvar?")
    kim.sees("är du kvar?")
    expect(lines.filter(has_text="är du kvar?")).to_have_count(0)
    kims.get_by_test_id("offer-back").click()
    expect(beas.get_by_test_id("reading")).not_to_be_visible(timeout=20 * SECONDS)
    beas.get_by_test_id("reading-over-seen").click()
    expect(beas.get_by_test_id("reading-over")).not_to_be_visible()
    assert ADVICE not in anna.page.content()

    opens_panel(kims, "transfer")
    goes(kims)
    beas.get_by_test_id("offer-no").click()
    expect(kims.get_by_test_id("offer-said")).to_be_visible(timeout=20 * SECONDS)
    kim.writes("Jag är kvar, men går av mitt pass")
    anna.sees("counsellor", "Jag är kvar, men går av mitt pass")

    opens_panel(kims, "transfer")
    goes(kims)
    says_yes(beas, "transfer")
    expect(kims.get_by_test_id("case-over")).to_have_attribute("data-by", "taken_over", timeout=20 * SECONDS)
    told(anna.page, "live.taken_over", "Bea")
    bea.writes("Hej, det är Bea")
    anna.sees("counsellor", "Hej, det är Bea")
    for words, count in (("han låser när han går", 1), ("Hej, jag är här", 1), ("är du kvar?", 1)):
        expect(beas.get_by_test_id("live-message").filter(has_text=words)).to_have_count(count)
    shots.at(beas, "taken-over")
    anna.sends("hej Bea")
    bea.sees("hej Bea")
    beas.get_by_test_id("desk-language").select_option("en")
    shots.at(beas, "taken-over-english")
    anna.ends()
    expect(beas.get_by_test_id("case-over")).to_be_visible(timeout=20 * SECONDS)
    kim.leaves_case()
    anna.context.close()
    shots.look.says_nothing()
