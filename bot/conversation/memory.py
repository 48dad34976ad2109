"""What was already said in a conversation, read from Rasa's own record of it: nothing else keeps it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from rasa.shared.core.events import BotUttered, Event, UserUttered

from bot.content.topics import DANGERS


@dataclass
class Turn:
    """One message of the person and what the bot answered so far."""

    intent: str | None
    texts: list[str] = field(default_factory=list)
    asked: str | None = None
    topic: str | None = None
    offered: bool = False


def turns(events: Iterable[Event]) -> list[Turn]:
    """The conversation in turns, oldest first; the last is the one being answered."""
    found: list[Turn] = [Turn(None)]
    for event in events:
        if isinstance(event, UserUttered):
            found.append(Turn(event.intent.get("name") if event.intent else None))
        elif isinstance(event, BotUttered):
            _take_in(found[-1], event)
    return found


def times_answered(conversation: list[Turn], topic: str) -> int:
    """How often a topic was what a turn came to."""
    return sum(turn.intent == topic for turn in conversation)


def asked(conversation: list[Turn]) -> set[str]:
    """The questions asked so far."""
    return {turn.asked for turn in conversation if turn.asked}


def before_danger(conversation: list[Turn]) -> Turn | None:
    """Where the person was when danger interrupted, if the turn just before this one answered danger."""
    earlier = conversation[:-1]
    if not earlier or earlier[-1].intent not in DANGERS:
        return None
    while earlier and earlier[-1].intent in DANGERS:
        earlier.pop()
    return earlier[-1] if earlier and (earlier[-1].asked or earlier[-1].topic) else None


def _take_in(turn: Turn, event: BotUttered) -> None:
    custom: Any = (event.data or {}).get("custom") or {}
    if event.text:
        turn.texts.append(event.text)
    buttons: Any = (event.data or {}).get("buttons") or []
    turn.offered = turn.offered or any(button.get("payload") == "handoff.ask" for button in buttons)
    if isinstance(custom.get("ask"), str):
        turn.asked = custom["ask"]
    if isinstance(custom.get("about"), dict):
        turn.topic = custom["about"].get("topic")
