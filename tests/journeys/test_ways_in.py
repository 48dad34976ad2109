"""A counsellor's ways in, from the invitation to the day she has lost one: the recovery code.

The API runs alone here, with a clock that can be moved: a code of the code app works once, and nobody should wait for
the next.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.people import SECONDS, Counsellor
from tests.journeys.stack import Stack, free_port
from tests.journeys.test_return_code_look import Seen
from tests.queue.world import serving
from triage_api.clock import utc_now
from triage_api.command.first_run import prepare
from triage_api.command.invite import reset
from triage_api.command.pages import build_pages
from triage_api.settings import Settings

PRINTED = "all => all.filter((e) => e.checkVisibility({ visibilityProperty: true })).map((e) => e.textContent)"
NEW_PASSPHRASE = "seven lanterns on a quiet river"


@dataclass
class MovedClock:
    """This machine's clock, and what it is ahead."""

    ahead: timedelta = timedelta(0)

    def __call__(self) -> datetime:
        return utc_now() + self.ahead


class MovedDesk(Stack):
    """An installation of which only the API runs, under the name that passkeys need."""

    def __init__(self, settings: Settings, clock: MovedClock) -> None:
        self.settings, self.clock = settings, clock
        self.url = f"http://localhost:{settings.port}"

    def waits_for_the_next_code(self, *people: Counsellor) -> None:
        self.clock.ahead += timedelta(seconds=60)
        for one in people:
            one.ahead += 60


@contextmanager
def desk_in(folder: Path) -> Iterator[MovedDesk]:
    settings = Settings(var=folder / "var", pages=folder / "pages", port=free_port(), demo=True)
    prepare(settings)
    build_pages(settings)
    clock = MovedClock()
    with serving(settings, clock, port=settings.port):
        yield MovedDesk(settings, clock)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MovedDesk]:
    with desk_in(tmp_path_factory.mktemp("ways")) as one:
        yield one


@pytest.fixture
def desk(running: MovedDesk) -> MovedDesk:
    """Each journey has people of its own, and begins at the right time."""
    running.clock.ahead = timedelta(0)
    return running


@pytest.mark.parametrize(("language", "locale", "name"), [("sv", "sv-SE", "Kim"), ("en", "en-GB", "Robin")])
def test_who_lost_the_passphrase_comes_back_with_the_printed_code(
    language: str, locale: str, name: str, browser: Browser, desk: MovedDesk, artifacts: Path
) -> None:
    seen = Seen(artifacts, language, "ways")
    kim = Counsellor.accepts(browser, desk, name, locale=locale)
    page = kim.page
    page.get_by_test_id("open-ways").click()
    expect(page.get_by_test_id("way")).to_have_count(2)
    page.get_by_test_id("new-recovery").click()
    code = page.get_by_test_id("recovery-code")
    expect(code).to_be_visible()
    seen.at(page, "1-recovery-code")
    first, kim.recovery_code = kim.recovery_code, code.inner_text()
    page.emulate_media(media="print")
    assert set(page.locator("body *").evaluate_all(PRINTED)) == {kim.recovery_code}, (
        "paper that is found must not say what it opens"
    )
    page.emulate_media(media="screen")
    page.get_by_test_id("recovery-kept").click()
    expect(page.get_by_test_id("way")).to_have_count(2)
    seen.at(page, "2-ways")

    page.get_by_test_id("lock").click()
    desk.waits_for_the_next_code(kim)
    page.get_by_test_id("lost-passphrase").click()
    page.get_by_test_id("recover-name").fill(kim.sign_in_name)
    page.get_by_test_id("recover-code").fill(first[:-1])
    page.get_by_test_id("recover-totp").fill(kim.next_code())
    page.get_by_test_id("recover-submit").click()
    expect(page.get_by_test_id("trouble")).to_be_visible()
    seen.at(page, "3-mistyped")
    page.get_by_test_id("recover-code").fill(first)
    page.get_by_test_id("recover-totp").fill(kim.next_code())
    page.get_by_test_id("recover-submit").click()
    expect(page.get_by_test_id("recover-submit")).to_have_attribute("aria-disabled", "false", timeout=20 * SECONDS)
    expect(page.get_by_test_id("trouble")).to_be_visible()  # the code before the one made anew
    page.get_by_test_id("recover-code").fill(kim.recovery_code.lower().replace("-", " "))
    page.get_by_test_id("recover-totp").fill(kim.next_code())
    page.get_by_test_id("recover-submit").click()
    expect(page.get_by_test_id("recover-passphrase")).to_be_visible(timeout=20 * SECONDS)
    page.get_by_test_id("recover-passphrase").fill("short")
    seen.at(page, "4-new-passphrase")
    page.get_by_test_id("recover-passphrase").fill(NEW_PASSPHRASE)
    page.get_by_test_id("recover-set").click()
    expect(page.get_by_test_id("recovery-code")).to_be_visible(timeout=20 * SECONDS)
    kim.recovery_code, kim.passphrase = page.get_by_test_id("recovery-code").inner_text(), NEW_PASSPHRASE
    page.get_by_test_id("recovery-kept").click()
    desk.waits_for_the_next_code(kim)
    kim.signs_in()
    expect(page.get_by_test_id("on-roster")).to_have_attribute("data-on-roster", "true", timeout=20 * SECONDS)
    seen.says_nothing()
    kim.context.close()


def test_who_lost_the_code_app_too_comes_back_with_a_reset(browser: Browser, desk: MovedDesk) -> None:
    lo = Counsellor.accepts(browser, desk, "Lo")
    page = lo.page
    page.get_by_test_id("lock").click()
    page.get_by_test_id("lost-passphrase").click()
    page.get_by_test_id("lost-app").click()
    page.get_by_test_id("recover-name").fill("lo")
    page.get_by_test_id("recover-code").fill(lo.recovery_code)
    page.get_by_test_id("recover-reset").fill(reset(desk.settings, "Lo"))
    page.get_by_test_id("recover-submit").click()
    secret = page.get_by_test_id("totp-secret")
    expect(secret).to_be_visible(timeout=20 * SECONDS)
    lo.totp, lo.passphrase = pyotp.TOTP(secret.get_attribute("data-secret") or ""), NEW_PASSPHRASE
    page.get_by_test_id("recover-passphrase").fill(NEW_PASSPHRASE)
    page.get_by_test_id("recover-new-totp").fill(lo.totp.at(desk.clock()))
    page.get_by_test_id("recover-set").click()
    expect(page.get_by_test_id("recovery-kept")).to_be_visible(timeout=20 * SECONDS)
    page.get_by_test_id("recovery-kept").click()
    lo.ahead = int(desk.clock.ahead.total_seconds()) + 30
    lo.signs_in()
    lo.context.close()
