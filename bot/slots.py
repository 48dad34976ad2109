"""Slots that remember a conversation the way a counsellor would: danger seen is not unseen.

A slot's value is set again for every turn, and Rasa builds a conversation anew by setting all of them from the first
turn on; so each class says here what a new finding makes of what was known.
"""

from abc import abstractmethod
from typing import Any

from rasa.shared.core.slots import AnySlot, CategoricalSlot, Slot

LEVELS = ("routine", "elevated", "high", "immediate")

WAITING_FOR = {
    # heard:      what was awaited before -> what is awaited now
    "offers": {},
    "asks": {},
    "says_yes": {
        "offer": "yes_to_offer",
        "missed_twice": "yes_to_offer",
        "no": "yes_to_offer",
        "yes_to_offer": "yes_to_consent",
        "consent": "yes_to_consent",
        "yes_to_consent": "yes_to_consent",
    },
    "says_no": dict.fromkeys(("offer", "missed_twice", "yes_to_offer", "consent", "yes_to_consent"), "no"),
    "heard": {
        "offer": "offer",
        "missed_twice": "yes_to_offer",
        "yes_to_offer": "yes_to_consent",
        "consent": "yes_to_consent",
        "yes_to_consent": "yes_to_consent",
    },
    "missed": {"missed": "missed_twice", "missed_twice": "missed_twice"},
    "other": {},
}
OTHERWISE = {
    "offers": "offer",
    "asks": "consent",
    "says_yes": "nothing",
    "says_no": "nothing",
    "heard": "nothing",
    "missed": "missed",
    "other": "nothing",
}


def await_next(awaited: str | None, heard: str) -> str:
    """What a yes or no would now answer. `heard` is a word of WAITING_FOR; a state's own name is kept as it is."""
    if heard not in WAITING_FOR:
        return heard
    return WAITING_FOR[heard].get(awaited or "nothing", OTHERWISE[heard])


def higher_level(known: str | None, found: Any) -> str:
    """The higher of two levels; anything that is no level counts as routine."""
    ranks = [LEVELS.index(level) if level in LEVELS else 0 for level in (known, found)]
    return LEVELS[max(ranks)]


def add_signs(known: list[dict[str, Any]] | None, found: Any) -> list[dict[str, Any]]:
    """All signs seen, each id once, in the words it was first seen in; what is not a list of signs adds nothing."""
    signs = list(known or [])
    for sign in found if isinstance(found, list) else []:
        if not isinstance(sign, dict) or not isinstance(sign.get("id"), str) or sign.get("level") not in LEVELS:
            continue
        if sign["id"] not in {one["id"] for one in signs}:
            signs.append({"id": sign["id"], "level": sign["level"], "words": str(sign.get("words", ""))})
    return signs


class _Remembering(AnySlot):
    """A slot whose new value depends on the old one. `reset` still empties it."""

    _value: Any

    @abstractmethod
    def taking_in(self, known: Any, found: Any) -> Any:
        """The new value, from the old one and what was found."""

    @property
    def value(self) -> Any:
        return self._value

    @value.setter
    def value(self, found: Any) -> None:
        self._value = self.initial_value if found is None else self.taking_in(self._value, found)
        self._has_been_set = True

    def reset(self) -> None:
        self._value, self._has_been_set = self.initial_value, False


class HighestLevel(_Remembering):
    """The conversation's level: it never falls by itself."""

    type_name = "bot.slots.HighestLevel"

    def taking_in(self, known: Any, found: Any) -> Any:
        return higher_level(known, found)


class ScoreOfLevel(_Remembering):
    """The machine's confidence in the conversation's level: of the message that raised it, or a surer one of the same.

    It is told `{"level", "score"}` and holds the score.
    """

    type_name = "bot.slots.ScoreOfLevel"
    level = "routine"

    def taking_in(self, known: Any, found: Any) -> Any:
        if not isinstance(found, dict):
            return found  # A number: a conversation that is being built again from its own values.
        level, score = higher_level(None, found.get("level")), float(found.get("score", 0.0))
        if known is None or LEVELS.index(level) > LEVELS.index(self.level):
            self.level = level
            return score
        return max(known, score) if level == self.level else known

    def reset(self) -> None:
        super().reset()
        self.level = "routine"


class AllSigns(_Remembering):
    """Every sign of danger seen in the conversation."""

    type_name = "bot.slots.AllSigns"

    def taking_in(self, known: Any, found: Any) -> Any:
        return add_signs(known, found)


class Known(_Remembering):
    """What the person has told, so that it is not asked for: words of config/questions.yml, each once."""

    type_name = "bot.slots.Known"

    def taking_in(self, known: Any, found: Any) -> Any:
        return sorted({*(known or []), *(found if isinstance(found, list) else [])})


class WhoWrites(_Remembering):
    """Who writes. Someone who was under 18 stays under 18 in this conversation, whatever a later message looks like."""

    type_name = "bot.slots.WhoWrites"

    def taking_in(self, known: Any, found: Any) -> Any:
        return "minor" if "minor" in (known, found) else found


class Awaiting(CategoricalSlot):
    """What a yes or no of the person would answer, and whether the bot has just missed what they meant."""

    type_name = "bot.slots.Awaiting"
    _value: Any

    @property
    def value(self) -> Any:
        return self._value

    @value.setter
    def value(self, heard: Any) -> None:
        self._value = self.initial_value if heard is None else await_next(self._value, str(heard))
        self._has_been_set = True

    def reset(self) -> None:
        self._value, self._has_been_set = self.initial_value, False


__all__ = ["AllSigns", "Awaiting", "HighestLevel", "Known", "ScoreOfLevel", "Slot", "WhoWrites"]
