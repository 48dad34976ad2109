"""The chat without JavaScript, in a browser that runs none: the whole way, leaving, going back, and what is broken."""

import re
import shutil
import sqlite3
from pathlib import Path
from urllib.parse import quote_plus

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from tests.journeys.conftest import FLAGS
from tests.journeys.look import Look
from tests.journeys.people import SECONDS, Counsellor
from tests.journeys.plain_people import PlainPerson
from tests.journeys.ruler import Ruler
from tests.journeys.stack import Stack
from tests.journeys.test_accessibility import NARROW, size
from tests.journeys.test_leaving import WORD, found_in, until
from tests.journeys.test_the_way import STORIES

STEPS = ["begun", "answered", "danger", "consent", "waiting", "live", "ended"]
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'"


def goes_as_far_as(step: str, person: PlainPerson, story: dict[str, str], kim: Counsellor | None) -> list[str]:
    """Returns what was said on the way, none of which may be found after leaving."""
    if step == "begun":
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
        expect(person.page.locator("[data-choice='handoff.yes']")).to_be_visible(timeout=15 * SECONDS)
        return words
    person.agrees_to_hand_off()
    if step == "waiting":
        return words
    assert kim is not None
    kim.sees_waiting(1)
    kim.takes_next()
    person.waits_for("live")
    kim.writes(story["reply"])
    person.sees("counsellor", story["reply"])
    if step == "ended":
        kim.closes()
        person.waits_for("ended")
    return [*words, story["reply"]]


def shows_nothing_of(page: Page, words: list[str]) -> None:
    document = content_of(page)
    assert [line for said in words for line in said.splitlines() if len(line) > 12 and line in document] == []


def content_of(page: Page) -> str:
    """Chromium's own page of an error comes a moment after the error."""
    for _ in range(20):
        try:
            return page.content()
        except Error:
            page.wait_for_timeout(100)
    return page.content()


def goes_back(page: Page) -> None:
    """Chromium asks before it sends a form once more, and shows nothing until then."""
    try:
        page.go_back()
    except Error as error:
        assert "ERR_CACHE_MISS" in str(error)  # noqa: PT017 (an answer without it is as good)


@pytest.mark.parametrize("language", STORIES)
def test_from_greeting_to_a_counsellor_and_back(language: str, browser: Browser, stack: Stack, kim: Counsellor) -> None:
    story = STORIES[language]
    person = PlainPerson.begins(browser, stack, language)
    page = person.page
    assert person.language == language
    person.can_leave()

    person.writes(story["question"])
    sources = page.get_by_test_id("sources").last
    sources.locator("summary").click()
    expect(sources.locator("a").first).to_be_visible()

    person.writes(story["danger"])
    expect(page.locator("[data-kind=danger]").last).to_contain_text("112")
    expect(page.locator("[data-kind=danger]").last).to_be_in_viewport()
    person.can_leave()

    person.presses("handoff.ask")
    expect(page.locator("[data-phrase='plain.readable']")).to_be_visible()
    person.agrees_to_hand_off()
    kim.sees_waiting(1)
    kim.takes_next()
    assert kim.level() == "immediate"
    assert story["danger"] in kim.transcript()

    person.waits_for("live")
    expect(page.locator("[data-phrase='plain.begun']")).to_contain_text("Kim")
    kim.writes(story["reply"])
    person.sees("counsellor", story["reply"])
    person.sends(story["answer"])
    kim.sees(story["answer"])
    mark = kim.page.locator("[data-testid=live-message][data-from=counsellor]").last
    expect(mark).to_have_attribute("data-mark", "delivered", timeout=15 * SECONDS)
    person.looks()
    expect(person.said_by("person").last).to_have_attribute("data-mark", "delivered", timeout=15 * SECONDS)
    assert person.said_by("counsellor").count() == 1

    kim.closes()
    person.waits_for("ended")
    person.can_leave()
    assert stack.rows().get("cases") == 0
    assert stack.rows().get("messages") == 0
    assert page.url == stack.url + "/", "one address all the way"
    asked = {request.replace(stack.url, "") for request in person.requests}
    assert all(re.fullmatch(r"(GET|POST) /|GET /assets/[\w.-]+", one) for one in asked), asked
    assert person.context.cookies() == []
    person.context.close()


def test_each_page_opens_at_what_is_new(browser: Browser, stack: Stack, kim: Counsellor) -> None:
    story = STORIES["sv"]
    person = PlainPerson.begins(browser, stack, "sv", viewport={"width": 320, "height": 640})

    def begins_in_sight(chosen: str) -> None:
        begins = person.page.locator(chosen).last
        expect(begins).to_be_focused()
        top = begins.bounding_box() or {"y": 0}
        head = person.page.locator(".head").bounding_box() or {"height": 0}
        assert head["height"] <= top["y"] <= 400, "below the header, with room to read"

    person.writes(story["question"])
    begins_in_sight(".kind-answer .who")
    person.writes(story["danger"])
    begins_in_sight(".kind-danger .who")
    person.presses("handoff.ask")
    begins_in_sight("[data-phrase='plain.readable']")
    person.agrees_to_hand_off()
    person.looks()
    begins_in_sight(".case .status")
    expect(person.page.get_by_test_id("look")).to_be_in_viewport()
    person.page.get_by_test_id("leave").click()
    person.context.close()


