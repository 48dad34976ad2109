"""What is said in the place of a text that stands further up already: never the same words twice in a row."""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.content.topics import DANGERS, grave_topics
from bot.conversation.memory import Turn, times_answered
from bot.conversation.writer import BUYING, PROFESSIONAL

SUICIDE, NOW = "safety.suicide_now", "safety.immediate_danger"
POISONED = "overdose"
LOW_SIGNS = frozenset({"suicidal", "suicide_now", POISONED})
KNOWN = ("utter_known", "utter_known_again")
"""Two ways to say that the text told does not seem to answer."""


def in_place_of(
    topic: str, text: str, before: list[Turn], asked_for: bool, signs: Iterable[str], *, asks: bool = True
) -> str | None:
    """The response in the place of `text`, the answer to `topic`; None when it is to be said whole. `before` are the
    turns so far without this one, `asked_for` says that the answer itself is wanted again, `signs` are the ids of the
    conversation. Who does not ask (`asks`) tells more: they hear at first that somebody reads it."""
    if topic in DANGERS:
        return _danger(topic, before, POISONED in set(signs))
    if not any(text in turn.texts for turn in before):
        return None
    if topic.startswith("chat.") or asked_for:
        return f"utter_again.{topic}"
    first = times_answered(before, topic) % 2 == 1
    if topic not in grave_topics():
        return "utter_stay" if first and not asks else KNOWN[0]
    return "utter_stay_more" if first else "utter_stay"


def line_for(slots: Mapping[str, Any], before: list[Turn]) -> str:
    """Whom the line is for that `bot.known` names (`LINES` of bot/content/responses.py): someone under 18, one who
    asks from their work, one who buys, one with thoughts of suicide, or anybody."""
    roles = {turn.intent for turn in before} | set(slots.get("known") or [])
    if slots.get("writer") == "minor":
        return "minor"
    if PROFESSIONAL in roles:
        return "professional"
    if BUYING & roles:
        return "buyer"
    return "low" if LOW_SIGNS & {sign.get("id") for sign in slots.get("signs") or []} else "any"


def other_words(said: list[str], before: list[Turn]) -> int:
    """Which of these wordings is next: not the one that was said last."""
    last = next((text for turn in reversed(before) for text in reversed(turn.texts) if text in said), None)
    return (said.index(last) + 1) % len(said) if last else 0


def _danger(topic: str, before: list[Turn], poisoned: bool) -> str | None:
    """Danger is said whole again as soon as there was an answer between. Danger of one's own hand told again is met
    with other words each time, except that whoever took something hears in turns what to do about that."""
    times = times_answered(before, topic)
    if topic == SUICIDE and times and not poisoned:
        return f"utter_again.{SUICIDE if times % 2 else NOW}"
    held = bool(before) and before[-1].intent in DANGERS and times > 0
    if topic == SUICIDE:
        return f"utter_again.{NOW}" if held and times % 2 else None
    return f"utter_again.{topic}" if held else None
