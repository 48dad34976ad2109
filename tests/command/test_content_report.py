"""The figures of the content, and the index of facts they rest on."""

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import yaml

from triage_api.command.content.check import TOPICS_FILE
from triage_api.command.content.corpus import read_corpus
from triage_api.command.content.reading_level import reading_level
from triage_api.command.content.report import report
from triage_api.command.facts_index import WITHHELD, index
from triage_api.gsm7 import segments
from triage_api.settings import ROOT, Settings
from triage_api.words import Language

CONTENT = Settings().content


def row(said: str, title: str) -> list[str]:
    line = next(line for line in said.splitlines() if line.startswith(f"| {title}"))
    return [cell.strip() for cell in line.strip("|").split("|")][1:]


def test_the_table_counts_the_texts_of_each_language(tmp_path: Path) -> None:
    content = Path(shutil.copytree(CONTENT, tmp_path / "content"))
    for file in content.glob("rights/*/*.md"):
        if file.parent.name not in {"law.selling", "health.sti"} or file.name == "ro.md":
            file.unlink()
    said = report(read_corpus(content, TOPICS_FILE), date(2026, 11, 21))
    assert row(said, "rights texts") == ["2", "2", "2", "0"]
    messages = (map(int, row(said, f"SMS texts sent as {count}")) for count in (1, 2))
    assert [sum(counts) for counts in zip(*messages, strict=True)] == [2, 2, 2, 0]
    assert row(said, "mean LIX")[3] == "–"
    assert "Rights texts that no professional has reviewed: 6 of 6." in said


def test_reviews_due_within_a_month_are_named() -> None:
    corpus = read_corpus(CONTENT, TOPICS_FILE)
    due = corpus.topics["law.selling"].texts[Language.sv].front.data["review_by"]
    assert "law.selling" in report(corpus, date.fromordinal(due.toordinal() - 30))
    assert "law.selling" not in report(corpus, date.fromordinal(due.toordinal() - 31))


def test_unverified_facts_are_counted() -> None:
    corpus = read_corpus(CONTENT, TOPICS_FILE)
    for fact in corpus.facts.values():
        fact["verify_before_launch"] = False
    assert "to be verified before launch: 0 of these" in report(corpus, date(2026, 11, 21))


@pytest.mark.parametrize(
    ("text", "count"),
    [("a" * 160, 1), ("a" * 161, 2), ("a" * 306, 2), ("a" * 307, 3), ("€" * 81, 2), ("ก" * 70, 1), ("ก" * 135, 3)],
)
def test_messages_are_counted_as_operators_count_them(text: str, count: int) -> None:
    assert segments(text) == count


def test_lix_is_words_a_sentence_plus_the_share_of_long_words() -> None:
    assert reading_level("Du kan ringa nu. Det kostar ingenting alls.", Language.sv) == 4 + 100 / 8
    assert reading_level("Ring 112.", Language.sv) == 1
    assert reading_level("", Language.en) == 0


def test_thai_is_measured_between_spaces_without_marks() -> None:
    assert reading_level("โทร 112 ได้", Language.th) == (3 + 2) / 2


FACT = {
    "kind": "contact",
    "confidence": "high",
    "verify_before_launch": True,
    "phone": "020-35 40 40",
    "phone_alt": ["+46 40 34 40 40 (from abroad)"],
    "sms": "none seen",
    "web": "https://www.malmo.se/evonhuset",
    "chat_url": None,
    "source": [{"url": "https://kunskapsguiden.se"}, {"url": "seed 003 lines 1-2"}],
}


def test_the_index_holds_what_a_check_needs_and_no_more() -> None:
    made = yaml.safe_load(index([FACT | {"id": "c-evonhuset", "conditions": "never to be read out"}]))
    assert made == {
        "c-evonhuset": {
            "kind": "contact",
            "confidence": "high",
            "verify_before_launch": True,
            "phone": "020-35 40 40",
            "also": ["+46 40 34 40 40"],
            "web": "https://www.malmo.se/evonhuset",
            "chat": None,
            "hosts": ["kunskapsguiden.se", "malmo.se"],
        }
    }


@pytest.mark.parametrize("id", sorted(WITHHELD))
def test_a_number_that_must_not_be_published_is_not_in_the_index(id: str) -> None:
    made = yaml.safe_load(index([FACT | {"id": id}]))[id]
    assert (made["phone"], made["also"]) == (None, [])
    standing = yaml.safe_load((CONTENT / "facts.yml").read_text("utf-8"))[id]
    assert standing["phone"] is None


def test_the_command_says_how_it_is_used() -> None:
    ran = subprocess.run([sys.executable, "-m", "triage_api.command.facts_index"], capture_output=True, cwd=ROOT)
    assert ran.returncode == 1
    assert b"Name the fact base" in ran.stderr
