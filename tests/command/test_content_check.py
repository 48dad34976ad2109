"""An editor learns file, fault and remedy; and the content that stands has no fault."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from triage_api.command.content_check import check
from triage_api.settings import Settings

CONTENT = Settings().content
TODAY = date(2026, 11, 21)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def test_the_content_that_stands_holds() -> None:
    assert check(CONTENT, TODAY) == []


def test_a_missing_language_is_named(copied: Path) -> None:
    (copied / "rights" / "law.selling" / "th.md").unlink()
    assert any("law.selling/th.md is missing" in finding for finding in check(copied, TODAY))


def test_a_review_that_is_due_is_named(copied: Path) -> None:
    assert any("review was due" in finding for finding in check(copied, date(2030, 1, 1)))


def test_texts_of_one_topic_rest_on_the_same_facts(copied: Path) -> None:
    change(copied / "rights" / "law.selling" / "ro.md", "facts: [", "facts: [l-invented, ")
    assert any("law.selling/ro.md: facts differ" in finding for finding in check(copied, TODAY))


def test_a_web_text_that_is_too_long_is_named(copied: Path) -> None:
    change(copied / "rights" / "health.sti" / "sv.md", "# web\n", "# web\n\n" + "ord " * 130)
    assert any("health.sti/sv.md: the web text has" in finding for finding in check(copied, TODAY))


def test_an_sms_outside_gsm_7_is_named_where_the_language_allows_it(copied: Path) -> None:
    change(copied / "rights" / "law.selling" / "en.md", "# sms\n\n", "# sms\n\n’")
    assert any("characters outside GSM-7 (’)" in finding for finding in check(copied, TODAY))


def test_a_malformed_file_is_named_not_fatal(copied: Path) -> None:
    (copied / "rights" / "minor.self" / "en.md").write_text("no front matter", "utf-8")
    assert any("minor.self/en.md: needs front matter" in finding for finding in check(copied, TODAY))


def test_phrases_have_the_same_ids_and_braces(copied: Path) -> None:
    change(copied / "phrases" / "th.yml", "{place}", "{plaats}")
    change(copied / "phrases" / "ro.yml", "page.send:", "page.sent:")
    findings = check(copied, TODAY)
    assert any("th.yml" in finding and "use the same braces" in finding for finding in findings)
    assert any("ro.yml: page.send is missing" in finding for finding in findings)
    assert any("ro.yml: page.sent is not in ids.yml" in finding for finding in findings)
