"""When very many begin at once: the page proves its work by itself, and nobody in danger is asked for anything."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, Page, Request, Route, expect

from tests.journeys.look import Look
from tests.journeys.people import SECONDS, Counsellor, Person
from tests.journeys.stack import Stack, running
from tests.journeys.test_broken_parts import DANGER
from triage_api.settings import ROOT

HARMLESS = {
    "sv-SE": "är det olagligt att sälja sex?",
    "en-GB": "is it illegal to sell sex?",
    "th-TH": "ขายบริการผิดกฎหมายไหม",
    "ro-RO": "este ilegal să vinzi sex?",
}
LINE = {
    language: yaml.safe_load((ROOT / "content" / "phrases" / f"{language}.yml").read_text("utf-8"))["page"][
        "page.proving"
    ]
    .partition("112")[0]
    .strip()
    for language in ("sv", "en", "th", "ro")
}


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A door that one conversation makes as busy as can be, for as long as these journeys last."""
    with running(tmp_path_factory.mktemp("busy"), openings_per_minute=1e-6) as stack:
        assert stack.post("/api/chat", {"language": "sv"}).status_code == 201
        yield stack


def proofs_of(page: Page) -> list[Request]:
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if '"proof"' in (request.post_data or "") else None)
    return sent


@pytest.mark.parametrize("locale", HARMLESS)
def test_a_first_message_goes_out_by_itself_after_a_calm_line(
    browser: Browser, busy: Stack, artifacts: Path, locale: str
) -> None:
    person = Person.opens(browser, busy, locale, viewport={"width": 360, "height": 640})
    proofs = proofs_of(person.page)
    held: list[Route] = []

    def hold(route: Route) -> None:
        if '"proof"' in (route.request.post_data or ""):
            held.append(route)
        else:
            route.continue_()

    person.page.route(re.compile("/api/chat$"), hold)
    person.sends(HARMLESS[locale])
    line = person.page.get_by_role("status").filter(has_text=LINE[person.language])
    expect(line).to_be_visible(timeout=10 * SECONDS)
    expect(line.get_by_role("link", name="112")).to_be_visible()
    person.page.get_by_test_id("composer").fill("…")  # the page stays usable meanwhile
    person.can_leave()
    look = Look()
    look.at(person.page, f"while its device works, {locale}")
    look.says_nothing()
    person.page.screenshot(path=artifacts / f"proving-{locale}.png")
    while not held:
        person.page.wait_for_timeout(50)
    held[0].continue_()
    expect(person.said_by("bot").first).to_be_visible(timeout=15 * SECONDS)
    expect(line).to_have_count(0)
    expect(person.page.get_by_test_id("trouble")).to_have_count(0)
    assert person.page.get_by_test_id("composer").input_value() == "…"
    assert len(proofs) == 1
    person.context.close()


@pytest.mark.parametrize("locale", DANGER)
def test_danger_gets_112_and_a_counsellor_without_a_proof(browser: Browser, busy: Stack, locale: str) -> None:
    assert busy.post("/api/chat", {"language": "sv"}).json()["error"]["code"] == "proof_needed"
    kim = Counsellor.accepts(browser, busy, f"Kim{locale[:2]}")
    kim.goes_on_duty()
    person = Person.opens(browser, busy, locale)
    proofs = proofs_of(person.page)
    person.sends(DANGER[locale])
    expect(person.page.locator("[data-kind=danger]").first).to_contain_text("112")
    person.agrees_to_hand_off()
    kim.takes_next()
    assert kim.level() == "immediate"
    assert DANGER[locale] in kim.transcript()
    kim.writes("112")
    person.sees("counsellor", "112")
    kim.closes()
    person.waits_for("ended")
    assert proofs == []
    person.context.close()
    kim.context.close()


def test_the_page_stays_usable_while_its_device_works_hardest(browser: Browser, busy: Stack) -> None:
    person = Person.opens(browser, busy, "sv-SE")
    person.sends(HARMLESS["sv-SE"])
    expect(person.page.get_by_role("status").filter(has_text=LINE["sv"])).to_be_visible(timeout=10 * SECONDS)
    slowest = person.page.evaluate(
        """async () => {
          let slowest = 0, last = performance.now();
          while (document.querySelector("[role=status] .dots") && !document.querySelector("[data-from=bot]")) {
            await new Promise((resolve) => setTimeout(resolve, 0));
            slowest = Math.max(slowest, performance.now() - last);
            last = performance.now();
          }
          return slowest;
        }"""
    )
    assert slowest < 250, "what is typed or pressed is heard at once"
    expect(person.said_by("bot").first).to_be_visible(timeout=30 * SECONDS)
    person.context.close()


def test_whoever_leaves_meanwhile_leaves_nothing_behind(browser: Browser, busy: Stack) -> None:
    person = Person.opens(browser, busy, "sv-SE")
    proofs = proofs_of(person.page)
    person.sends(HARMLESS["sv-SE"])
    expect(person.page.get_by_role("status").filter(has_text=LINE["sv"])).to_be_visible(timeout=10 * SECONDS)
    person.page.get_by_test_id("leave").click()
    person.page.wait_for_url("**/left#sv")
    person.page.wait_for_timeout(1500)
    assert proofs == []
    person.context.close()
