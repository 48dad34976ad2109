"""The counts of a month as they are read: by a supervisor and an analyst, in the page and in the file, by nobody else.

The API runs alone here, first as it ran last month and then as it runs now. What it counts came to it as cases that
were handed off, taken, closed and told of; nobody writes a number by hand.
"""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.desk.counsellor import Counsellor as ByHand
from tests.desk.counsellor import sign_roster
from tests.journeys.look import Look
from tests.journeys.people import Counsellor
from tests.journeys.stack import Stack, free_port
from tests.queue.world import HandClock, Server, person, serving
from triage_api.clock import utc_now
from triage_api.command.first_run import prepare
from triage_api.command.pages import build_pages
from triage_api.desk.counts.outcomes import Wording, read_outcomes, read_wording
from triage_api.desk.counts.report import label
from triage_api.settings import Settings

SIZES = {"wide": (1280, 900), "narrow": (320, 640)}
HIDDEN = "·"


@dataclass
class Told:
    """So many alike: what the queue knows of them, and what their counsellor says; `left` went before one came."""

    how_many: int
    language: str
    level: str
    said: dict[str, object]
    channel: str = "web"
    writer: str = "self"
    left: bool = False


INFORMED = {"outcome": "informed", "level": "routine", "needs": ["law"], "follow_up": False}
PASSED_ON = {"outcome": "passed_on", "level": "elevated", "needs": ["health", "safety"], "follow_up": True}
LAST_MONTH = (
    Told(14, "sv", "routine", {**INFORMED, "county": "stockholm"}),
    Told(8, "sv", "elevated", {**PASSED_ON, "county": "skane"}, channel="sms"),
    Told(6, "sv", "routine", INFORMED, channel="sms", writer="friend"),
    Told(9, "en", "elevated", {**PASSED_ON, "county": "stockholm"}, writer="friend"),
    Told(7, "en", "routine", INFORMED),
    Told(3, "th", "high", {**PASSED_ON, "needs": ["migration"], "county": "gotland"}),
    Told(2, "ro", "immediate", {"outcome": "danger_handled", "county": "kalmar"}, writer="minor"),
    Told(6, "sv", "routine", {}, left=True),
)
TOTAL = sum(some.how_many for some in LAST_MONTH)
BY_LANGUAGE: Counter[str] = Counter()
BY_COUNTY: Counter[str] = Counter()
for some in LAST_MONTH:
    BY_LANGUAGE[some.language] += some.how_many
    BY_COUNTY[str(some.said.get("county", "not_said"))] += some.how_many


class Desk(Stack):
    """An installation of which only the API runs; `month` is the one that was counted."""

    def __init__(self, settings: Settings, server: Server, month: str) -> None:
        self.settings, self.url, self.server, self.month = settings, settings.api_url, server, month


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("counts")
    settings = Settings(var=folder / "var", pages=folder / "pages", port=free_port(), demo=True)
    prepare(settings)
    build_pages(settings)
    clock = HandClock(utc_now().replace(day=1, hour=12) - timedelta(days=10))
    with serving(settings, clock) as then:
        _answers(then, clock)
    settings.roster_file.unlink()  # of that time; the demo signs its own
    with serving(settings, port=settings.port) as now:
        yield Desk(settings, now, f"{clock():%Y-%m}")


def _answers(server: Server, clock: HandClock) -> None:
    """Maja, whose page is of no matter here: all that is counted is said by calls of the desk."""
    maja = ByHand(server, clock).joins()
    sign_roster(server, clock, maja)
    maja.signs_in()
    for some in LAST_MONTH:
        for _ in range(some.how_many):
            one = person(maja.id, language=some.language, level=some.level, channel=some.channel, writer=some.writer)
            assert server.receives(one).status_code == 201
            if some.left:
                assert server.post("/api/case/end", token=one.token).status_code == 200
                continue
            case_id = maja.call("POST", "claim").json()["case_id"]
            assert maja.call("POST", f"cases/{case_id}/close").status_code == 200
            assert maja.call("POST", f"cases/{case_id}/assessment", some.said).status_code == 204
        clock.moves(minutes=7)


