"""Everybody who could be told that somebody waits has been, and nobody has come: the person is told so, and what else.

Actions and the API run here, with a clock that can be moved; the bot does not, so the door answers and hands over.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.installed import install
from tests.journeys.people import Counsellor, Person
from tests.journeys.stack import free_port
from tests.journeys.test_return_code_look import Seen
from tests.journeys.test_the_way import STORIES
from tests.journeys.test_ways_in import MovedClock, MovedDesk
from tests.queue.world import Server, serving
from triage_api.command.children import Family
from triage_api.command.parts import parts
from triage_api.door.texts import load_texts
from triage_api.queue.queue import LINE
from triage_api.settings import Settings
from triage_api.words import Language

PHONE = {"width": 360, "height": 740}
PHRASES = load_texts(Settings().content).phrases


class LateDesk(MovedDesk):
    """A desk where the minutes pass at once."""

    def __init__(self, server: Server, clock: MovedClock) -> None:
        super().__init__(server.settings, clock)
        self.server = server

    def passes(self, **by: float) -> None:
        """What the desk looks for every few seconds, it looks for now."""
        self.clock.ahead += timedelta(**by)
        self.server.app.state.desk.alerts.look()
        self.server.app.state.bells.ring(LINE)


@pytest.fixture(scope="module")
def desk(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LateDesk]:
    """Kim is on the roster, and not there."""
    folder = tmp_path_factory.mktemp("unanswered")
    settings = Settings(
        var=folder / "var", pages=folder / "pages", demo=True,
        port=free_port(), bot_port=free_port(), actions_port=free_port(),
    )  # fmt: skip
    install(settings)
    clock = MovedClock()
    _, actions, _ = parts(settings, folder / "no model")
    with Family() as family, serving(settings, clock, port=settings.port) as server:
        family.start(actions)
        family.wait_ready(actions, 120)
        late = LateDesk(server, clock)
        Counsellor.accepts(browser, late, "Kim").context.close()
        yield late


@pytest.mark.parametrize("language", STORIES)
def test_who_is_answered_by_nobody_is_told_so_once_and_where_somebody_answers_now(
    language: str, browser: Browser, desk: LateDesk, artifacts: Path
) -> None:
    seen, phrases = Seen(artifacts, language, "unanswered"), PHRASES[Language(language)]
    person = Person.opens(browser, desk, STORIES[language]["locale"], viewport=PHONE, reduced_motion="reduce")
    page = person.page
    person.writes(STORIES[language]["danger"])
    person.agrees_to_hand_off()
    told = page.locator("[data-testid=notice][data-phrase='waiting.unanswered']")
    mailbox = page.locator(".return-code.alone")
    expect(mailbox).to_contain_text(phrases["code.nobody"])
    desk.passes(minutes=3)
    person.writes("?")
    expect(told).to_have_count(0)

    desk.passes(minutes=15)
    expect(told).to_contain_text(phrases["waiting.unanswered"])
    expect(told).to_be_in_viewport()
    page.screenshot(path=artifacts / f"unanswered-{language}-phone.png")
    for number in ("116016", "116111", "112"):
        expect(told.locator(f"a[href='tel:{number}']")).to_be_visible()
    expect(page.get_by_test_id("case-state")).to_have_attribute("data-state", "waiting")
    expect(mailbox).to_contain_text(phrases["code.unanswered"])
    expect(mailbox.get_by_test_id("get-code")).to_be_visible()
    person.can_leave()
    seen.at(page, "1-told")
    desk.passes(minutes=30)
    person.writes("?")
    expect(told).to_have_count(1)
    person.ends()
    person.context.close()
    seen.says_nothing()
