"""A topic told before gives way: whoever goes on writing has something new to say, and a danger that is new is never
answered with what stands above."""

from collections.abc import Sequence

from bot.content.topics import DANGERS, grave_topics
from bot.conversation.guesses import LOW, is_guess
from bot.conversation.little import STAY, tells_on
from bot.conversation.message import Said
from bot.conversation.plausible import ANSWERED
from bot.conversation.standing import Standing
from bot.conversation.words import answers_to_signs, follows, has
from bot.conversation.writer import ABOUT_ANOTHER, FOR_MINORS, ONLOOKERS, for_writer
from bot.nlu.signs import Sign
from bot.nlu.words import rank

AFTER, ELSEWHERE = 0.2, 0.4
"""Of the likeliest topic's score: what a topic not told before needs to be answered in its place, when people ask it
after that one (config/conversation/next.yml) and when they do not. Who goes on telling is not answered with a text
about something else: they hear that somebody reads."""
LEAST = 0.05
"""The least score of one that stands for another."""
OTHER_FROM, LOW_FROM = 0.3, 0.35
"""The least scores of another topic in what is told on, and of dark thoughts in the place of what was told."""
ANEW_FROM, OF_ROLE_FROM = 0.5, 0.4
"""The least score of a topic told before that a question asks for again; of one that it stands for in a role."""
NOT_INSTEAD = ("chat.", "service.talk_to_human", "support.local_services", *DANGERS)
"""What is answered only when it is asked for."""
TO_MINORS = "minor."
"""What is written to a child; of a child other topics tell."""
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
    goes_on = intent == now.about and intent in grave_topics() and not has("plainly", "asks", said)
    # Dark thoughts give way to nothing but a new danger.
    keeps = intent == LOW or (goes_on and bool(said.topics) and said.topics[0][0] != intent)
    likely = [] if keeps and not rises else _likely(intent, said, now)
    if goes_on_telling(intent, said, now) and not told_by_signs and not rises:
        return STAY if rank(now.level) >= rank("high") else ANSWERED
    instead = next((topic for topic in [*told_by_signs, *likely] if _is_new(topic, now)), None)
    if instead:
        return for_writer(instead, now)
    return UNCLEAR if rises and intent not in grave_topics() else intent


def goes_on_telling(intent: str, said: Said, now: Standing) -> bool:
    """Whether a message only tells more of what was answered before, and is hardly about anything else."""
    other = max((score for topic, score in said.topics if for_writer(topic, now) != intent), default=0.0)
    return intent in now.told and intent not in grave_topics() and other < OTHER_FROM and tells_on(said)


def asked_anew(intent: str, said: Said, now: Standing) -> bool:
    """Whether a question is likely about a topic told before, and not just now unless it is grave."""
    topic, score = said.topics[0] if said.topics else ("", 0.0)
    sure = for_writer(topic, now) == intent and score >= (ANEW_FROM if topic == intent else OF_ROLE_FROM)
    again = intent in now.told and (intent != now.about or (intent in grave_topics() and intent != LOW))
    small = intent.startswith(("chat.", "service.talk_to_human"))
    return sure and again and not small and has("plainly", "asks", said)


def not_told(said: Said, now: Standing) -> list[str]:
    """The likely topics that this writer was not told, best first: what the buttons under an unsure answer offer."""
    topics = dict.fromkeys(for_writer(topic, now) for topic, _score in said.topics if not topic.startswith(NOT_INSTEAD))
    return [topic for topic in topics if topic not in now.told]


def _likely(intent: str, said: Said, now: Standing) -> list[str]:
    first = said.topics[0][1] if said.topics else 0.0
    after = follows().get(intent, frozenset())
    return [
        topic
        for topic, score in said.topics
        if score >= max(LEAST, (AFTER if topic in after else ELSEWHERE) * first)
        and (topic != LOW or now.is_low or score >= LOW_FROM)
        and not is_guess(topic, score, now)
        and not topic.startswith((*NOT_INSTEAD, "service."))
    ]


def _is_new(topic: str, now: Standing) -> bool:
    own = for_writer(topic, now)
    if own in now.told or (now.writer == "minor" and not own.startswith(FOR_MINORS)):
        return False
    if now.writer in (*ABOUT_ANOTHER, "self") and topic.startswith(TO_MINORS):
        return False
    return now.writer in ABOUT_ANOTHER or not own.startswith(ONLOOKERS)
