"""The last word on a message: level, intent and what else the dialogue is told, from everything found in it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from bot.nlu.clean import clean
from bot.nlu.context import Meaning, in_context, is_calmer, plan_after_thoughts
from bot.nlu.evidence import level_of_evidence
from bot.nlu.plausible import answered_as
from bot.nlu.signs import Sign
from bot.nlu.topic import Topics, is_understood
from bot.nlu.urgency import Judgement, judge_by_signs
from bot.nlu.words import CHANNELS, LANGUAGES, LEVELS, higher, rank
from bot.nlu.writer import who_writes

REPORTED = 3
CALMER = "calmer"
CONTROL = frozenset({"forced", "passport_taken", "not_allowed_out", "money_taken", "others_decide", "debt"})
"""Signs after which nobody is asked whether somebody else decides."""
GRAVE = ("safety.", "minor.", "health.mental", "health.after_rape", "law.report_crime", "exploit.", "friend.child")
GRAVE_FROM = 0.06
"""The least score of a grave topic that answers a serious message whose topic is unclear."""


@dataclass(frozen=True)
class Gathered:
    """What the dialogue is told of one message. `entities` become slots of the same names."""

    intent: str
    score: float
    entities: dict[str, Any]


def gather(
    text: str,
    language: str,
    topics: Topics,
    judgement: Judgement,
    signs: Sequence[Sign],
    metadata: dict[str, Any],
    other_language: str | None = None,
) -> Gathered:
    """`metadata` is the door's: the conversation's language and channel, its level and signs so far, the question asked
    and the topic answered last; all of it may be missing or of the wrong type. `other_language` names a fifth language
    the message is in: the conversation's own is then kept, and the level is by signs alone, since a model that has
    never seen the words guesses. The level is the highest of message, door, and evidence over the conversation."""
    judgement = judge_by_signs(signs) if other_language else judgement
    earlier = _signs_of(metadata.get("signs"))
    found = [{"id": sign.id, "level": sign.level, "words": sign.words} for sign in judgement.signs]
    known = {sign["id"] for sign in earlier}
    every = earlier + [sign for sign in found if sign["id"] not in known]
    spoken = _spoken(metadata) if other_language or language not in LANGUAGES else language
    plan = plan_after_thoughts(text, spoken, known, metadata)
    if plan:
        every.append({"id": "suicide_now", "level": "immediate", "words": plan})
    sure = bool(plan) or _door_sees_danger_here(text, earlier)
    now = "immediate" if sure else judgement.level
    level = higher(higher(now, metadata.get("level")), level_of_evidence(every))
    entities: dict[str, Any] = {
        "language": spoken,
        "channel": metadata.get("channel") if metadata.get("channel") in CHANNELS else "web",
        "level": level,
        "level_score": {"level": level, "score": judgement.score if level == judgement.level else 1.0},
        "topics": [list(pair) for pair in topics[:REPORTED]],
        "likely": [topic for topic, _score in topics if not topic.startswith("chat.")][:REPORTED],
        "signs": every,
    }
    if other_language:
        entities["other_language"] = other_language
    writer = who_writes(topics, signs, metadata.get("writer"))
    if writer:
        entities["writer"] = writer
    intent = choose_intent(other_language, now, level, topics, clean(text), {sign["id"] for sign in every})
    sure = sure or any(sign.level == "immediate" and not sign.softened for sign in judgement.signs)
    if not sure and is_calmer(text, spoken, metadata):
        intent = CALMER
    if any(sign["id"] in CONTROL for sign in every):
        entities["known"] = ["controlled"]
    if intent not in ("danger_now", "other_language", CALMER):
        meaning, tells = in_context(text, spoken, topics, level, metadata)
        intent = _take_in(entities, intent, meaning, tells)
    return Gathered(intent, topics[0][1] if topics else 0.0, entities)


def _take_in(entities: dict[str, Any], intent: str, meaning: Meaning | None, tells: dict[str, Any]) -> str:
    """Adds what where it stands tells of a message, and returns the intent it has there."""
    level = entities["level"]
    entities.update({**tells, "known": [*entities.get("known", []), *tells.get("known", [])]})
    if meaning is None:
        return intent
    entities.update(meaning.tells)
    entities["level"] = higher(level, meaning.tells.get("level"))
    if entities["level"] != level:
        entities["level_score"] = {"level": entities["level"], "score": 1.0}  # the person said it
    return meaning.intent


def choose_intent(
    other_language: str | None, now: str, level: str, topics: Topics, text: str = "", signs: Collection[str] = ()
) -> str:
    """What is answered: danger first; then a language the bot does not know; then the topic, if one is likely enough.

    Someone whose message is serious but unclear is not told that the bot does not understand, but offered a person.
    """
    if now == "immediate":
        return "danger_now"
    if other_language:
        return "other_language"
    if is_understood(topics):
        return answered_as(topics, text, signs)
    if rank(now) < rank("high"):
        return "no_answer_yet" if rank(level) >= rank("high") else "not_understood"
    grave = [topic for topic, score in topics if topic.startswith(GRAVE) and score >= GRAVE_FROM]
    return grave[0] if grave else "no_answer_yet"


def nothing_understood(metadata: dict[str, Any]) -> Gathered:
    """The safe default when gathering itself failed: what the door knows, and the offer that follows a miss."""
    return Gathered("not_understood", 0.0, {"language": _spoken(metadata), "topics": [], "likely": []})


def _door_sees_danger_here(text: str, signs: Sequence[dict[str, Any]]) -> bool:
    """Whether the door's signs hold one of immediate danger whose words stand in this very message.

    The door also sends back what was found earlier: that must not answer every later "thank you" with 112.
    """
    here = clean(text)
    words = [clean(str(sign.get("words") or "")) for sign in signs if sign["level"] == "immediate"]
    return any(one and one in here for one in words)


def _signs_of(given: Any) -> list[dict[str, Any]]:
    return [
        {"id": sign["id"], "level": sign["level"], "words": str(sign.get("words", ""))}
        for sign in (given if isinstance(given, list) else [])
        if isinstance(sign, dict) and isinstance(sign.get("id"), str) and sign.get("level") in LEVELS
    ]


def _spoken(metadata: dict[str, Any]) -> str:
    spoken = metadata.get("language")
    return spoken if spoken in LANGUAGES else "en"
