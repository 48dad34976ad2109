"""A topic told before gives way: whoever goes on writing has something new to say, and a danger that is new is never
answered with what stands above."""

from collections.abc import Sequence

from bot.content.topics import DANGERS, grave_topics
from bot.conversation.message import Said
from bot.conversation.standing import Standing
from bot.conversation.words import answers_to_signs
from bot.conversation.writer import ABOUT_ANOTHER, FOR_MINORS, ONLOOKERS, for_writer
from bot.nlu.signs import Sign
from bot.nlu.words import rank

SHARE = 0.2
"""Of the likeliest topic's score: what a topic not told before needs to be answered in its place. On messages of ours
that nothing learnt from, seven in ten of those whose first topic is not theirs have one so likely, and of these the
second is theirs in four of ten; of those whose first is theirs, one in four has one."""
GRAVE_FROM = 0.05
"""The least score of one that stands for a grave topic: whoever goes on telling has more to tell."""
LOW = "health.mental"
"""Dark thoughts give way to nothing but a new danger."""
NOT_INSTEAD = ("chat.", "service.talk_to_human", "support.local_services", *DANGERS)
"""What is answered only when it is asked for."""
UNCLEAR = "no_answer_yet"


def unless_told(intent: str, said: Said, level: str, signs: Sequence[Sign], now: Standing) -> str:
    """The intent that answers a message of this level with these signs, where `intent` (the writer's own already) would
    be told again: the topic of a sign not seen before, else the next likely one not told, else `intent` itself; a new
    danger that none fits is `no_answer_yet`, unless the topic is grave and so answered with care anyway."""
    if intent not in now.told:
        return intent
    new_signs = [sign.id for sign in signs if not sign.softened and sign.id not in now.sign_ids]
    told_by_signs = [answers_to_signs()[sign] for sign in new_signs if sign in answers_to_signs()]
    rises = rank(level) >= rank("high") and rank(level) > rank(now.level)
    likely = [] if intent == LOW and not rises else _likely(intent, said, now)
    instead = next((topic for topic in [*told_by_signs, *likely] if _is_new(topic, now)), None)
    if instead:
        return for_writer(instead, now)
    return UNCLEAR if rises and intent not in grave_topics() else intent


def not_told(said: Said, now: Standing) -> list[str]:
    """The likely topics that this writer was not told, best first: what the buttons under an unsure answer offer."""
    topics = dict.fromkeys(for_writer(topic, now) for topic, _score in said.topics if not topic.startswith(NOT_INSTEAD))
    return [topic for topic in topics if topic not in now.told]


def _likely(intent: str, said: Said, now: Standing) -> list[str]:
    least = GRAVE_FROM if intent in grave_topics() else max(GRAVE_FROM, SHARE * said.topics[0][1] if said.topics else 0)
    return [
        topic for topic, score in said.topics if score >= least and not topic.startswith((*NOT_INSTEAD, "service."))
    ]


def _is_new(topic: str, now: Standing) -> bool:
    own = for_writer(topic, now)
    if own in now.told or (now.writer == "minor" and not own.startswith(FOR_MINORS)):
        return False
    return now.writer in ABOUT_ANOTHER or not own.startswith(ONLOOKERS)
