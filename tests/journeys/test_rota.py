"""A supervisor plans a week in the page and by a file, and everybody at the desk sees it, narrow and wide.

The API runs alone here, in a `var` of its own: a plan narrows for whom envelopes are sealed, which no other journey
should be changed by.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.installed import install
from tests.journeys.people import Counsellor
from tests.journeys.stack import Stack, free_port
from tests.journeys.test_return_code_look import Seen
from tests.queue.world import serving
from triage_api.settings import Settings


class DeskAlone(Stack):
    """An installation of which only the API runs."""

    def __init__(self, settings: Settings) -> None:
        self.settings, self.url = settings, settings.api_url


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    folder = tmp_path_factory.mktemp("rota")
    settings = Settings(var=folder / "var", pages=folder / "pages", port=free_port(), demo=True)
    install(settings)
    with serving(settings, port=settings.port):
        yield DeskAlone(settings)


@pytest.fixture(scope="module")
def kim(browser: Browser, desk: Stack) -> Counsellor:
    return Counsellor.accepts(browser, desk, "Kim")


@pytest.fixture(scope="module")
def robin(browser: Browser, desk: Stack) -> Counsellor:
    """Who supervises, and plans."""
    return Counsellor.accepts(browser, desk, "Robin", "supervisor")


def opens_rota(someone: Counsellor) -> Page:
    page = someone.page
    if not page.get_by_test_id("week").is_visible():
        page.get_by_test_id("open-rota").click()
    expect(page.get_by_test_id("week")).to_be_visible()
    return page


def plans(page: Page, who: str, begins: str, ends: str) -> None:
    """A shift for every day of the week, one after the other, as the form has them."""
    for weekday in ("mon", "tue", "wed", "thu", "fri", "sat", "sun"):
        page.get_by_test_id("new-shift").click()
        form = page.get_by_test_id("shift-form")
        form.get_by_test_id("rota-weekday").select_option(weekday)
        form.get_by_test_id("rota-who").select_option(label=who)
        form.get_by_test_id("rota-from").fill(begins)
        form.get_by_test_id("rota-until").fill(ends)
        form.get_by_test_id("save-shift").click()
        expect(form).not_to_be_visible()


def test_a_week_is_planned_and_changed_and_everybody_sees_it(
    kim: Counsellor, robin: Counsellor, artifacts: Path
) -> None:
    seen = Seen(artifacts, "sv", "rota")
    page = opens_rota(robin)
    seen.at(page, "1-empty")
    page.get_by_test_id("new-shift").click()
    seen.at(page, "2-form")
    page.keyboard.press("Escape")
    plans(page, "Kim", "00:00", "00:00")
    expect(page.get_by_test_id("turn")).to_have_count(7)

    page.get_by_test_id("week-after").click()
    monday = page.get_by_test_id("day").first
    expect(page.get_by_test_id("turn")).to_have_count(7)
    monday.get_by_test_id("edit-turn").click()
    page.locator(".rota-form").get_by_test_id("rota-who").select_option(label="Robin")
    page.get_by_test_id("replace-turn").click()
    expect(monday).to_contain_text("Robin")
    tuesday = page.get_by_test_id("day").nth(1)
    tuesday.get_by_test_id("edit-turn").click()
    seen.at(page, "3-one-day")
    page.get_by_test_id("cancel-turn").click()
    expect(tuesday.get_by_test_id("turn")).to_have_count(0)
    expect(page.get_by_test_id("cancelled")).to_contain_text("Kim")
    page.get_by_test_id("weekly-shifts").click()
    page.get_by_test_id("calendar-files").click()
    seen.at(page, "4-all")
    page.get_by_test_id("undo-cancelled").click()
    expect(tuesday.get_by_test_id("turn")).to_have_count(1)

    hers = opens_rota(kim)
    expect(hers.get_by_test_id("turn")).to_have_count(7)
    expect(hers.get_by_test_id("new-shift")).not_to_be_visible()
    expect(hers.get_by_test_id("edit-turn")).to_have_count(0)
    seen.at(hers, "5-read")
    hers.get_by_test_id("close-rota").click()
    expect(hers.get_by_test_id("on-call")).to_contain_text("Kim")
    expect(hers.get_by_test_id("my-shifts")).to_be_visible()
    seen.at(hers, "6-board")
    seen.says_nothing()


def test_shifts_go_out_to_a_file_and_come_in_from_one(kim: Counsellor, robin: Counsellor, tmp_path: Path) -> None:
    page = opens_rota(robin)
    if not page.get_by_test_id("download-calendar").is_visible():
        page.get_by_test_id("calendar-files").click()
    with page.expect_download() as download:
        page.get_by_test_id("download-calendar").click()
    file = tmp_path / "shifts.ics"
    download.value.save_as(file)
    assert file.read_text().startswith("BEGIN:VCALENDAR")
    file.write_text(file.read_text().replace("END:VCALENDAR", "BEGIN:VTODO\nEND:VTODO\nEND:VCALENDAR"))
    page.get_by_test_id("calendar-file").set_input_files(file)
    page.get_by_test_id("take-in").click()
    expect(page.get_by_test_id("trouble")).to_contain_text("Rad ")
    file.write_text(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;TZID=Europe/Stockholm:20990105T080000\nDURATION:PT8H\n"
        "END:VEVENT\nEND:VCALENDAR\n"
    )
    page.get_by_test_id("calendar-file").set_input_files(file)
    page.get_by_test_id("take-in").click()
    expect(page.get_by_test_id("taken-in")).to_contain_text("Enstaka dagar: 1")


def test_the_form_is_walked_by_keyboard_and_gives_the_focus_back(robin: Counsellor) -> None:
    page = opens_rota(robin)
    page.get_by_test_id("edit-turn").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".rota-form h2")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".rota-form").get_by_test_id("rota-who")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".rota-form")).not_to_be_visible()
    expect(page.get_by_test_id("edit-turn").first).to_be_focused()
