"""The organisation's recovery key, from the day it is put on to the day a counsellor has lost everything.

Only the API runs here, as for the other ways in: the bot is away, and the door asks for the yes in its place.
"""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from actions.readers import Readers
from actions.sealing.envelope import seal_transcript
from tests.command.test_recovery import code_in, run
from tests.contract.write_vectors import transcript
from tests.journeys.people import SECONDS, Counsellor, Person
from tests.journeys.test_return_code_look import Seen
from tests.journeys.test_ways_in import NEW_PASSPHRASE, MovedDesk, desk_in
from triage_api.base64url import b64u
from triage_api.bearer import hash_of, new_token
from triage_api.command.root_key import demo_root_file

KEY_PASSPHRASE = "seven lanterns on a river"
LOCALES = {"sv": "sv-SE", "en": "en-GB", "th": "th-TH", "ro": "ro-RO"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[MovedDesk]:
    with desk_in(tmp_path) as running:
        yield running


def lykta(desk: MovedDesk, *words: str, typed: str = "") -> str:
    """A command, typed on the server or on the machine apart: what is carried between them lies beside `var` here."""
    return run(desk.settings.var.parent, {"LYKTA_VAR": str(desk.settings.var), "LYKTA_DEMO": "true"}, words, typed)


def puts_it_on(desk: MovedDesk) -> str:
    """What the organisation does; answers the key's fingerprint."""
    made = lykta(
        desk,
        *("recovery", "init", "--key", "recovery.key", "--public", "recovery.pub"),
        typed=f"{KEY_PASSPHRASE}\n{KEY_PASSPHRASE}\n",
    )
    root = str(demo_root_file(desk.settings))
    lykta(desk, "roster", "sign", "--root", root, "--recovery", "recovery.pub", typed="\ny\n")
    return made.strip().splitlines()[-1].removeprefix("  fingerprint").strip()


def close_up(page: Page, testid: str, file: Path) -> None:
    """What lies below the edge of a narrow page, as it is seen in the dark."""
    usual = page.viewport_size
    assert usual is not None
    page.set_viewport_size({"width": 320, "height": 640})
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    page.get_by_test_id(testid).screenshot(path=file)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.set_viewport_size(usual)


def somebody_waits(desk: MovedDesk) -> str:
    """A case that was handed off before: sealed as the action server seals, for whom the roster names."""
    settings, case_id = desk.settings, b64u(os.urandom(16))
    roster, readers = Readers(settings.roster_file, settings.root_public_key_file).now(datetime.now(UTC))
    said = transcript(case_id, "en")
    case = {"verifier": str(hash_of(new_token())), "level": "high", "language": "en", "channel": "web"} | {
        "writer": "self",
        "envelope": seal_transcript(said, case_id, readers, roster.number),
    }
    key = {"authorization": f"Bearer {settings.internal_key_file.read_text().strip()}"}
    answer = httpx.post(f"{desk.url}/internal/cases", json=case, headers=key, trust_env=False)
    assert answer.status_code == 201, answer.text
    return str(said["entries"][0]["text"])


def test_it_is_told_to_all_and_opens_what_would_have_been_lost(
    browser: Browser, desk: MovedDesk, artifacts: Path
) -> None:
    seen = Seen(artifacts, "sv", "recovery-key")
    ada = Counsellor.joins(browser, desk, "Ada", "administrator")
    kim = Counsellor.accepts(browser, desk, "Kim")
    page = kim.page
    page.get_by_test_id("open-ways").click()
    expect(page.get_by_test_id("way")).to_have_count(2)
    expect(page.get_by_test_id("organisation-way")).to_have_count(0)
    fingerprint = puts_it_on(desk)
    words = somebody_waits(desk)

    page.get_by_test_id("lock").click()
    page.reload()
    expect(page.get_by_test_id("recovery-key-on")).to_be_visible()
    seen.at(page, "1-sign-in")
    desk.waits_for_the_next_code(kim, ada)
    with page.expect_response("**/desk/api/ways/organisation") as sealed:
        kim.signs_in()
    assert sealed.value.status == 204
    page.get_by_test_id("open-ways").click()
    expect(page.get_by_test_id("organisation-way")).to_have_attribute("data-sealed", "true")
    expect(page.get_by_test_id("recovery-fingerprint")).to_have_text(fingerprint)
    expect(page.get_by_test_id("organisation-way").get_by_role("button")).to_have_count(0)
    seen.at(page, "2-ways")
    close_up(page, "organisation-way", artifacts / "recovery-key-close-ways.png")

    page.get_by_test_id("lock").click()  # and now all of it is lost: passphrase, paper and code app
    lykta(desk, "recovery", "export", "kim", "--to", "out.json")
    opening = ("recovery", "open", "out.json", "--key", "recovery.key", "--to", "back.json")
    root = ("--root-public", str(desk.settings.root_public_key_file))
    said = lykta(desk, *opening, *root, typed=f"{KEY_PASSPHRASE}\n")
    assert code_in(said)
    lykta(desk, "recovery", "import", "back.json")
    printed = next(line.strip() for line in said.splitlines() if line.count("-") == 7)
    page.get_by_test_id("lost-passphrase").click()
    page.get_by_test_id("lost-app").click()
    page.get_by_test_id("recover-name").fill("kim")
    page.get_by_test_id("recover-code").fill(printed)
    page.get_by_test_id("recover-reset").fill(lykta(desk, "counsellor", "reset", "kim").strip())
    page.get_by_test_id("recover-submit").click()
    secret = page.get_by_test_id("totp-secret")
    expect(secret).to_be_visible(timeout=20 * SECONDS)
    kim.totp, kim.passphrase = pyotp.TOTP(secret.get_attribute("data-secret") or ""), NEW_PASSPHRASE
    page.get_by_test_id("recover-passphrase").fill(NEW_PASSPHRASE)
    page.get_by_test_id("recover-new-totp").fill(kim.totp.at(desk.clock()))
    page.get_by_test_id("recover-set").click()
    expect(page.get_by_test_id("recovery-kept")).to_be_visible(timeout=20 * SECONDS)
    page.get_by_test_id("recovery-kept").click()
    kim.ahead = int(desk.clock.ahead.total_seconds()) + 30
    kim.signs_in()
    page.get_by_test_id("open-ways").click()
    expect(page.get_by_test_id("organisation-used")).to_be_visible()
    seen.at(page, "3-used")
    page.get_by_test_id("close-ways").click()
    kim.takes_next()
    expect(page.get_by_test_id("transcript-entry").first).to_contain_text(words)
    kim.context.close()

    ada.page.get_by_test_id("open-people").click()
    hers = ada.page.locator("[data-testid=someone][data-name=Kim]")
    expect(hers.get_by_test_id("organisation-used")).to_be_visible()
    expect(ada.page.get_by_test_id("organisation-used")).to_have_count(1)
    seen.at(ada.page, "4-people")
    ada.context.close()
    seen.says_nothing()


def says_yes(person: Person) -> None:
    """Who presses is heard: nothing that is told stands in the way."""
    with person.page.expect_request(lambda one: '"handoff.yes"' in (one.post_data or "")):
        person.presses("handoff.yes")


def test_whoever_writes_is_told_before_the_yes_and_in_what_is_kept(
    browser: Browser, desk: MovedDesk, artifacts: Path
) -> None:
    kim = Counsellor.accepts(browser, desk, "Kim")
    person = Person.opens(browser, desk, "en-GB")
    person.writes("i would like to talk to somebody")
    person.presses("handoff.ask")
    expect(person.page.locator("[data-choice='handoff.yes']").last).to_be_enabled()
    expect(person.page.get_by_test_id("recovery-key")).to_have_count(0)
    says_yes(person)
    person.context.close()
    puts_it_on(desk)
    for language, locale in LOCALES.items():
        seen = Seen(artifacts, language, "recovery-key")
        person = Person.opens(browser, desk, locale)
        person.writes("i would like to talk to somebody")
        person.picks_language(language)
        person.presses("handoff.ask")
        expect(person.page.locator("[data-choice='handoff.yes']").last).to_be_enabled()
        expect(person.page.get_by_test_id("recovery-key")).to_be_visible()
        seen.at(person.page, "5-before-the-yes")
        close_up(person.page, "recovery-key", artifacts / f"recovery-key-close-{language}.png")
        person.page.get_by_test_id("about").click()
        expect(person.page.get_by_test_id("about-recovery-key")).to_be_visible()
        seen.at(person.page, "6-about")
        person.page.locator("dialog[open] button").click()
        says_yes(person)
        seen.says_nothing()
        person.context.close()
    kim.context.close()
