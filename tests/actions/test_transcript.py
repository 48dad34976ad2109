"""What a counsellor reads is what was said, in order, and nothing a broken slot says can lower or break it."""

import json
from typing import Any

import pytest

from actions.transcript import build_transcript

EVENTS: list[dict[str, Any]] = [
    {"event": "action", "name": "action_session_start", "timestamp": 990.0},
    {"event": "user", "text": "han har mitt pass", "timestamp": 1000.0},
    {"event": "bot", "text": "Tack för att du berättar.", "timestamp": 1000.2},
    {"event": "user", "text": '/handoff.ask{"language": "sv"}', "timestamp": 1070.0},
    {"event": "bot", "text": None, "data": {"custom": {"state": {}}}, "timestamp": 1070.1},
    {"event": "user", "text": "ja tack", "timestamp": 1130.0},
]


def test_words_of_both_sides_stand_in_order_with_minutes_since_the_first() -> None:
    entries = build_transcript("c", {}, EVENTS)["entries"]
    assert entries == [
        {"from": "person", "text": "han har mitt pass", "minute": 0},
        {"from": "bot", "text": "Tack för att du berättar.", "minute": 0},
        {"from": "person", "text": "ja tack", "minute": 2},
    ]


def test_what_the_bot_has_told_stands_once_and_in_order() -> None:
    def told(about: object) -> dict[str, Any]:
        return {"event": "bot", "text": "…", "data": {"custom": about}, "timestamp": 1.0}

    topics = [{"about": {"topic": one}} for one in ("law.selling", "health.sti", "law.selling")]
    broken: list[object] = [None, "about", {"about": None}, {"about": {"topic": 7}}, {"state": {}}]
    assert build_transcript("c", {}, map(told, [*topics, *broken]))["told"] == ["law.selling", "health.sti"]
    assert build_transcript("c", {"bot_lost": True}, [])["told"] == []


def told(topic: str, text: str, at: float) -> dict[str, Any]:
    return {"event": "bot", "text": text, "data": {"custom": {"about": {"topic": topic}}}, "timestamp": at}


def in_danger(said_at_once: object) -> list[dict[str, Any]]:
    metadata = {"level": "immediate", "said_at_once": said_at_once}
    return [
        {"event": "user", "text": "han har en kniv", "timestamp": 1000.0, "metadata": metadata},
        {"event": "action", "name": "utter_law.selling", "timestamp": 1000.4},
        told("law.selling", "Att sälja är inget brott.", 1000.5),
        {"event": "user", "text": "är du där", "timestamp": 1070.0, "metadata": {"level": "immediate"}},
        told("safety.leaving", "Jag är här.", 1070.5),
    ]


def test_danger_that_was_answered_at_once_stands_with_that_answer_and_not_with_the_one_nobody_got() -> None:
    said = {"topic": "safety.immediate_danger", "texts": ["Ring 112 nu.", "Vill du skriva med någon?"]}
    transcript = build_transcript("c", {}, in_danger(said))
    assert [(entry["from"], entry["text"], entry["minute"]) for entry in transcript["entries"]] == [
        ("person", "han har en kniv", 0),
        ("bot", "Ring 112 nu.", 0),
        ("bot", "Vill du skriva med någon?", 0),
        ("person", "är du där", 1),
        ("bot", "Jag är här.", 1),
    ]
    assert transcript["told"] == ["safety.immediate_danger", "safety.leaving"]


@pytest.mark.parametrize("said", [None, "112", {}, {"topic": "x"}, {"texts": "112"}, {"texts": []}])
def test_what_tells_of_no_answer_given_at_once_drops_none(said: object) -> None:
    transcript = build_transcript("c", {}, in_danger(said))
    assert [entry["text"] for entry in transcript["entries"] if entry["from"] == "bot"] == [
        "Att sälja är inget brott.",
        "Jag är här.",
    ]


@pytest.mark.parametrize(
    ("payload", "shown"),
    [
        ('/answered{"language": "sv", "label": "Ja, just nu"}', ["▸ Ja, just nu"]),
        ('/safety.immediate_danger{"label": "ไม่ปลอดภัย", "level": "high"}', ["▸ ไม่ปลอดภัย"]),
        ('/handoff.yes{"label": "Ja, lämna över"}', []),
        ('/near{"label": 7}', []),
        ("/near{broken", []),
        ("/near[1]", []),
        ("/near", []),
    ],
)
def test_a_pressed_button_stands_as_what_it_said(payload: str, shown: list[str]) -> None:
    entries = build_transcript("c", {}, [{"event": "user", "text": payload, "timestamp": 1.0}])["entries"]
    assert [entry["text"] for entry in entries] == shown


def test_a_pressed_button_is_not_shown_as_the_persons_words() -> None:
    assert all("/handoff" not in entry["text"] for entry in build_transcript("c", {}, EVENTS)["entries"])


@pytest.mark.parametrize("level", [None, "", "urgent", 7, ["high"]])
def test_an_unreadable_level_counts_as_high_never_as_less(level: object) -> None:
    assert build_transcript("c", {"level": level}, [])["level"] == "high"


@pytest.mark.parametrize("as_text", [True, False])
def test_signs_and_topics_are_read_from_lists_and_from_their_json(as_text: bool) -> None:
    signs = [{"id": "passport_held", "level": "high", "words": "har mitt pass"}, {"no": "id"}]
    topics = [["safety.controlled", 0.8], ["migration.return", 2.0], ["a", "b"], ["d", 0.1]]
    slots = {"signs": json.dumps(signs) if as_text else signs, "topics": json.dumps(topics) if as_text else topics}
    transcript = build_transcript("c", slots, [])
    assert transcript["signs"] == [signs[0]]
    assert transcript["topics"] == [["safety.controlled", 0.8], ["migration.return", 1.0], ["a", 0.0]]


def test_broken_slots_become_their_sets_first_value() -> None:
    transcript = build_transcript("c", {"language": "xx", "channel": 3, "writer": None, "signs": "{", "topics": 5}, [])
    assert (transcript["language"], transcript["channel"], transcript["writer"]) == ("en", "web", "self")
    assert (transcript["signs"], transcript["topics"], transcript["level_score"]) == ([], [], 0.0)
