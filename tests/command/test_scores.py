"""The figures count what they say they count, and a language without a case of a kind shows none rather than 0."""

import json
from pathlib import Path

import pytest

from triage_api.command.evaluate import Labelled, Predicted, read_labelled
from triage_api.command.scores import Rate, score
from triage_api.command.trouble import Trouble
from triage_api.words import Channel, Language, Level, RawText


def labelled(urgency: str, topic: str = "law.selling", note: str = "", text: str = "hej") -> Labelled:
    return Labelled("1", Language.sv, Channel.web, "self", RawText(text), topic, Level(urgency), note)


def predicted(urgency: str, topics: tuple[str, ...] = ("law.selling",), redacted: str = "hej") -> Predicted:
    return Predicted("1", "sv", [(topic, 0.5) for topic in topics], Level(urgency), 0.5, redacted)


def test_an_immediate_seen_as_high_is_seen_but_not_as_immediate() -> None:
    scores = score([labelled("immediate")], [predicted("high")])
    assert (scores.immediate_seen.value, scores.immediate_recall.value) == (1.0, 0.0)
    assert scores.immediate_precision.value is None


def test_crying_wolf_is_counted_by_kind() -> None:
    messages = [labelled("routine"), labelled("routine", note="hn"), labelled("elevated", note="hard negative; x")]
    scores = score(messages, [predicted("routine"), predicted("immediate"), predicted("immediate")])
    assert scores.routine_raised == Rate(1, 2)
    assert scores.hard_negatives_raised == Rate(2, 2)
    assert scores.immediate_precision == Rate(0, 2)


def test_an_alternative_topic_counts_as_right() -> None:
    scores = score([labelled("routine", note="alt: law.buying")], [predicted("routine", ("law.buying", "x"))])
    assert scores.topic_first.value == 1.0


def test_redaction_is_measured_on_the_marked_details_alone() -> None:
    messages = [labelled("routine", note="pii: Anna | 070-174 06 05", text="Anna 070-174 06 05"), labelled("routine")]
    scores = score(messages, [predicted("routine", redacted="⟦name⟧ 070-174 06 05"), predicted("routine")])
    assert scores.details_removed == Rate(1, 2)
    assert scores.others_touched == Rate(0, 1)


def test_a_broken_line_is_named_by_its_number_and_never_quoted(tmp_path: Path) -> None:
    good = {"id": "1", "lang": "sv", "text": "hemlig text", "topic": "law.selling", "urgency": "routine"}
    (tmp_path / "cases.jsonl").write_text(json.dumps(good) + "\n" + json.dumps({**good, "urgency": "x"}) + "\n")
    with pytest.raises(Trouble, match="line 2") as trouble:
        read_labelled(tmp_path / "cases.jsonl")
    assert "hemlig" not in str(trouble.value)
