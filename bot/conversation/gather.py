"""The last word on a message: level, intent and what else the dialogue is told, from everything found in it and from
where the conversation stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.content.topics import DANGERS
from bot.conversation.after_danger import after_danger
from bot.conversation.asked import question_in
from bot.conversation.care import TESTS, care_in
from bot.conversation.danger import (
    NOW,
    danger_text,
    plan_after_thoughts,
    says_better,
    says_no_danger,
    says_not_violent,
    says_safe,
    says_supposed,
)
from bot.conversation.evidence import level_of_evidence
from bot.conversation.guesses import is_guess, is_guess_at_danger
from bot.conversation.leaning import leaning
from bot.conversation.little import STAY, tells_on, without_words
from bot.conversation.meaning import Meaning, meaning_of, told_in_passing
from bot.conversation.message import Said
from bot.conversation.passport import country_told, passport_in
from bot.conversation.plausible import ANSWERED, NOT_UNDERSTOOD, SERVICE, answered_as
from bot.conversation.roles import BUYER, asked_in_role, is_onlooker, told_of_writer, without_other_work
from bot.conversation.sold import debt_in, sold_in
from bot.conversation.standing import Standing, standing
from bot.conversation.taken import overdose_in
from bot.conversation.told import UNCLEAR, asked_anew, not_told, unless_told
from bot.conversation.tongue import tongue_in
from bot.conversation.upset import upset_in
from bot.conversation.violence import violence_in
from bot.conversation.words import has
from bot.conversation.writer import (
    ABOUT_ANOTHER,
    PROFESSIONAL,
    for_this_writer,
    for_writer,
    names_own_partner,
    says_own_age,
    who_writes,
)
from bot.nlu.clean import clean
from bot.nlu.signs import Sign
from bot.nlu.topic import Topics, is_understood
from bot.nlu.urgency import Judgement, judge_by_signs
from bot.nlu.words import higher, rank

REPORTED = 3
IN_ROLE = frozenset({BUYER, PROFESSIONAL})
"""Who is neither the one it is about nor a friend, whatever a message is about."""
SPOKEN_AT_FIRST = "en"
OTHER_LANGUAGE = "other_language"
CONTROL = frozenset({"forced", "passport_taken", "not_allowed_out", "money_taken", "others_decide", "debt"})
"""Signs after which nobody is asked whether somebody else decides."""
GRAVE = ("safety.", "minor.", "health.mental", "health.after_rape", "law.report_crime", "exploit.", "friend.child")
DANGER_FROM, SURE_OF_DANGER = 0.05, 0.5
"""Two models look at a message, one for its level, one for its topic. Below these scores of both nothing is immediate:
on messages neither has seen that loses 4 in 1,000 of those in danger, and calls for a fifth fewer of the others."""
A_SIGN = 1, 8
"""Words, or Thai characters: so short a message that means nothing here says no more than that somebody is there."""
GRAVE_FROM = 0.06
"""The least score of a grave topic that answers a serious message whose topic is unclear."""
DANGER_HINTED_FROM = 0.15
"""The same for danger itself; below it 112 is named beside other help (`no_answer_yet`)."""


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
    metadata: Mapping[str, Any],
    other_language: str | None = None,
) -> Gathered:
    """`metadata` is the door's. `other_language` names a fifth language the message is in: the conversation's own is
    then kept, and the level is by signs alone, since a model that has never seen the words guesses. The level is the
    highest of message, door, and evidence over the conversation."""
    now = standing(metadata)
    judgement = judge_by_signs(signs) if other_language else judgement
    spoken = (now.language or SPOKEN_AT_FIRST) if other_language else language
    said = Said(text, spoken, topics)
    now = without_other_work(said, now)
    now = replace(now, known=now.known | told_of_writer(said, now) | country_told(said))
    alone = for_this_writer(said, now)
    said = leaning(alone, now)
    here = [{"id": sign.id, "level": sign.level, "words": sign.words} for sign in judgement.signs]
    own_hand = overdose_in(alone, now) or plan_after_thoughts(alone, now)
    here += [own_hand] if own_hand else []
    every = [*now.signs, *(sign for sign in here if sign["id"] not in now.sign_ids)]

    sure = _door_sees_danger_here(said, now) or any(sign["level"] == "immediate" for sign in here)
    judged = judgement.level if sure else _lowered(judgement, alone, now)
    found = [sign["id"] for sign in here]
    after = after_danger(said, judged, found, sure, now)
    violence, in_role = violence_in(said, judged, now), asked_in_role(said, now)
    calm = after or (violence and violence.calm) or (in_role and in_role.intent == BUYER)
    if not sure and judged == "immediate" and calm:
        judged = "high"  # what the words say is more than a guess
    grave_sign = any(rank(sign["level"]) >= rank("high") for sign in here)
    care = None if grave_sign else care_in(said, now)
    if care and not here and has("care", "condom", said):
        judged = "routine"  # a condom that broke sounds like violence to a model
    immediate = judged == "immediate" or bool(own_hand) or _door_sees_danger_here(said, now)
    level = higher("immediate" if immediate else judged, higher(now.level, level_of_evidence(every)))
    entities = _told(said, level, judgement, every, now)
    if after:
        if entities.get("writer") in ABOUT_ANOTHER:
            del entities["writer"]  # "I cannot talk, he hears" sounds like how to talk to a friend
        return _gathered(after, said, entities)
    if immediate:
        return _gathered(danger_text(said, found, now, bool(own_hand)), said, entities)
    if other_language:
        return _gathered(OTHER_LANGUAGE, said, {**entities, "other_language": other_language})
    meaning = care or _in_words(said, found, now) or violence or in_role or sold_in(said, found, now)
    meaning = meaning or debt_in(said, now) or meaning_of(said, level, now)
    chosen = meaning.intent if meaning else choose_intent(said, judged, level, every, now)
    intent = chosen if meaning and meaning.tells.get("repeat") else for_writer(chosen, now)
    anew = asked_anew(intent, said, now) and (meaning is None or not meaning.tells)
    if anew or (intent == SERVICE and has("plainly", "is_it_a_bot", said)):
        entities["repeat"] = True
    elif meaning is None or not meaning.stays:
        of_model = said if meaning is None else replace(said, topics=[])  # words are not overruled by a guess
        intent = unless_told(intent, of_model, judged, judgement.signs, now)
    return _gathered(intent, said, _with(entities, meaning, told_in_passing(said, now)))


def choose_intent(said: Said, here: str, level: str, signs: Sequence[Mapping[str, str]], now: Standing) -> str:
    """The topic that answers a message of level `here` in a conversation of `level`, if one is likely enough. Someone
    whose message is serious but unclear is not told that the bot does not understand, but offered a person."""
    found = [sign["id"] for sign in signs]
    answered = answered_as(said, here, found, now) if said.has_letters else None
    if answered:
        return answered
    if not said.has_words or (rank(here) < rank("high") and said.is_within(*A_SIGN)):
        return without_words(replace(now, level=level)) or NOT_UNDERSTOOD
    if rank(here) < rank("high") and now.in_talk and tells_on(said):
        return STAY if rank(level) >= rank("high") else ANSWERED
    if rank(here) < rank("high"):
        return UNCLEAR if rank(level) >= rank("high") and said.has_letters else NOT_UNDERSTOOD
    denied = says_no_danger(said) or says_not_violent(said) or says_supposed(said, now)
    goes_on = rank(now.level) >= rank("high") and now.in_talk and now.danger is None and "?" not in said.text
    clear = is_understood(said.topics) and not is_guess_at_danger(*said.topics[0], found, now)
    if goes_on and not clear and not set(found) - now.sign_ids and (met := without_words(now)):
        return met  # a story told in several messages
    unclear = STAY if rank(now.level) >= rank("high") and tells_on(said) else UNCLEAR
    grave = (
        topic
        for topic, score in said.topics
        if topic.startswith(GRAVE)
        and score >= (DANGER_HINTED_FROM if topic in DANGERS else GRAVE_FROM)
        and not is_guess_at_danger(topic, score, found, now)
        and not is_guess(topic, score, now, found)
    )
    return next((topic for topic in grave if topic not in DANGERS or not denied), unclear)


def nothing_understood(metadata: Mapping[str, Any]) -> Gathered:
    """The safe default when gathering itself failed: what the door knows, and the offer that follows a miss."""
    language = standing(metadata).language or SPOKEN_AT_FIRST
    return Gathered(NOT_UNDERSTOOD, 0.0, {"language": language, "topics": [], "likely": []})


def _in_words(said: Said, found: Sequence[str], now: Standing) -> Meaning | None:
    """What words ask for or say plainly whatever a model takes them for; a message with a new sign of danger in it is
    no anger and no question about bills."""
    passport = passport_in(said, found, now)
    if passport or set(found) - now.sign_ids:
        return passport
    return tongue_in(said) or upset_in(said, now) or question_in(said, now)


def _lowered(judgement: Judgement, said: Said, now: Standing) -> str:
    """The model's level without `immediate` when the writer says that there is no danger now, that nobody is violent,
    that they are safe or feel better, when it is surely about tests and shows no sign of danger, or when it is hardly
    sure and what the message is about is not danger."""
    about_danger = dict(said.topics).get(NOW, 0.0) >= DANGER_FROM
    of_tests = said.likeliest == TESTS and said.topics[0][1] >= SURE_OF_DANGER and not judgement.signs
    doubtful = judgement.score < SURE_OF_DANGER and not about_danger
    supposed = says_supposed(said, now) and not judgement.signs
    calm = says_no_danger(said) or says_not_violent(said) or says_better(said) or supposed
    harmless = doubtful or of_tests or calm or says_safe(said, now)
    return "high" if judgement.level == "immediate" and harmless else judgement.level


def _told(
    said: Said, level: str, judgement: Judgement, signs: Sequence[Mapping[str, str]], now: Standing
) -> dict[str, Any]:
    told: dict[str, Any] = {
        "language": said.language,
        "channel": now.channel,
        "level": level,
        "level_score": {"level": level, "score": judgement.score if level == judgement.level else 1.0},
        "topics": [list(pair) for pair in said.topics[:REPORTED]],
        "likely": not_told(said, now)[:REPORTED],
        "signs": list(signs),
    }
    writer = "minor" if says_own_age(said) else who_writes(said.topics, judgement.signs, now.writer)
    writer = "other" if IN_ROLE & now.known else writer
    if (
        writer == "self"
        and now.writer in (None, "self")
        and not now.in_talk
        and _tells_of_rape_of_another(said, judgement)
    ):
        writer = "friend"
    writer = "friend" if writer is None and is_onlooker(said, now) else writer
    if writer:
        told["writer"] = writer
    controlled = any(sign["id"] in CONTROL for sign in signs)
    if known := sorted({*now.known, *(["controlled"] if controlled else [])}):
        told["known"] = known
    return told


def _tells_of_rape_of_another(said: Said, judgement: Judgement) -> bool:
    another = has("danger", "another", said) and not has("danger", "myself", said)
    return another and not names_own_partner(said) and any(sign.id == "rape" for sign in judgement.signs)


def _with(entities: dict[str, Any], meaning: Meaning | None, passing: Mapping[str, Any]) -> dict[str, Any]:
    """The entities, with what the message told in passing and what its meaning tells."""
    known = [*entities.get("known", []), *passing.get("known", [])]
    told = {**entities, **passing, **(meaning.tells if meaning else {}), "known": known}
    told["level"] = higher(entities["level"], told["level"])
    if told["level"] != entities["level"]:
        told["level_score"] = {"level": told["level"], "score": 1.0}  # the person said it
    return told


def _gathered(intent: str, said: Said, entities: dict[str, Any]) -> Gathered:
    return Gathered(intent, said.topics[0][1] if said.topics else 0.0, entities)


def _door_sees_danger_here(said: Said, now: Standing) -> bool:
    """Whether the door's signs hold one of immediate danger whose words stand in this very message.

    The door also sends back what was found earlier: that must not answer every later "thank you" with 112.
    """
    words = [clean(sign["words"]) for sign in now.signs if sign["level"] == "immediate"]
    return any(one and one in said.cleaned for one in words)
