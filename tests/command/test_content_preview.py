"""Reviewers see every text, in four languages, on a page that runs nothing and fetches nothing."""

import re
import shutil
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from triage_api.command.content.check import TOPICS_FILE, examine
from triage_api.command.content.corpus import Corpus, read_corpus
from triage_api.command.content.finding import Finding
from triage_api.command.content.preview import preview
from triage_api.settings import Settings
from triage_api.words import Language

SETTINGS = Settings()
TODAY = date(2026, 11, 21)


class Page(HTMLParser):
    """The words of the page, its ids, the links within it, and what it would load."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words = ""
        self.ids: set[str] = set()
        self.links: set[str] = set()
        self.loads: list[str] = []
        self.languages: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.ids |= {found["id"]} if "id" in found else set()
        self.links |= {found["href"].removeprefix("#")} if found.get("href", "").startswith("#") else set()
        self.languages += [found["lang"]] if tag == "div" and "lang" in found else []
        self.loads += [tag] if tag in {"script", "img", "link", "iframe"} or "src" in found else []
        self.loads += [name for name in found if name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return read_corpus(SETTINGS.content, TOPICS_FILE)


@pytest.fixture(scope="module")
def page(corpus: Corpus) -> Page:
    return Page(preview(corpus, [], TODAY))


def test_every_text_is_on_the_page(corpus: Corpus, page: Page) -> None:
    assert [text.id for text in corpus.texts() if text.body.strip() not in page.words] == []


def test_each_row_has_four_columns_in_the_same_order(page: Page) -> None:
    assert page.languages == [*Language] * (len(page.languages) // len(Language))


def test_the_page_runs_nothing_and_fetches_nothing(corpus: Corpus, page: Page) -> None:
    assert page.loads == []
    assert "url(" not in preview(corpus, [], TODAY)
    assert "@import" not in preview(corpus, [], TODAY)


def test_every_entry_of_the_contents_leads_somewhere(page: Page) -> None:
    assert page.links
    assert page.links <= page.ids


def test_a_rights_text_stands_with_its_facts_sources_dates_and_costs(corpus: Corpus) -> None:
    html = preview(corpus, [], TODAY)
    section = html[html.index('id="rights-law.selling"') :].partition("</section>")[0]
    assert "l-selling-not-crime (high)" in section
    assert "l-buying (high) <b class=verify>verify</b>" in section
    assert "Brottsbalken (1962:700)" in section
    assert "no professional yet" in section
    assert re.search(r"\d+ words, LIX \d+", section)
    assert re.search(r"\d+ characters, [12] message", section)


def test_what_the_check_says_stands_beside_the_text(corpus: Corpus) -> None:
    finding = Finding(SETTINGS.content / "rights" / "law.selling" / "sv.md", 7, "a fault", "mend it")
    assert "sv.md:7: a fault: mend it" in Page(preview(corpus, [finding], TODAY)).words


def test_texts_are_escaped(tmp_path: Path) -> None:
    content = Path(shutil.copytree(SETTINGS.content, tmp_path / "content"))
    attack = "<script>alert('&')</script>"
    for file, old in (
        (content / "rights" / "law.selling" / "en.md", "# web\n\n"),
        (content / "phrases" / "en.yml", 'page.send: "'),
        (content / "directory" / "evonhuset.yml", '  en: "'),
        (content / "rights" / "law.selling" / "brief.yml", 'question: "'),
    ):
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, old + attack, 1), "utf-8")
    corpus = read_corpus(content, TOPICS_FILE)
    html = preview(corpus, examine(corpus, SETTINGS.config, TODAY), TODAY)
    assert "<script" not in html
    assert html.count("&lt;script&gt;") >= 4


def test_a_missing_text_is_marked(tmp_path: Path) -> None:
    content = Path(shutil.copytree(SETTINGS.content, tmp_path / "content"))
    (content / "rights" / "law.selling" / "th.md").unlink()
    html = preview(read_corpus(content, TOPICS_FILE), [], TODAY)
    section = html[html.index('id="rights-law.selling"') :].partition("</section>")[0]
    assert "<div lang=th><p class=language>ไทย</p><p class=missing>missing</p></div>" in section