@pytest.mark.parametrize("step", STEPS)
def test_who_leaves_leaves_nothing(step: str, browser: Browser, stack: Stack, kim: Counsellor) -> None:
    language = list(STORIES)[STEPS.index(step) % 4]
    person = PlainPerson.begins(browser, stack, language)
    page, token, always = person.page, person.token, person.page.content()
    said = goes_as_far_as(step, person, STORIES[language], kim)
    words = [line for one in said for line in one.splitlines() if line not in always]
    page.get_by_test_id("composer").fill("never sent, never kept")
    page.get_by_test_id("leave").click()
    page.wait_for_url(f"{stack.url}/left#{language}")
    assert page.locator("body").inner_text().strip() == WORD[language]
    until(lambda: not stack.rows()["cases"] and not stack.rows()["messages"])
    assert stack.post("/api/chat/messages", {"n": 9, "text": "?"}, token).status_code == 401
    words.append("never sent, never kept")
    for _ in range(3):
        goes_back(page)
        shows_nothing_of(page, words)
        page.reload()  # which sends the last form once more
        shows_nothing_of(page, words)
    assert page.url in (stack.url + "/", "about:blank")
    assert stack.rows()["cases"] == 0
    person.context.close()
    if step == "live":
        kim.leaves_case()


def test_reload_and_back_send_nothing_twice(browser: Browser, stack: Stack, kim: Counsellor) -> None:
    person = PlainPerson.begins(browser, stack, "sv")
    person.writes("hej")
    said = person.said_by("bot").count()
    person.page.reload()
    assert person.said_by("person").count() == 1
    assert person.said_by("bot").count() == said
    person.writes("jag vill prata med en människa")
    person.agrees_to_hand_off()
    person.page.reload()
    kim.sees_waiting(1)
    kim.takes_next()
    person.waits_for("live")
    person.sends("bara en gång")
    person.page.reload()
    person.page.reload()
    kim.sees("bara en gång")
    live = kim.page.locator("[data-testid=live-message][data-from=person]").filter(has_text="bara en gång")
    assert live.count() == 1
    person.page.get_by_test_id("end-case").click()
    person.page.get_by_test_id("confirm-end").click()
    person.waits_for("ended")
    kim.leaves_case()
    person.context.close()


def test_script_in_the_field_is_text_to_both(browser: Browser, stack: Stack, kim: Counsellor) -> None:
    person = PlainPerson.begins(browser, stack, "en", script=True)  # it could run here, and does not
    dialogs: list[str] = []
    person.page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    person.writes(SCRIPT)
    person.writes("i want to talk to a human")
    person.agrees_to_hand_off()
    kim.takes_next()
    person.waits_for("live")
    person.sends(SCRIPT)
    kim.sees("<script>alert(1)</script>")
    kim.writes(SCRIPT)
    person.sees("counsellor", "<script>alert(1)</script>")
    assert dialogs == []
    person.page.get_by_test_id("leave").click()
    person.context.close()
    kim.leaves_case()


def test_a_pasted_megabyte_and_a_conversation_that_is_over_are_answered_in_words(
    browser: Browser, stack: Stack
) -> None:
    person = PlainPerson.begins(browser, stack, "ro")
    page = person.page
    page.get_by_test_id("composer").click()
    page.keyboard.insert_text("ă" * 1_000_000)
    page.get_by_test_id("send").click()
    expect(page.get_by_test_id("trouble")).to_contain_text("2000")
    assert len(page.get_by_test_id("composer").input_value()) == 6_000, "what the browser took is in the field still"
    stack.post("/api/chat/leave", {}, person.token)  # as after thirty quiet minutes
    page.get_by_test_id("composer").fill("mai ești acolo?")
    page.get_by_test_id("send").click()
    expect(page.get_by_test_id("trouble")).to_be_visible()
    assert page.get_by_test_id("composer").input_value() == "mai ești acolo?"
    page.get_by_test_id("send").click()
    expect(person.said_by("person")).to_have_count(1)
    person.context.close()


def test_another_language_can_be_picked_at_any_time(browser: Browser, stack: Stack) -> None:
    person = PlainPerson.begins(browser, stack, "sv")
    person.page.get_by_test_id("composer").fill("halvfärdigt")
    person.picks_language("th")
    assert person.page.get_by_test_id("composer").input_value() == "halvfärdigt"
    person.writes("สวัสดีค่ะ")
    assert any("฀" <= letter <= "๿" for letter in person.said_by("bot").last.inner_text())
    person.context.close()


