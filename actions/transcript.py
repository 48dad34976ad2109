"""The transcript a counsellor will read, from the bot's tracker: the person's redacted words and the bot's answers."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

LANGUAGES = ("sv", "en", "th", "ro")
CHANNELS = ("web", "sms")
WRITERS = ("self", "friend", "minor", "other")
LEVELS = ("routine", "elevated", "high", "immediate")
MAXIMUM_SIGNS = 20
MAXIMUM_TOLD = 60
PRESSED = "▸ "
"""Before what a button said, so that a counsellor tells it from the person's own words."""


def build_transcript(case_id: str, slots: Mapping[str, Any], events: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The transcript of `config/envelope/schema/transcript.json`.

    Slots come from the bot or, when it is dead, from the door, so each is held to its closed set; an unknown value
    becomes the set's first, except the level: an unreadable level counts as `high`, since it must never be lowered.
    """
    said = list(_as_said(events))
    return {
        "v": 1,
        "case_id": case_id,
        "language": _one_of(LANGUAGES, slots.get("language"), "en"),
        "channel": _one_of(CHANNELS, slots.get("channel"), "web"),
        "writer": _one_of(WRITERS, slots.get("writer"), "self"),
        "level": _one_of(LEVELS, slots.get("level"), "high"),
        "level_score": _score(slots.get("level_score")),
        "signs": _signs(slots.get("signs")),
        "topics": _topics(slots.get("topics")),
        "bot_lost": bool(slots.get("bot_lost")),
        "entries": list(_entries(said)),
        "told": _told(said),
    }


def _one_of(choices: tuple[str, ...], value: object, otherwise: str) -> str:
    return value if isinstance(value, str) and value in choices else otherwise


def _score(value: object) -> float:
    try:
        return min(1.0, max(0.0, float(value)))  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return 0.0


def _listed(value: object) -> list[Any]:
    """Slots hold lists as JSON text where Rasa's response templates need them so."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return []
    return value if isinstance(value, list) else []


def _signs(value: object) -> list[dict[str, str]]:
    signs = [sign for sign in _listed(value) if isinstance(sign, dict) and sign.get("id")]
    return [
        {
            "id": str(sign["id"]),
            "level": _one_of(LEVELS, sign.get("level"), "high"),
            "words": str(sign.get("words", "")),
        }
        for sign in signs[:MAXIMUM_SIGNS]
    ]


def _topics(value: object) -> list[list[str | float]]:
    pairs = [pair for pair in _listed(value) if isinstance(pair, list | tuple) and len(pair) == 2]
    return [[str(topic), _score(score)] for topic, score in pairs[:3]]


def _as_said(events: Iterable[Mapping[str, Any]]) -> Iterable[Mapping[str, Any]]:
    """The events as the person met them: danger that the door answered itself is followed by what it said, and not by
    the bot's own answer, which nobody was shown (docs/wire.md §2)."""
    dropped = False
    for event in events:
        if event.get("event") == "user":
            at_once = list(_at_once(event))
            dropped = bool(at_once)
            yield from (event, *at_once)
        elif not (dropped and event.get("event") == "bot"):
            yield event


def _at_once(event: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    metadata = event.get("metadata")
    said = metadata.get("said_at_once") if isinstance(metadata, dict) else None
    if not isinstance(said, dict) or not isinstance(said.get("texts"), list):
        return
    about = {"topic": said.get("topic")}
    for text in said["texts"]:
        yield {"event": "bot", "text": text, "data": {"custom": {"about": about}}, "timestamp": event.get("timestamp")}


def _told(events: Iterable[Mapping[str, Any]]) -> list[str]:
    """The topics whose texts the bot has given, in order, each once: a counsellor need not tell them again."""
    told: dict[str, None] = {}
    for event in events:
        custom = (event.get("data") or {}).get("custom") if event.get("event") == "bot" else None
        about = custom.get("about") if isinstance(custom, dict) else None
        topic = about.get("topic") if isinstance(about, dict) else None
        if isinstance(topic, str) and topic:
            told[topic] = None
    return list(told)[:MAXIMUM_TOLD]


def _entries(events: Iterable[Mapping[str, Any]]) -> Iterable[dict[str, Any]]:
    """Words said, in order. A pressed button stands as what it said; the consent's own buttons are left out."""
    begun: float | None = None
    for event in events:
        said = {"user": "person", "bot": "bot"}.get(str(event.get("event")))
        text = event.get("text")
        if said == "person" and isinstance(text, str) and text.startswith("/"):
            text = _pressed(text)
        if said is None or not isinstance(text, str) or not text:
            continue
        when = float(event.get("timestamp") or 0.0)
        begun = when if begun is None else begun
        yield {"from": said, "text": text, "minute": max(0, int((when - begun) // 60))}


def _pressed(payload: str) -> str | None:
    """What the pressed button said, in the person's language; None where that tells nothing."""
    intent, brace, entities = payload.partition("{")
    try:
        label = json.loads(brace + entities).get("label") if brace else None
    except (ValueError, AttributeError):
        return None
    return PRESSED + label if isinstance(label, str) and label and not intent.startswith("/handoff.") else None