@pytest.fixture(scope="module")
def robin(browser: Browser, desk: Desk) -> Iterator[Counsellor]:
    """Who supervises."""
    one = Counsellor.accepts(browser, desk, "Robin", "supervisor")
    yield one
    one.context.close()


@pytest.fixture(scope="module")
def ann(browser: Browser, desk: Desk) -> Iterator[Counsellor]:
    """An analyst: never on the roster, and never at the board."""
    one = Counsellor.joins(browser, desk, "Ann", "analyst")
    yield one
    one.context.close()


@pytest.fixture(scope="module")
def kim(browser: Browser, desk: Desk) -> Iterator[Counsellor]:
    one = Counsellor.accepts(browser, desk, "Kim")
    yield one
    one.context.close()


@pytest.fixture(scope="module")
def wording(desk: Desk) -> Wording:
    return read_wording(desk.settings.config, read_outcomes(desk.settings.config))


def table_of(page: Page, name: str) -> Locator:
    return page.locator(f"[data-testid=count][data-table={name}]")


def rows_of(page: Page, name: str) -> list[list[str]]:
    """What its rows say to somebody who looks: the name and the numbers of each."""
    rows = "rows => rows.map((row) => [...row.querySelectorAll('th, .n')].map((e) => e.firstChild.textContent))"
    found: list[list[str]] = table_of(page, name).locator("tbody tr").evaluate_all(rows)
    return found


def speaks(page: Page, language: str) -> None:
    page.get_by_test_id("desk-language").select_option(language)
    expect(page.locator("html")).to_have_attribute("lang", language)


def is_looked_at(page: Page, folder: Path, state: str) -> None:
    """Narrow and wide, by day and by night: nothing spills over, axe finds nothing, and a picture is kept of each."""
    look, usual = Look(), page.viewport_size
    assert usual is not None
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        spills = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not spills, f"{state} spills over at {width} px"
        look.at(page, f"{state}, {size}")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.screenshot(path=folder / f"counts-{state}-{size}-{scheme}.png", full_page=True)
    page.set_viewport_size(usual)
    look.says_nothing()


def is_the_month_as_it_was(page: Page, desk: Desk, wording: Wording, language: str) -> None:
    """All tables are there, each number is one that may be shown, and what was common is told as it was."""
    expect(page.get_by_test_id("counts-total")).to_have_text(str(TOTAL))
    assert page.get_by_test_id("month").input_value() == desk.month
    assert page.get_by_test_id("counts-rule").inner_text() == wording.rule["sv" if language == "sv" else "en"]
    for name, words in wording.tables.items():
        if name != "total":
            expect(table_of(page, name)).to_contain_text(words["title"]["sv" if language == "sv" else "en"])
    numbers = page.locator("[data-testid=count] .n").evaluate_all("all => all.map((e) => e.firstChild.textContent)")
    assert len(numbers) > 100
    assert all(n == HIDDEN or int(n) >= 5 for n in numbers), "a number under five is shown"
    crossed = page.locator(".cross .n").evaluate_all("all => all.map((e) => e.firstChild.textContent)")
    assert set(crossed) > {HIDDEN}, "of two kinds at once nothing is shown"
    named = {code: label(wording, "language", code)["sv" if language == "sv" else "en"] for code in BY_LANGUAGE}
    told = [[named[code], str(n) if n >= 5 else HIDDEN] for code, n in BY_LANGUAGE.items()]
    assert sorted(rows_of(page, "language")) == sorted(told)
    counties = {one: n for one, n in rows_of(page, "county") if n != HIDDEN}
    common = {code: n for code, n in BY_COUNTY.items() if n >= 5}
    assert counties == {
        label(wording, "county", code)["sv" if language == "sv" else "en"]: str(n) for code, n in common.items()
    }
    assert len(rows_of(page, "county")) == 22


