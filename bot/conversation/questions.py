"""The questions of config/questions.yml: which may follow an answer, and what the answers to them mean."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

QUESTIONS_FILE = Path(__file__).resolve().parents[2] / "config" / "questions.yml"


@dataclass(frozen=True)
class Question:
    """One question. `typed` says which answer an intent stands for while the question is open."""

    id: str
    phrase: str
    after: frozenset[str]
    answers: tuple[str, ...]
    writers: frozenset[str] | None = None
    unless: str | None = None
    about: frozenset[str] | None = None
    typed: Mapping[str, str] = field(default_factory=dict)
    takes_number: bool = False

    def fits(self, intent: str | None, slots: Mapping[str, Any]) -> bool:
        """Whether it may follow the answer to this intent, for the one who writes, with what is known."""
        writer = slots.get("writer") or "self"
        known = self.unless is not None and (bool(slots.get(self.unless)) or self.unless in (slots.get("known") or []))
        sought = self.about is None or slots.get("about") in self.about
        return intent in self.after and sought and not known and (self.writers is None or writer in self.writers)


@dataclass(frozen=True)
class Reply:
    """What an answer leads to. `tells` become slots of the same names."""

    id: str
    label: str
    intent: str
    tells: Mapping[str, Any] = field(default_factory=dict)


@lru_cache(maxsize=1)
def questions() -> dict[str, Question]:
    """All questions by id, in the order in which they are considered."""
    return {name: _question(name, entry) for name, entry in _read()["questions"].items()}


@lru_cache(maxsize=1)
def replies() -> dict[str, Reply]:
    """All answers by id."""
    return {
        name: Reply(name, entry["label"], entry["intent"], entry.get("tells", {}))
        for name, entry in _read()["answers"].items()
    }


def next_question(intent: str | None, slots: Mapping[str, Any], asked: set[str]) -> Question | None:
    """The first question that fits and was not asked in this conversation."""
    for question in questions().values():
        if question.id not in asked and question.fits(intent, slots):
            return question
    return None


def _question(name: str, entry: Mapping[str, Any]) -> Question:
    typed = dict(entry.get("typed", {}))
    number = bool(typed.pop("number", False))
    writers = frozenset(entry["for"]) if "for" in entry else None
    after, answers = frozenset(entry["after"]), tuple(entry["answers"])
    about = frozenset(entry["about"]) if "about" in entry else None
    return Question(name, entry["phrase"], after, answers, writers, entry.get("unless"), about, typed, number)


def _read() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(QUESTIONS_FILE.read_text(encoding="utf-8"))
    return loaded
