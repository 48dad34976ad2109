"""How much redaction finds, and how much it spoils, on messages it was not built on."""

from pathlib import Path

import yaml

from triage_api.door.redact import load_redactor
from triage_api.settings import Settings
from triage_api.words import Language, RawText

MEASURED = yaml.safe_load((Path(__file__).parent / "measured.yml").read_text(encoding="utf-8"))
REDACTOR = load_redactor(Settings().content, Settings().config)


def test_at_most_one_harmless_message_in_a_hundred_is_touched() -> None:
    harmless = [text for language in Language for text in MEASURED["harmless"][language]]
    assert len(harmless) >= 150
    touched = [(text, redacted.text) for text in harmless if (redacted := REDACTOR.redact(RawText(text))).hidden]
    assert len(touched) <= len(harmless) / 100, touched


def test_at_least_95_of_100_identifying_details_are_gone() -> None:
    identifying = [pair for language in Language for pair in MEASURED["identifying"][language]]
    assert len(identifying) >= 150
    left = [(text, detail) for text, detail in identifying if detail in REDACTOR.redact(RawText(text)).text]
    assert len(left) <= len(identifying) * 5 / 100, left


def test_the_measure_itself_can_fail() -> None:
    """Every detail that must go stands in its message, or nothing would be measured."""
    assert [d for pairs in MEASURED["identifying"].values() for text, d in pairs if d not in text] == []