def is_saved_as_it_is_shown(page: Page, desk: Desk, wording: Wording, folder: Path) -> None:
    """The file has the rows of the page, in its order, a hidden number as an empty field, and the definitions."""
    with page.expect_download() as download:
        page.get_by_test_id("counts-csv").click()
    assert download.value.suggested_filename == f"lykta-{desk.month}.csv"
    file = folder / "counts.csv"
    download.value.save_as(file)
    lines = list(csv.DictReader(file.read_text("utf-8").splitlines()))
    assert {line["month"] for line in lines} == {desk.month}
    assert [line["contacts"] for line in lines if line["table"] == "total"] == [str(TOTAL)]
    assert {line["table"] for line in lines} == set(wording.tables)
    for name, words in wording.tables.items():
        if name == "total":
            continue
        saved: dict[str, list[str]] = {}
        for line in lines:
            if line["table"] == name:
                assert line["definition"] == words["means"]["en"]
                saved.setdefault(line["row"], []).append(line["contacts"] or HIDDEN)
        kind = name.split("_")[0] if any(len(cells) > 1 for cells in saved.values()) else name
        shown = rows_of(page, name)
        assert [[label(wording, kind, code)["en"], *cells] for code, cells in saved.items()] == shown, name


def test_a_supervisor_reads_the_month_in_both_languages(
    robin: Counsellor, desk: Desk, wording: Wording, artifacts: Path, tmp_path: Path
) -> None:
    page = robin.page
    page.get_by_test_id("turn-counts").click()
    for language in ("sv", "en"):
        speaks(page, language)
        is_the_month_as_it_was(page, desk, wording, language)
        is_looked_at(page, artifacts, f"supervisor-{language}")
    is_saved_as_it_is_shown(page, desk, wording, tmp_path)
    page.get_by_test_id("turn-counts").click()
    expect(page.get_by_test_id("waiting-count")).to_be_visible()


def test_an_analyst_begins_with_the_numbers_and_has_nothing_else(
    ann: Counsellor, desk: Desk, wording: Wording, artifacts: Path, tmp_path: Path
) -> None:
    page = ann.page
    for language in ("sv", "en"):
        speaks(page, language)
        is_the_month_as_it_was(page, desk, wording, language)
        is_looked_at(page, artifacts, f"analyst-{language}")
    is_saved_as_it_is_shown(page, desk, wording, tmp_path)
    for gone in ("waiting-count", "next-person", "duty", "open-rota", "turn-counts"):
        expect(page.get_by_test_id(gone)).to_have_count(0)


def test_a_counsellor_says_the_county_at_closing_and_is_refused_the_numbers(
    kim: Counsellor, desk: Desk, artifacts: Path
) -> None:
    """Of a case whose envelope opens for nobody: how it is closed is all that is looked at."""
    page = kim.page
    expect(page.get_by_test_id("turn-counts")).to_have_count(0)
    with page.expect_request("**/desk/api/duty") as sent:
        kim.goes_on_duty()
    token = sent.value.headers["authorization"].removeprefix("Bearer ")
    for path in ("counts/months", f"counts?month={desk.month}", f"counts.csv?month={desk.month}"):
        refused = desk.server.get(f"/desk/api/{path}", token)
        assert (refused.status_code, refused.json()["error"]["code"]) == (403, "not_allowed")

    me = desk.server.get("/desk/api/me", token).json()["id"]
    for writer in ("friend", "minor"):
        assert desk.server.receives(person(me, writer=writer, language="sv")).status_code == 201
    kim.sees_waiting(2)
    page.get_by_test_id("whom-i-take").get_by_label("någon under 18").click()
    expect(page.get_by_test_id("untaken-personas")).to_contain_text("någon under 18")
    is_looked_at(page, artifacts, "board-sv")
    page.get_by_test_id("next-person").click()
    page.get_by_test_id("close-case").click()
    county = page.locator("#close-title ~ .assessment").get_by_test_id("assess-county")
    expect(county).to_have_value("")
    names = county.locator("option").all_inner_texts()
    assert (names[0], len(names), names[-1]) == ("Inte sagt", 22, "Östergötland")
    is_looked_at(page, artifacts, "closing-sv")
    county.select_option("skane")
    with page.expect_response("**/assessment") as answered:
        page.get_by_test_id("confirm-close").click()
    assert answered.value.status == 204
    counts = desk.server.app.state.desk.counts
    counts.write()
    assert counts.of_month(f"{utc_now():%Y-%m}")[("county", "skane", "")] == 1
