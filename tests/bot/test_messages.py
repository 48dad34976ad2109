"""The training messages: read or refused, of every kind the understanding needs, and no message twice."""

import json
from collections import Counter
from pathlib import Path

import pytest

from bot.content.topics import read_topics
from bot.nlu.messages import MESSAGES, MessagesError, hash_of_messages, read_messages
from bot.nlu.words import LANGUAGES
from tests.bot.near_duplicates import near_duplicates

LEAST = {"all": 3000, "immediate": 500, "high": 500, "hard_negative": 600}


def test_every_training_message_is_of_a_known_topic_and_none_is_without_messages() -> None:
    learnt = {topic.id for topic in read_topics().values() if topic.learnt}
    for language in LANGUAGES:
        assert {m.topic for m in read_messages() if m.language == language} == learnt


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_messages_of_each_kind(language: str) -> None:
    messages = [m for m in read_messages() if m.language == language]
    counts = Counter(m.level for m in messages) + Counter(tag for m in messages for tag in m.tags)
    counts["all"] = len(messages)
    assert {kind: counts[kind] for kind, least in LEAST.items() if counts[kind] < least} == {}
    unsaid = sum(m.level == "immediate" and "no_alarm_word" in m.tags for m in messages)
    assert unsaid >= LEAST["immediate"] / 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_is_nearly_another(language: str) -> None:
    texts = [m.text for m in read_messages() if m.language == language]
    assert [f"{texts[later]} ~ {texts[earlier]}" for later, earlier in near_duplicates(texts)] == []


def test_near_duplicates_are_found_and_others_are_not() -> None:
    texts = [
        "he keeps my passport in his car and laughs",
        "hello",
        "he keeps my passport in his car and smiles",
        "help",
    ]
    assert list(near_duplicates(texts, most=0.6)) == [(2, 0)]
    assert list(near_duplicates(texts)) == []
    assert list(near_duplicates(["hej  Du", "hej du"])) == [(1, 0)]


def test_danger_that_is_now_is_answered_with_112() -> None:
    """eval/LABELS.md: any message whose first answer must be 112 is about immediate danger."""
    elsewhere = [m.text for m in read_messages() if m.level == "immediate" and m.topic != "safety.immediate_danger"]
    assert elsewhere == []


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "one JSON object"),
        ('{"text": "x"}', "give it"),
        ('{"text": "x", "topic": "a", "level": "bad", "persona": "self"}', "level is one of"),
    ],
)
def test_a_bad_message_is_named_by_file_and_line_and_not_by_its_text(tmp_path: Path, line: str, says: str) -> None:
    (tmp_path / "sv").mkdir()
    good = json.dumps({"text": "hemlig", "topic": "chat.greet", "level": "routine", "persona": "self"})
    (tmp_path / "sv" / "chat.jsonl").write_text(f"{good}\n{line}\n", encoding="utf-8")
    with pytest.raises(MessagesError, match=says) as error:
        read_messages(tmp_path)
    assert "chat.jsonl, line 2" in str(error.value)
    assert "hemlig" not in str(error.value)


def test_no_messages_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(MessagesError, match="no messages"):
        read_messages(tmp_path)


def test_the_hash_of_the_messages_follows_every_byte(tmp_path: Path) -> None:
    (tmp_path / "sv").mkdir()
    file = tmp_path / "sv" / "chat.jsonl"
    file.write_text("a\n")
    before = hash_of_messages(tmp_path)
    file.write_text("b\n")
    assert hash_of_messages(tmp_path) != before
    assert hash_of_messages() == hash_of_messages(MESSAGES)
