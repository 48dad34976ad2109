"""A desk that many journeys borrow, put in order before each: what one of them left, or broke off, changes no other."""

from playwright.sync_api import TimeoutError, ViewportSize, expect

from tests.journeys.people import SECONDS, Counsellor
from tests.journeys.stack import Stack

USUAL: ViewportSize = {"width": 1280, "height": 720}
IN_THE_BOARDS_PLACE = (
    "[data-testid=close-rota], [data-testid=close-alerts], [data-testid=close-ways], [data-testid=close-sessions]"
)


def tidies(counsellor: Counsellor, stack: Stack) -> None:
    """The board in Swedish, on duty, of the usual size; nobody with her, nobody waiting, nothing open before it."""
    page = counsellor.page
    counsellor.context.set_offline(False)
    page.set_viewport_size(USUAL)
    page.emulate_media(media="screen", color_scheme="light", reduced_motion="no-preference")
    lets_everybody_go(counsellor)
    while stack.rows()["cases"]:  # somebody whom an earlier journey left waiting
        counsellor.takes_next()
        lets_everybody_go(counsellor)
    counsellor.sees_waiting(0)
    if page.get_by_test_id("break-seen").is_visible():
        page.get_by_test_id("break-seen").click()
    page.get_by_test_id("desk-language").select_option("sv")
    expect(page.locator("html")).to_have_attribute("lang", "sv")
    counsellor.goes_on_duty()


def lets_everybody_go(counsellor: Counsellor) -> None:
    """Ends whatever is open at her desk, and leaves the board in sight."""
    page = counsellor.page
    tabs, over, close = (page.get_by_test_id(one) for one in ("case-tab", "case-over", "close-case"))
    while page.locator("dialog[open]").count():
        page.keyboard.press("Escape")
    while left := tabs.count():
        try:
            tabs.first.click(timeout=2 * SECONDS)
        except TimeoutError:  # an earlier journey closed it in its last line, and it goes by itself
            continue
        expect(over.or_(close)).to_be_visible()
        if over.is_visible():
            counsellor.leaves_case()
        else:
            counsellor.closes()
        expect(tabs).to_have_count(left - 1)
    aside = page.locator(IN_THE_BOARDS_PLACE)
    if aside.count():
        aside.click()
    expect(page.get_by_test_id("next-person")).to_be_visible()


def puts_away(counsellor: Counsellor) -> None:
    """Of somebody who came for one journey: nobody stays with her, and she is on duty no longer."""
    if counsellor.page.get_by_test_id("lock").is_visible():
        lets_everybody_go(counsellor)
        counsellor.page.get_by_test_id("lock").click()
        expect(counsellor.page.get_by_test_id("sign-in-submit")).to_be_visible()
    counsellor.context.close()
