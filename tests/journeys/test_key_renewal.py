"""The week of a sealing key: the desk's page asks for the next, old cases open, and the old key goes after the last.

The API runs alone here; its clock and the page's are moved together.
"""

import json
import secrets
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Response, expect

from actions.sealing.envelope import seal_transcript
from actions.sealing.roster import Roster, verify_roster
from actions.transcript import build_transcript
from tests.journeys.installed import install
from tests.journeys.people import SECONDS, Counsellor
from tests.journeys.stack import free_port
from tests.journeys.test_return_code_look import Seen
from tests.journeys.test_ways_in import MovedClock, MovedDesk
from tests.queue.world import Server, person, serving
from triage_api.base64url import b64u, from_b64u
from triage_api.command.roster.signer import sign_demo_roster
from triage_api.settings import Settings

BEFORE, AFTER = "skrivet medan den gamla nyckeln gällde", "skrivet till den nya nyckeln"
ROUND = timedelta(minutes=11)
"""The page looks after its keys every ten minutes."""
MINUTE = timedelta(seconds=61)
"""It looks at the roster every minute, while all is well."""


class WeekDesk(MovedDesk):
    """An installation of which only the API runs, through a week."""

    def __init__(self, server: Server, clock: MovedClock) -> None:
        super().__init__(server.settings, clock)
        self.server = server

    def sign_roster(self) -> None:
        sign_demo_roster(self.settings, self.clock())

    def roster(self) -> Roster:
        root = from_b64u(self.settings.root_public_key_file.read_text("ascii").strip())
        return verify_roster(json.loads(self.settings.roster_file.read_text()), root, self.clock(), 0)

    def somebody_writes(self, words: str) -> None:
        """What they wrote, sealed as the action server seals it, by the roster of this moment."""
        roster, one = self.roster(), person()
        case_id = b64u(secrets.token_bytes(16))
        said = [{"event": "user", "text": words, "parse_data": {"intent": {"name": "handoff.ask"}}}]
        transcript = build_transcript(case_id, {"language": "sv", "level": "routine"}, said)
        one.case["envelope"] = seal_transcript(transcript, case_id, roster.readers(self.clock()), roster.number)
        one.case["language"] = "sv"
        assert self.server.receives(one).status_code == 201

    def deeds(self) -> list[str]:
        """What became of keys, as the audit has it."""
        with self.server.app.state.desk.accounts.reading() as connection:
            return list(
                connection.exec_driver_sql("SELECT deed FROM audit WHERE deed LIKE '%key%' ORDER BY number").scalars()
            )


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[WeekDesk]:
    settings = Settings(var=tmp_path / "var", pages=tmp_path / "pages", port=free_port(), demo=True, lock_minutes=600)
    install(settings)
    clock = MovedClock()
    with serving(settings, clock, port=settings.port) as server:
        yield WeekDesk(server, clock)


def comes_back(kim: Counsellor, desk: WeekDesk, later: timedelta) -> None:
    """Another day: she opens the page anew and signs in."""
    desk.clock.ahead += later
    kim.ahead = int(desk.clock.ahead.total_seconds()) + 30
    kim.page.clock.install(time=desk.clock())
    kim.page.reload()
    kim.signs_in()


def time_passes(kim: Counsellor, desk: WeekDesk, step: timedelta, until: Callable[[], bool]) -> None:
    """For both, step by step: what the page pauses for may begin only when it is done with what came before."""
    for _ in range(60):
        if until():
            return
        desk.clock.ahead += step
        kim.page.clock.fast_forward(int(step.total_seconds()) * SECONDS)
        # What is under way must be answered before time goes on: its own limit of seconds would end it.
        kim.page.wait_for_timeout(1_000)
    assert until()


def looks_after_her_keys(kim: Counsellor, desk: WeekDesk, times: int = 1) -> None:
    """Begins to: what it did the time before is done by then."""
    looked: list[Response] = []

    def heard(answer: Response) -> None:
        if answer.url.endswith("/desk/api/keys"):
            looked.append(answer)

    kim.page.on("response", heard)
    time_passes(kim, desk, ROUND, lambda: len(looked) >= times)
    kim.page.remove_listener("response", heard)


def test_the_next_key_is_asked_for_signed_and_follows_the_old_one(
    browser: Browser, desk: WeekDesk, artifacts: Path
) -> None:
    seen = Seen(artifacts, "sv", "next-key")
    kim = Counsellor.accepts(browser, desk, "Kim")
    comes_back(kim, desk, timedelta(minutes=1))
    page, waits = kim.page, kim.page.get_by_test_id("next-key-waits")
    looks_after_her_keys(kim, desk, 2)  # by now the page has kept that its key stands on the roster
    assert desk.deeds() == []

    with page.expect_response("**/desk/api/keys/keep"):
        comes_back(kim, desk, timedelta(days=6))
    time_passes(kim, desk, MINUTE, waits.is_visible)
    assert desk.deeds() == ["next_key"]
    seen.at(page, "1-waits")
    desk.somebody_writes(BEFORE)
    kim.sees_waiting(1)

    first = desk.roster().number
    desk.sign_roster()
    assert desk.roster().number == first + 1
    time_passes(kim, desk, MINUTE, lambda: not waits.is_visible())
    expect(page.get_by_test_id("on-roster")).to_have_attribute("data-on-roster", "true")
    kim.takes_next()
    assert BEFORE in kim.transcript()
    desk.somebody_writes(AFTER)
    looks_after_her_keys(kim, desk, 9)  # well over the hour in which somebody may still seal by the old roster
    assert desk.deeds() == ["next_key"], "the old key stays while a case lives that was sealed to it"
    assert BEFORE in kim.transcript()

    kim.closes()
    kim.sees_waiting(1)
    kim.takes_next()
    assert AFTER in kim.transcript()
    time_passes(kim, desk, ROUND, lambda: desk.deeds() == ["next_key", "key_given_up"])
    kim.closes()
    kim.sees_waiting(0)
    kim.context.close()
    seen.says_nothing()
