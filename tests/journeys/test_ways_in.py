"""A counsellor's ways in, from the invitation to the day she has lost one: passkeys and the recovery code.

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
from playwright.sync_api import Browser, CDPSession, expect

from tests.journeys.installed import install
from tests.journeys.people import SECONDS, Counsellor
from tests.journeys.stack import Stack, free_port
from tests.journeys.test_return_code_look import Seen
from tests.queue.world import serving
from triage_api.clock import utc_now
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
    install(settings)
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


def test_who_lost_the_code_app_too_comes_back_with_a_reset(browser: Browser, desk: MovedDesk, artifacts: Path) -> None:
    seen = Seen(artifacts, "sv", "ways")
    ada = Counsellor.joins(browser, desk, "Ada", "administrator")
    lo = Counsellor.accepts(browser, desk, "Lo")
    ada.page.get_by_test_id("open-ways").click()
    ada.page.get_by_test_id("give-reset").click()
    ada.page.get_by_test_id("reset-name").fill("Lo")
    ada.page.get_by_test_id("make-reset").click()
    expect(ada.page.get_by_test_id("reset-code")).to_be_visible(timeout=20 * SECONDS)
    seen.at(ada.page, "10-reset")
    reset = ada.page.get_by_test_id("reset-code").inner_text()
    ada.context.close()
    page = lo.page
    page.get_by_test_id("lock").click()
    page.get_by_test_id("lost-passphrase").click()
    page.get_by_test_id("lost-app").click()
    page.get_by_test_id("recover-name").fill("lo")
    page.get_by_test_id("recover-code").fill(lo.recovery_code)
    page.get_by_test_id("recover-reset").fill(reset)
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
    seen.says_nothing()
    lo.context.close()


class Device:
    """A device with passkeys, as Chromium's own virtual authenticator has it: its owner is there, and is checked."""

    def __init__(self, counsellor: Counsellor, secret: bool) -> None:
        self.browser: CDPSession = counsellor.context.new_cdp_session(counsellor.page)
        self.browser.send("WebAuthn.enable")
        about = {
            "protocol": "ctap2",
            "ctap2Version": "ctap2_1",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "hasPrf": secret,
            "isUserVerified": True,
        }
        self.id = self.browser.send("WebAuthn.addVirtualAuthenticator", {"options": about})["authenticatorId"]

    def is_held_by(self, owner: bool) -> None:
        self.browser.send("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": owner})


def is_told(counsellor: Counsellor, phrase: str) -> None:
    expect(counsellor.page.get_by_test_id("ways-said")).to_have_attribute("data-phrase", phrase, timeout=20 * SECONDS)


def adds_a_passkey(counsellor: Counsellor, name: str, told: str) -> None:
    counsellor.page.get_by_test_id("passkey-name").fill(name)
    counsellor.page.get_by_test_id("add-passkey").click()
    is_told(counsellor, told)


def is_at_the_board(counsellor: Counsellor) -> None:
    on_roster = counsellor.page.get_by_test_id("on-roster")
    expect(on_roster).to_have_attribute("data-on-roster", "true", timeout=20 * SECONDS)


@pytest.mark.parametrize(("language", "locale", "name"), [("sv", "sv-SE", "Alva"), ("en", "en-GB", "Noor")])
def test_one_touch_opens_the_desk(
    language: str, locale: str, name: str, browser: Browser, desk: MovedDesk, artifacts: Path
) -> None:
    seen = Seen(artifacts, language, "ways")
    alva = Counsellor.accepts(browser, desk, name, locale=locale)
    page, device = alva.page, Device(alva, secret=True)
    expect(page.get_by_test_id("passkey-offer")).to_be_visible()
    seen.at(page, "5-offer")
    page.get_by_test_id("passkey-offered").click()
    adds_a_passkey(alva, "laptop", "passkey.added")
    passkey = page.locator("[data-testid=way][data-kind=passkey]")
    expect(passkey).to_have_attribute("data-opens", "true")
    seen.at(page, "6-added")
    passkey.get_by_test_id("rename-way").click()
    page.get_by_test_id("way-name").fill("home")
    seen.at(page, "7-renaming")
    page.get_by_test_id("save-way-name").click()
    expect(passkey).to_contain_text("home")

    page.get_by_test_id("lock").click()
    expect(page.get_by_test_id("sign-in-passkey")).to_be_visible()
    seen.at(page, "8-locked")
    page.get_by_test_id("sign-in-passkey").click()
    is_at_the_board(alva)
    page.reload()  # all the page knew is gone
    page.get_by_test_id("sign-in-passkey").click()
    is_at_the_board(alva)

    page.get_by_test_id("open-ways").click()
    passkey.get_by_test_id("remove-way").click()
    passkey.get_by_test_id("remove-way").click()
    is_told(alva, "ways.removed")
    page.get_by_test_id("lock").click()
    with page.expect_response("**/desk/api/sign-in/passkey") as refused:
        page.get_by_test_id("sign-in-passkey").click()
    assert refused.value.status == 401, "the device still has it, the desk has not"
    trouble = page.get_by_test_id("trouble")
    expect(trouble).to_be_visible()
    said = trouble.inner_text()
    device.is_held_by(owner=False)
    page.get_by_test_id("sign-in-passkey").click()
    expect(trouble).not_to_have_text(said, timeout=20 * SECONDS)
    expect(trouble).to_be_visible(timeout=20 * SECONDS)
    assert trouble.inner_text() != said, "nothing was sent: the device did not answer"
    seen.says_nothing()
    alva.context.close()


def test_a_device_that_gives_no_secret_signs_in_and_the_passphrase_opens(
    browser: Browser, desk: MovedDesk, artifacts: Path
) -> None:
    seen = Seen(artifacts, "sv", "ways")
    siv = Counsellor.accepts(browser, desk, "Siv")
    page = siv.page
    Device(siv, secret=False)
    page.get_by_test_id("passkey-not-now").click()
    page.get_by_test_id("open-ways").click()
    adds_a_passkey(siv, "mobilen", "passkey.added_half")
    expect(page.locator("[data-testid=way][data-kind=passkey]")).to_have_attribute("data-opens", "false")
    page.get_by_test_id("lock").click()
    page.get_by_test_id("sign-in-passkey").click()
    expect(page.get_by_test_id("unlock-passphrase")).to_be_visible(timeout=20 * SECONDS)
    page.get_by_test_id("unlock-passphrase").fill("not hers")
    page.get_by_test_id("unlock-submit").click()
    expect(page.get_by_test_id("trouble")).to_be_visible(timeout=20 * SECONDS)
    seen.at(page, "9-unlock")
    page.get_by_test_id("unlock-passphrase").fill(siv.passphrase)
    page.get_by_test_id("unlock-submit").click()
    is_at_the_board(siv)
    seen.says_nothing()
    siv.context.close()
