"""What a message means where it stands: an answer to the question just asked, a place, or a short question that leans
on the topic just answered. NLU sees one message; the door says what was asked and answered last (`asked`, `topic`)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import yaml

from bot.nlu.clean import clean, fold
from bot.nlu.fingerprints import CONFIG
from bot.nlu.places import Place, find_place
from bot.nlu.topic import Topics, is_understood
from bot.nlu.words import rank
from bot.questions import Question, questions, replies

NEAR = "near"
FRIEND_TOLD = "friend_told"
PROFESSIONAL = "professional.coordinators"
LOCAL = "support.local_services"
SHORT_WORDS = 8
SHORT_THAI = 45
"""A follow-up is at most so many words, or Thai characters (Thai writes no spaces between words)."""
BARE_WORDS = 4
BARE_THAI = 22
AGE_DIGITS = 2
CHILD, YOUNG = 18, 26
"""Years: the ages at which help for children ends, and at which most help for the young does."""
AGE_LONGEST = 24
WORD_ENDS = r"(?:\b|(?=[\u0e00-\u0e7f]))"
NOT_AN_AGE = re.compile(r"under|over|sub|peste|below|above|more|less|mer an|mindre|ต่ำกว่า|มากกว่า|เกิน|ไม่ถึง")


@dataclass(frozen=True)
class Meaning:
    """The intent to answer, and what it tells (slots of the same names)."""

    intent: str
    tells: Mapping[str, Any] = field(default_factory=dict)


def in_context(
    text: str, language: str, topics: Topics, level: str, metadata: Mapping[str, Any]
) -> tuple[Meaning | None, dict[str, Any]]:
    """The meaning that where it stands gives a message, if any, and what it tells besides (a place named in passing).

    Never called for a message of immediate danger: that is answered before anything else.
    """
    plain, about = fold(clean(text)), _topic(metadata.get("topic"))
    place = find_place(text, language)
    tells: dict[str, Any] = {}
    if place:
        tells = {"place": {"county": place.county, "town": place.town}, "place_known": True}
    question = questions().get(str(metadata.get("asked")))
    answer = _answer_to(question, plain, topics, place) if question else None
    if answer:
        return Meaning(answer.intent, {**answer.tells, **_sought(answer.intent, about)}), tells
    if place and (place.bare or _likeliest(topics) == LOCAL):
        return Meaning(NEAR, _sought(NEAR, about if place.bare else LOCAL)), tells
    if rank(level) < rank("high") and _is_professional(plain, language):
        return Meaning(PROFESSIONAL, {"writer": "other"}), tells
    follow_up = _follow_up(plain, language, about) if about else None
    if follow_up:
        return Meaning(follow_up, _sought(follow_up, about)), tells
    if question and question.id == "friend_why" and not (_likeliest(topics) or "").startswith(("friend.", "service.")):
        return Meaning(FRIEND_TOLD, {"writer": "friend"}), tells
    return None, tells


def _answer_to(question: Question, plain: str, topics: Topics, place: Place | None) -> Meaning | None:
    """What a plain yes, no, number or place answers. Anything else is a message of its own."""
    likeliest = _likeliest(topics)
    typed = question.typed.get(likeliest) if likeliest else None
    if question.takes_number and (age := _age(plain)):
        typed = age
    if typed is None or place:
        return None
    reply = replies()[typed]
    return Meaning(reply.intent, reply.tells)


def _age(plain: str) -> str | None:
    """The answer that an age stands for: a short message with one number that can be one ("jag är 17")."""
    numbers = re.findall(r"\d+", plain)
    if len(numbers) != 1 or len(plain) > AGE_LONGEST or NOT_AN_AGE.search(plain):
        return None
    if numbers[0].startswith("0") or len(numbers[0]) > AGE_DIGITS:
        return None
    years = int(numbers[0])
    return "age.child" if years < CHILD else "age.young" if years < YOUNG else "age.adult"


def _follow_up(plain: str, language: str, about: str) -> str | None:
    """The topic, or `near`, that a short question leads to after an answer about `about`."""
    if not _is_short(plain, language):
        return None
    for leads_to, words in _lexicon().follow_ups.get(language, ()):
        if words.search(plain):
            return str(leads_to.get(about.split(".")[0], leads_to["otherwise"]))
    return None


def _is_short(plain: str, language: str) -> bool:
    words, thai = len(plain.split()), bool(re.search(r"[\u0e00-\u0e7f]", plain))
    begun = bool(_lexicon().begins[language].match(plain))
    if thai:
        return len(plain) <= (SHORT_THAI if begun else BARE_THAI)
    return words <= (SHORT_WORDS if begun else BARE_WORDS)


def _is_professional(plain: str, language: str) -> bool:
    names, work, people = _lexicon().professionals[language]
    return bool(names.search(plain) or (work.search(plain) and people.search(plain)))


def _likeliest(topics: Topics) -> str | None:
    return topics[0][0] if is_understood(topics) else None


def _sought(intent: str, about: str | None) -> dict[str, Any]:
    return {"about": about or LOCAL} if intent == NEAR else {}


def _topic(given: Any) -> str | None:
    return given if isinstance(given, str) and given else None


@dataclass(frozen=True)
class _Lexicon:
    begins: Mapping[str, re.Pattern[str]]
    follow_ups: Mapping[str, list[tuple[dict[str, str], re.Pattern[str]]]]
    professionals: Mapping[str, tuple[re.Pattern[str], ...]]


@lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    raw = yaml.safe_load((CONFIG / "follow_ups.yml").read_text(encoding="utf-8"))
    languages = list(raw["begins"])
    begins = {name: re.compile(rf"(?:{'|'.join(words)}){WORD_ENDS}") for name, words in raw["begins"].items()}
    follow_ups = {
        language: [(entry["leads_to"], _any(entry["words"][language])) for entry in raw["follow_ups"].values()]
        for language in languages
    }
    professionals = {
        name: tuple(_any(entry[part]) for part in ("names", "is", "meets"))
        for name, entry in raw["professionals"].items()
    }
    return _Lexicon(begins, follow_ups, professionals)


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
