"""A counsellor with two people at once: neither waits unseen, and nothing is written to the wrong one."""

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.journeys.look import Look
from tests.journeys.people import SECONDS, Counsellor, Person
from tests.journeys.stack import Stack


class Shots:
    """The page as it stands, narrow and wide, by day and by night, for those who look; axe reads it as well."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.look = Look()

    def at(self, page: Page, state: str) -> None:
        self.look.at(page, state)
        for width, height in ((320, 640), (1280, 800)):
            page.set_viewport_size({"width": width, "height": height})
            spills = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
            assert not spills, f"{state} spills over at {width} px"
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                page.screenshot(path=self.folder / f"desk-{state}-{width}-{scheme}.png")


def asks_for_a_human(browser: Browser, stack: Stack, locale: str, words: str) -> Person:
    person = Person.opens(browser, stack, locale)
    person.writes(words)
    person.agrees_to_hand_off()
    return person


def takes(kim: Counsellor, number: int) -> None:
    """By the key alone, wherever nothing is being written."""
    kim.page.locator("h1").focus()
    kim.page.keyboard.press("n")
    tab = kim.page.locator(f"[data-testid=case-tab][data-number='{number}']")
    expect(tab).to_have_attribute("aria-current", "page", timeout=20 * SECONDS)
    expect(kim.page.get_by_test_id("case-level")).to_be_visible(timeout=20 * SECONDS)


def test_two_people_at_once(browser: Browser, stack: Stack, kim: Counsellor, artifacts: Path) -> None:
    page, shots = kim.page, Shots(artifacts)
    page.get_by_test_id("sound-on").click()
    assert page.evaluate("new AudioContext().state") == "running", "a page that was pressed may be heard"
    shots.at(page, "board-empty")
    anna = asks_for_a_human(browser, stack, "sv-SE", "jag vill prata med en människa")
    expect(page).to_have_title("(1) Lykta")
    expect(page.get_by_test_id("attention")).to_have_text("En person väntar.")
    shots.at(page, "board")
    takes(kim, 1)
    kim.writes("Hej, jag är här")
    anna.sees("counsellor", "Hej, jag är här")
    page.get_by_test_id("live-composer").fill("ett halvt utkast")

    mai = asks_for_a_human(browser, stack, "th-TH", "อยากคุยกับคนจริงๆ")
    takes(kim, 2)
    expect(page.get_by_test_id("case")).to_have_attribute("data-case-language", "th")
    anna.sends("är du kvar?")
    first = page.locator("[data-testid=case-tab][data-number='1']")
    expect(first).to_have_attribute("data-unread", "1", timeout=15 * SECONDS)
    expect(anna.said_by("person").last).not_to_have_attribute("data-mark", "delivered")
    expect(page).to_have_title("(1) Lykta")
    shots.at(page, "two-chats")

    page.locator("h1").focus()
    page.keyboard.press("/")
    expect(page.get_by_test_id("insert-search")).to_be_focused()
    page.keyboard.type("säkerhet just nu")
    found = page.locator("[data-testid=insert-item][data-item='safety.safe_now']")
    expect(found).to_be_visible()
    shots.at(page, "phrasebook")
    thai = found.get_by_test_id("insert-theirs").inner_text()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("live-composer")).to_have_value(thai)
    page.keyboard.press("Enter")
    mai.sees("counsellor", thai)
    page.get_by_test_id("open-insert").click()
    page.locator("[data-testid=shelf][data-shelf=rights]").click()
    page.get_by_test_id("insert-search").fill("köpa brott")
    selling = page.locator("[data-testid=insert-item][data-item='law.selling']")
    expect(selling).to_be_visible(timeout=15 * SECONDS)
    shots.at(page, "rights")
    selling.get_by_test_id("insert-send").click()
    mai.sees("counsellor", "ที่มา:")
    page.get_by_test_id("open-insert").click()
    page.locator("[data-testid=shelf][data-shelf=services]").click()
    expect(page.get_by_test_id("insert-item").first).to_be_visible()
    shots.at(page, "services")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("case")).to_be_visible()

    page.keyboard.press("Alt+1")
    expect(page.get_by_test_id("live-composer")).to_have_value("ett halvt utkast")
    expect(page.get_by_test_id("live-composer")).to_be_focused()
    expect(first).to_have_attribute("data-unread", "0")
    expect(anna.said_by("person").last).to_have_attribute("data-mark", "delivered", timeout=15 * SECONDS)

    page.get_by_test_id("desk-language").select_option("en")
    shots.at(page, "two-chats-english")
    page.get_by_test_id("desk-language").select_option("sv")
    page.get_by_test_id("open-scratch").click()
    page.get_by_test_id("scratch").fill("frågade om passet")
    said = page.locator("[data-testid=live-message][data-from=person]").last
    said.get_by_test_id("hide").click()
    expect(said.get_by_test_id("hideable")).to_have_attribute("data-hidden", "true")
    shots.at(page, "hidden")
    said.get_by_test_id("hide").click()
    expect(said.get_by_test_id("hideable")).to_have_attribute("data-hidden", "false")
    mai.ends()
    page.keyboard.press("Alt+2")
    expect(page.get_by_test_id("case-over")).to_be_visible(timeout=15 * SECONDS)
    kim.leaves_case()
    page.keyboard.press("Alt+1")
    page.get_by_test_id("stop-case").click()
    shots.at(page, "stop")
    page.get_by_test_id("confirm-stop").click()
    anna.waits_for("ended")
    expect(anna.page.locator("[data-testid=notice][data-phrase='live.stopped']").last).to_contain_text("116 016")
    expect(page.get_by_test_id("break")).to_be_visible()
    shots.at(page, "after-abuse")
    page.get_by_test_id("break-seen").click()
    expect(page.get_by_test_id("break")).not_to_be_visible()
    expect(page.get_by_test_id("case-tabs")).not_to_be_visible()
    for person in (anna, mai):
        person.context.close()
    shots.look.says_nothing()
