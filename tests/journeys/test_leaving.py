"""Leaving fast, at every step and in each language: what then stands in the page, the browser and the server."""

import re
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

from tests.journeys.conftest import FLAGS
from tests.journeys.people import SECONDS, Counsellor, Person
from tests.journeys.stack import Stack
from tests.journeys.test_privacy import spellings
from tests.journeys.test_the_way import STORIES
from triage_api.settings import ROOT

STEPS = ["empty", "answered", "danger", "consent", "waiting", "live", "ended"]
WORD = {
    language: yaml.safe_load((ROOT / "content" / "phrases" / f"{language}.yml").read_text("utf-8"))["page"]["page.left"]
    for language in STORIES
}
KEPT = """async () => ({
    local: localStorage.length, session: sessionStorage.length, cookie: document.cookie, name: window.name,
    databases: (await indexedDB.databases()).length, caches: (await caches.keys()).length,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""
NOTHING = {"local": 0, "session": 0, "cookie": "", "name": "", "databases": 0, "caches": 0, "workers": 0}
# What stands on the page when the press has been dealt with. While the next page is on its way Playwright asks nothing,
# so the page itself says when that was drawn, and what stands there a second later.
PRESSED = """button => {
    const pressed = performance.now();
    button.click();
    requestAnimationFrame(() => setTimeout(() => console.log("drawn", performance.now() - pressed)));
    setTimeout(() => console.log("later", document.title, document.body.outerHTML), 1000);
    return [document.title, document.body.outerHTML];
}"""
COVERED = '<body class="covered"></body>'


@dataclass
class Traffic:
    """What a page asked for, and the tokens it showed."""

    asked: list[Request] = field(default_factory=list)

    @classmethod
    def of(cls, page: Page) -> "Traffic":
        one = cls()
        page.on("request", lambda request: one.asked.append(request))
        return one

    def paths(self, stack: Stack) -> list[str]:
        return [request.url.removeprefix(stack.url) for request in self.asked]

    def tokens(self, below: str) -> set[str]:
        """The bearer tokens shown below this path."""
        shown = (r.headers.get("authorization", "") for r in self.asked if below in r.url)
        return {header.removeprefix("Bearer ") for header in shown if header}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("language", STORIES)
def test_who_leaves_leaves_nothing(language: str, step: str, browser: Browser, stack: Stack, kim: Counsellor) -> None:
    person = Person.opens(browser, stack, STORIES[language]["locale"])
    traffic = Traffic.of(person.page)
    words = goes_as_far_as(step, person, STORIES[language], kim)
    entries = person.page.evaluate("history.length")
    assert person.page.url == stack.url + "/", "one address, however far the conversation has gone"
    leaves = (leaves_by_button, leaves_by_escape)[(STEPS.index(step) + list(STORIES).index(language)) % 2]
    leaves(person)

    person.page.wait_for_url(f"{stack.url}/left#{language}")
    shows_one_word(person.page, language, words)
    assert person.page.evaluate("history.length") == entries
    assert person.page.evaluate(KEPT) == NOTHING
    assert person.context.cookies() == []
    assert person.context.service_workers == []
    person.page.go_back()
    assert person.page.url == "about:blank"
    assert person.page.content() == "<html><head></head><body></body></html>"
    person.page.go_forward()
    person.page.wait_for_url(f"{stack.url}/left#{language}")
    shows_one_word(person.page, language, words)

    urls_tell_nothing(traffic, stack)
    assert bool(traffic.tokens("/api/chat/")) == (step != "empty")
    assert bool(traffic.tokens("/api/case/")) == (step in {"waiting", "live", "ended"})
    the_server_has_forgotten(traffic, stack)
    assert person.page.evaluate(KEPT) == NOTHING
    person.context.close()
    if step == "live":
        kim.leaves_case()


def goes_as_far_as(step: str, person: Person, story: dict[str, str], kim: Counsellor | None) -> list[str]:
    """Returns what was said on the way, none of which may be found afterwards."""
    if step == "empty":
        return []
    if step == "answered":
        person.writes(story["question"])
        return [story["question"], person.said_by("bot").last.inner_text()]
    person.writes(story["danger"])
    words = [story["danger"], *person.said_by("bot").all_inner_texts()]
    if step == "danger":
        return words
    if step == "consent":
        person.presses("handoff.ask")
        expect(person.page.locator("[data-choice='handoff.yes']").last).to_be_visible(timeout=15 * SECONDS)
        return words
    person.agrees_to_hand_off()
    if step == "waiting":
        return words
    assert kim is not None
    kim.takes_next()
    kim.writes(story["reply"])
    person.sees("counsellor", story["reply"])
    if step == "ended":
        kim.closes()
        person.waits_for("ended")
    return [*words, story["reply"], "Kim"]


def leaves_by_button(person: Person) -> None:
    person.page.get_by_test_id("leave").click()


def leaves_by_escape(person: Person) -> None:
    for _ in range(3):
        person.page.keyboard.press("Escape")


def shows_one_word(page: Page, language: str, words: list[str]) -> None:
    expect(page.locator("body")).to_have_text(re.compile(re.escape(WORD[language])), use_inner_text=True)
    assert page.locator("body").inner_text().strip() == WORD[language]
    assert page.title() == "–"
    holds_none_of(page, words)


def holds_none_of(page: Page, words: list[str]) -> None:
    document = page.content()
    assert [line for said in words for line in said.splitlines() if line.strip() and line in document] == []
    assert "data-testid" not in document, "nothing of the chat page, not even hidden"


def urls_tell_nothing(traffic: Traffic, stack: Stack) -> None:
    """Only to our own server, and only addresses that are the same for everybody: tokens go in headers."""
    for path in traffic.paths(stack):
        assert re.fullmatch(r"/(left(#[a-z]{2})?|assets/[\w.-]+|api/roster|api/(chat|case)(/[a-z]+)?)?", path), path
        assert not any(token in path for token in traffic.tokens("/")), path


def the_server_has_forgotten(traffic: Traffic, stack: Stack) -> None:
    """The conversation is over in the door, the case and its messages are gone from the queue."""
    for token in traffic.tokens("/api/chat/"):
        until(lambda t=token: stack.post("/api/chat/messages", {"n": 9, "text": "?"}, t).status_code == 401)  # type: ignore[misc]
    until(lambda: not stack.rows()["cases"] and not stack.rows()["messages"])
    for token in traffic.tokens("/api/case/"):
        sealed = {"epoch": 1, "seq": 1, "sealed": "A" * 363}
        assert stack.post("/api/case/messages", sealed, token).status_code == 401


def until(holds: Callable[[], bool]) -> None:
    """What is told while leaving arrives when it arrives; five seconds are plenty on one machine."""
    deadline = time.monotonic() + 5
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@contextmanager
def network(person: Person, *, offline: bool) -> Iterator[None]:
    """Two seconds to everything and a trickle of bytes; or nothing at all."""
    session = person.context.new_cdp_session(person.page)
    slow = {"offline": offline, "latency": 2000, "downloadThroughput": 6000, "uploadThroughput": 6000}
    fast = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", slow)
    yield
    session.send("Network.emulateNetworkConditions", fast)


def test_on_a_slow_network_the_screen_is_covered_at_once(browser: Browser, stack: Stack) -> None:
    person = Person.opens(browser, stack, "sv-SE")
    traffic, story, logged = Traffic.of(person.page), STORIES["sv"], list[str]()
    person.page.on("console", lambda message: logged.append(message.text))
    person.writes(story["question"])
    with network(person, offline=False):
        person.page.get_by_test_id("composer").fill(story["danger"])
        assert person.page.get_by_test_id("leave").evaluate(PRESSED) == ["–", COVERED]
        person.page.wait_for_timeout(1200)
        assert person.page.url == stack.url + "/", "the next page is not there yet"
        drawn, later = (said for said in logged if said.startswith(("drawn", "later")))
        assert float(drawn.removeprefix("drawn ")) < 100, "milliseconds"
        assert later == f"later – {COVERED}"
        person.page.wait_for_url("**/left#sv", timeout=20 * SECONDS)
        holds_none_of(person.page, [story["question"], story["danger"]])
    the_server_has_forgotten(traffic, stack)
    person.page.go_back()
    assert person.page.url == "about:blank"
    person.context.close()


def test_without_a_network_the_screen_is_covered_at_once(browser: Browser, stack: Stack) -> None:
    person = Person.opens(browser, stack, "th-TH")
    person.writes(STORIES["th"]["question"])
    with network(person, offline=True):
        assert person.page.get_by_test_id("leave").evaluate(PRESSED) == ["–", COVERED]
        person.page.wait_for_timeout(500)
        holds_none_of(person.page, [STORIES["th"]["question"]])  # it is the browser's own page now
    person.page.go_back()
    assert person.page.url == "about:blank"
    person.page.go_forward()
    person.page.wait_for_url("**/left#th")
    shows_one_word(person.page, "th", [STORIES["th"]["question"]])
    person.context.close()


def test_what_was_on_its_way_when_the_person_left_is_not_sent(browser: Browser, stack: Stack) -> None:
    person = Person.opens(browser, stack, "en-GB")
    traffic = Traffic.of(person.page)
    with network(person, offline=False):
        person.sends(STORIES["en"]["question"])  # first a conversation is opened, which takes its two seconds
        leaves_by_escape(person)
        person.page.wait_for_url("**/left#en", timeout=20 * SECONDS)
    assert "/api/chat" in traffic.paths(stack)
    assert "/api/chat/messages" not in traffic.paths(stack)
    person.context.close()


def test_escape_leaves_when_pressed_three_times_within_a_moment_and_not_before(browser: Browser, stack: Stack) -> None:
    person = Person.opens(browser, stack, "th-TH")
    person.writes(STORIES["th"]["question"])
    for _ in range(2):
        for _ in range(2):
            person.page.keyboard.press("Escape")
        person.page.wait_for_timeout(1600)
        person.sees("person", STORIES["th"]["question"])
    assert person.page.url == stack.url + "/"
    person.page.get_by_test_id("about").click()
    leaves_by_escape(person)
    person.page.wait_for_url("**/left#th")
    shows_one_word(person.page, "th", [STORIES["th"]["question"]])
    person.context.close()


def test_a_tab_that_is_closed_without_leaving_is_wiped(browser: Browser, stack: Stack) -> None:
    person = Person.opens(browser, stack, "ro-RO")
    person.writes(STORIES["ro"]["question"])
    # Runs after the page's own listener, and keeps for this test what that has left.
    person.page.evaluate("addEventListener('pagehide', () => localStorage.setItem('last', document.body.outerHTML))")
    person.page.close()
    later = person.context.new_page()
    later.goto(stack.url + "/healthz")
    assert later.evaluate("localStorage.getItem('last')") == COVERED
    later.goto(stack.url + "/left")
    assert later.evaluate(KEPT) == NOTHING, "whatever else this host may have put there"
    person.context.close()


@pytest.fixture
def own_profile(browser: Browser, tmp_path: Path) -> Iterator[BrowserContext]:
    """A browser with everything that stays on the disk in `tmp_path`, and with the back-forward cache at work."""
    executable = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    context = browser.browser_type.launch_persistent_context(
        tmp_path,
        executable_path=executable,
        args=FLAGS,
        locale="sv-SE",
        ignore_default_args=["--disable-back-forward-cache"],
    )
    yield context
    context.close()


def test_the_browsers_own_files_hold_no_word_after_leaving(
    own_profile: BrowserContext, stack: Stack, tmp_path: Path
) -> None:
    page = own_profile.pages[0]
    person, traffic, story = Person(page, own_profile, []), Traffic.of(page), STORIES["sv"]
    page.goto(stack.url + "/")
    person.writes(story["question"])
    words = [story["question"], person.said_by("bot").last.inner_text()]
    tokens = traffic.tokens("/api/")
    traffic.asked.clear()
    page.goto(stack.url + "/healthz")
    page.go_back()
    expect(page.get_by_test_id("composer")).to_be_visible()
    document = page.content()
    assert [line for said in words for line in said.splitlines() if len(line) > 12 and line in document] == []

    words += goes_as_far_as("waiting", person, story, None)
    page.get_by_test_id("composer").fill("aldrig skickat")
    leaves_by_button(person)
    page.wait_for_url("**/left#sv")
    shows_one_word(page, "sv", words)
    the_server_has_forgotten(traffic, stack)
    own_profile.close()

    sentences = [line for said in words for line in said.splitlines() if len(line) > 12]
    tokens |= traffic.tokens("/api/")
    assert len(tokens) == 3, "two conversations and a case"
    of_the_page = ["data-testid", "Hjälplinje", "Skriv här"]
    assert found_in(tmp_path, [*sentences, *tokens, *of_the_page, "aldrig skickat"]) == []
    assert list(tmp_path.glob("Default/Cache/Cache_Data/*_*")) == [], "no file of ours in the browser's cache"
    with sqlite3.connect(tmp_path / "Default" / "History") as history:
        visible = history.execute("select url, title from urls where not hidden").fetchall()
    assert visible == [(stack.url + "/", "–"), (stack.url + "/healthz", "")]


def found_in(profile: Path, wanted: list[str]) -> list[str]:
    files = [(file, file.read_bytes()) for file in profile.rglob("*") if file.is_file()]
    assert any(b"127.0.0.1" in content for _, content in files), "the address itself is found, so the search works"
    return [
        f"{one!r} in {file.relative_to(profile)}"
        for one in wanted
        for spelling in spellings(one)
        for file, content in files
        if spelling in content
    ]


def test_the_page_lets_itself_be_framed_by_nobody_and_offers_its_words_to_no_helper(
    browser: Browser, stack: Stack
) -> None:
    person = Person.opens(browser, stack, "sv-SE")
    composer = person.page.get_by_test_id("composer")
    assert (composer.get_attribute("spellcheck"), composer.get_attribute("autocomplete")) == ("false", "off")
    person.page.goto("about:blank")
    with person.page.expect_event("requestfailed"):
        person.page.set_content(f"<iframe src='{stack.url}/'></iframe>")
    assert person.page.frames[1].url == "chrome-error://chromewebdata/"
    person.context.close()
