"""Other sites: a partner's link tells nobody anything, and a hostile page can frame nothing of ours."""

import functools
import re
import threading
from collections.abc import Iterator
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Request, expect

from tests.journeys.stack import Stack
from triage_api.settings import ROOT

LINKS = re.findall(r"^<a .*</a>$", (ROOT / "docs" / "partners.md").read_text("utf-8"), re.MULTILINE)
TELLING = re.compile(r"help|hjälp|ajutor|ช่วย|sex|våld|violen|รุนแรง|prostit|112", re.IGNORECASE)


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing: the test's output is for the test."""


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Another site: its address, and the folder whose files it shows."""
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(tmp_path))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_address[1]}", tmp_path
        server.shutdown()


class Tags(HTMLParser):
    def __init__(self, markup: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_the_link_is_a_plain_link_in_four_languages_with_words_that_tell_nothing() -> None:
    tags = [Tags(link).found for link in LINKS]
    assert [found[0][1]["lang"] for found in tags] == ["sv", "en", "th", "ro"]
    for link, found in zip(LINKS, tags, strict=True):
        assert len(found) == 1
        assert set(found[0][1]) == {"href", "lang", "rel"}
        assert found[0][1]["rel"] == "noreferrer noopener"
        assert found[0][1]["href"] == "https://help.example.org/"
        assert not TELLING.search(re.sub(r"<[^>]+>", "", link))


@pytest.mark.parametrize("link", LINKS, ids=["sv", "en", "th", "ro"])
def test_who_follows_it_brings_nothing_along(
    browser: Browser, stack: Stack, elsewhere: tuple[str, Path], link: str
) -> None:
    address, folder = elsewhere
    markup = link.replace("https://help.example.org/", f"{stack.url}/")
    (folder / "partner.html").write_text(f"<!doctype html><meta charset=utf-8>{markup}", "utf-8")
    context = browser.new_context(locale="sv-SE")
    page = context.new_page()
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request) if request.url.startswith(stack.url) else None)
    page.goto(f"{address}/partner.html")
    assert asked == []
    page.get_by_role("link").click()
    expect(page.get_by_test_id("composer")).to_be_visible()
    assert page.url == f"{stack.url}/"
    assert page.evaluate("[document.referrer, window.opener]") == ["", None]
    assert all("referer" not in request.all_headers() for request in asked if request.is_navigation_request())
    context.close()


@pytest.mark.parametrize("path", ["/", "/desk/", "/left"])
@pytest.mark.parametrize("element", ["iframe src", "embed src", "object data"])
def test_a_hostile_page_can_frame_nothing(
    browser: Browser, stack: Stack, elsewhere: tuple[str, Path], path: str, element: str
) -> None:
    address, folder = elsewhere
    (folder / "harmless.html").write_text("<!doctype html>")
    targets = f"{address}/harmless.html", f"{stack.url}{path}"
    tag = element.split()[0]
    (folder / "hostile.html").write_text(
        "<!doctype html>" + "".join(f"<{element}='{target}'></{tag}>" for target in targets)
    )
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/hostile.html")
    page.wait_for_timeout(300)
    framed = [frame.url for frame in page.frames[1:] if frame.url and not frame.url.startswith("chrome-error:")]
    assert framed == [f"{address}/harmless.html"], "its own page it can frame, ours it cannot"
    context.close()