def test_the_browsers_own_files_hold_no_word_after_leaving(
    browser: Browser, stack: Stack, kim: Counsellor, tmp_path: Path
) -> None:
    executable = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    context = browser.browser_type.launch_persistent_context(
        tmp_path,
        executable_path=executable,
        args=FLAGS,
        java_script_enabled=False,
        ignore_default_args=["--disable-back-forward-cache"],
    )
    page = context.pages[0]
    page.goto(stack.url + "/")
    page.locator("button[name=begin][value=sv]").click()
    person = PlainPerson(page, context, [])
    token = person.token
    words = goes_as_far_as("waiting", person, STORIES["sv"], None)
    page.get_by_test_id("leave").click()
    page.wait_for_url("**/left#sv")
    context.close()
    sentences = [line for said in words for line in said.splitlines() if len(line) > 12]
    in_a_form = [quote_plus(sentence) for sentence in sentences]
    assert found_in(tmp_path, [*sentences, *in_a_form, token, "data-testid"]) == []
    with sqlite3.connect(tmp_path / "Default" / "History") as history:
        visible = history.execute("select distinct url from urls where not hidden").fetchall()
    assert visible == [(stack.url + "/",)], "one neutral address, which says nothing"


@pytest.mark.parametrize("language", STORIES)
def test_it_reads_well_and_fits_from_the_first_word_to_the_last(
    language: str, browser: Browser, stack: Stack, kim: Counsellor, artifacts: Path
) -> None:
    """axe and the ruler need a browser with script; the pages are the same to the letter."""
    story, look, ruler = STORIES[language], Look(), Ruler()
    person = PlainPerson.begins(browser, stack, language, script=True)
    page = person.page

    def stands(state: str) -> None:
        page.wait_for_load_state("domcontentloaded")  # a pressed button's page may still be on its way
        page.set_viewport_size({"width": 1280, "height": 800})
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        look.at(page, state)
        for viewport in NARROW:
            page.set_viewport_size(viewport)
            ruler.at(page, f"{state}, {size(viewport)}")
        pictures(page, artifacts / f"plain-{language}-{state}")

    stands("begun")
    page.get_by_test_id("about").locator("summary").click()
    stands("what-is-kept")
    page.get_by_test_id("about").locator("summary").click()
    page.get_by_test_id("languages").locator("summary").click()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")  # where nothing is half covered by the field
    look.at(page, "languages")
    pictures(page, artifacts / f"plain-{language}-languages")
    page.get_by_test_id("languages").locator("summary").click()
    person.writes(story["question"])
    page.get_by_test_id("sources").last.locator("summary").click()
    stands("answer")
    page.get_by_test_id("composer").fill("x" * 2001)
    page.get_by_test_id("send").click()
    stands("too-long")
    person.writes(story["danger"])
    stands("danger")
    person.presses("handoff.ask")
    stands("consent")
    person.agrees_to_hand_off()
    stands("waiting")
    kim.sees_waiting(1)
    kim.takes_next()
    person.waits_for("live")
    kim.writes(story["reply"])
    person.sees("counsellor", story["reply"])
    person.sends(story["answer"])
    stands("live")
    page.get_by_test_id("end-case").click()
    stands("asked-to-end")
    page.get_by_test_id("confirm-end").click()
    person.waits_for("ended")
    stands("ended")
    person.context.close()
    kim.leaves_case()
    look.says_nothing()
    ruler.says_nothing()


def pictures(page: Page, name: Path) -> None:
    """Wide and narrow, light and dark."""
    for width, height in ((1280, 800), (320, 640)):
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("document.querySelector('[autofocus]')?.scrollIntoView({ block: 'start' })")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=f"{name}-{width}-{scheme}.png")


def test_the_way_in_reads_well_and_fits(browser: Browser, stack: Stack, artifacts: Path) -> None:
    """The page as it comes, in a browser without script; axe cannot run there, and the server's own twin is read."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(stack.url + "/")
    pictures(page, artifacts / "plain-way-in")
    for language in STORIES:
        expect(page.locator(f"form[lang={language}]")).to_contain_text("112")
    context.close()
    look, ruler = Look(), Ruler()
    context = browser.new_context()
    page = context.new_page()
    page.route("**/assets/*.js", lambda route: route.abort())
    page.goto(stack.url + "/")
    page.evaluate("""() => {
      const form = document.createElement("form"), field = document.createElement("textarea");
      Object.assign(form, { method: "post", action: "/" });
      Object.assign(field, { name: "text", value: "x".repeat(70000) });
      form.append(field); document.body.append(form); form.submit();
    }""")
    expect(page.locator("form.way")).to_have_count(4)
    look.at(page, "too large")
    page.set_viewport_size(NARROW[0])
    ruler.at(page, "too large")
    context.close()
    look.says_nothing()
    ruler.says_nothing()
