"""What a message means where it stands: an answer to the question just asked, a place, or a short question that leans
on the topic just answered. NLU sees one message; the door says what was asked and answered last (`asked`, `topic`)."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import yaml

from bot.nlu.clean import clean, fold
from bot.nlu.fingerprints import CONFIG
from bot.nlu.places import Place, find_place
from bot.nlu.plausible import is_plain
from bot.nlu.topic import Topics, is_understood
from bot.nlu.words import LANGUAGES, rank
from bot.questions import Question, questions, replies

NEAR = "near"
FRIEND_TOLD = "friend_told"
PROFESSIONAL = "professional.coordinators"
LOCAL = "support.local_services"
UNSAFE = "safe.no"
SAME = "same"
HINTED_FROM = 0.04
"""Below this score a topic beside "help near me" is not taken for what is looked for there."""
BRIEF_WORDS, BRIEF_THAI = 12, 50
THAI = re.compile(r"[\u0e00-\u0e7f]")
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
    tells: dict[str, Any] = {"known": ["children"]} if mentions_children(plain, language) else {}
    if place:
        tells |= {"place": {"county": place.county, "town": place.town}, "place_known": True}
    if place and place.bare and metadata.get("language") in LANGUAGES:
        tells["language"] = metadata["language"]  # the name of a town is no sign of the language
    question = questions().get(str(metadata.get("asked")))
    answer = _answer_to(question, plain, topics, place) if question else None
    if answer is None and _is_unsafe(plain, language, metadata):
        answer = Meaning(replies()[UNSAFE].intent, replies()[UNSAFE].tells)
    if answer:
        return Meaning(answer.intent, {**answer.tells, **_sought(answer.intent, about)}), tells
    if rank(level) < rank("high") and _is_professional(plain, language):
        return Meaning(PROFESSIONAL, {"writer": "other"}), tells
    if place and (wanted := _wanted_there(place, topics, about)):
        return Meaning(NEAR, {"about": wanted}), tells
    follow_up = _follow_up(plain, language, about) if about else None
    if follow_up:
        return Meaning(follow_up, _sought(follow_up, about)), tells
    if question and question.id == "friend_why" and not (_likeliest(topics) or "").startswith(("friend.", "service.")):
        return Meaning(FRIEND_TOLD, {"writer": "friend"}), tells
    likeliest = _likeliest(topics)
    turned = for_writer(likeliest, metadata) if likeliest else None
    return (Meaning(turned) if turned and turned != likeliest else None), tells


def plan_after_thoughts(
    text: str, language: str, signs: Collection[str], metadata: Mapping[str, Any] | None = None
) -> str | None:
    """The words of a time, means or farewell in a short message, when thoughts of suicide were told before: by a sign,
    or since something serious was answered with the text about dark thoughts."""
    plain, known = fold(clean(text)), metadata or {}
    told = known.get("told")
    low = isinstance(told, list) and "health.mental" in told and rank(known.get("level")) >= rank("high")
    if not ("suicidal" in signs or low) or not _is_brief(plain) or _lexicon().denied[language].search(plain):
        return None
    found = _lexicon().plan[language].search(plain)
    return found[0].strip() if found else None


def is_calmer(text: str, language: str, metadata: Mapping[str, Any]) -> bool:
    """Whether a short message after danger says that it is over ("he has left, it is ok now")."""
    plain = fold(clean(text))
    if metadata.get("level") != "immediate" or not _is_brief(plain) or _lexicon().not_over[language].search(plain):
        return False
    return bool(_lexicon().calmer[language].search(plain))


def for_writer(topic: str, metadata: Mapping[str, Any]) -> str:
    """The topic that answers this writer: a child is not told of rent and permits, a buyer not that selling is no
    crime, a friend is not asked to leave. Roles come from what the conversation was about so far."""
    told = metadata.get("told")
    told = told if isinstance(told, list) else []
    for role, turned in _lexicon().roles.items():
        if metadata.get("writer") == role or role in told:
            return turned.get(topic, topic)
    return topic


def mentions_children(plain: str, language: str) -> bool:
    """Whether the person's own children come up in a folded text."""
    return any(
        words.search(plain)
        for leads_to, words in _lexicon().follow_ups.get(language, ())
        if leads_to["otherwise"] == "support.children"
    )


def _wanted_there(place: Place, topics: Topics, about: str | None) -> str | None:
    """What is looked for at a place: what the message asks for, else what was answered last; None when the place is
    only named in passing."""
    if place.bare:
        return about or LOCAL
    likeliest = _likeliest(topics)
    if likeliest in questions()["place"].after and likeliest != LOCAL:
        return likeliest
    if likeliest != LOCAL:
        return None
    others = [topic for topic, score in topics[1:] if score >= HINTED_FROM and topic in questions()["place"].after]
    return others[0] if others else about or LOCAL


def _is_unsafe(plain: str, language: str, metadata: Mapping[str, Any]) -> bool:
    """Whether a short message says "not safe" after that was asked, even if not asked last."""
    lately = metadata.get("lately")
    was_asked = "safe" in lately if isinstance(lately, list) else metadata.get("asked") == "safe"
    return was_asked and _is_short(plain, language) and bool(_lexicon().unsafe[language].search(plain))


def _answer_to(question: Question, plain: str, topics: Topics, place: Place | None) -> Meaning | None:
    """What a plain yes, no, number or place answers. Anything else is a message of its own."""
    likeliest = _likeliest(topics)
    typed = question.typed.get(likeliest) if likeliest and is_plain(plain) else None
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
            led = str(leads_to.get(about.split(".")[0], leads_to["otherwise"]))
            return about if led == SAME else led
    return None


def _is_brief(plain: str) -> bool:
    return len(plain) <= BRIEF_THAI if THAI.search(plain) else len(plain.split()) <= BRIEF_WORDS


def _is_short(plain: str, language: str) -> bool:
    words, thai = len(plain.split()), bool(THAI.search(plain))
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
    plan: Mapping[str, re.Pattern[str]]
    denied: Mapping[str, re.Pattern[str]]
    calmer: Mapping[str, re.Pattern[str]]
    not_over: Mapping[str, re.Pattern[str]]
    unsafe: Mapping[str, re.Pattern[str]]
    roles: Mapping[str, Mapping[str, str]]
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
    plan, calmer, not_over, unsafe = (
        {name: _any(words) for name, words in raw[part].items()}
        for part in ("plan_after_thoughts", "calmer", "not_over", "unsafe")
    )
    denied = {name: re.compile(words) for name, words in raw["denied"].items()}
    return _Lexicon(begins, plan, denied, calmer, not_over, unsafe, raw["roles"], follow_ups, professionals)


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
