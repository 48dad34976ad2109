"""What a message is likely about where it stands: the model reads each message alone, and a short one says too little.

Its chances are weighed by what was answered last, as one who knows the conversation would. A topic that the model
is sure of stays the likeliest; whether there is danger is judged by the message alone.
"""

from dataclasses import replace

from bot.content.topics import DANGERS
from bot.conversation.message import Said
from bot.conversation.standing import Standing
from bot.conversation.words import brings_somebody_new, follows
from bot.conversation.writer import ABOUT_ANOTHER

AGAIN, NEXT, NEAR = 4.0, 4.0, 2.0
"""For the topic answered last, for what is asked after it, and for what was told before or is asked after that."""
NEWCOMER, SMALL_TALK, SERVICE = 0.25, 0.3, 0.4
"""For somebody nobody has spoken of, for small talk of several words, and for questions about Lykta, when something
else was spoken of. These six were chosen on conversations of natives (tests/talks); half or twice as much changes
little."""
OF_LYKTA = "service."
TALK_WORDS, TALK_THAI = 3, 14
"""Small talk is mostly so short: words, or Thai characters."""


def leaning(said: Said, now: Standing) -> Said:
    """The message with its topics weighed, best first; their scores together are what they were."""
    about = now.danger or now.about
    if about is None or not said.topics:
        return said
    weighed = [(topic, score * _weight(topic, about, said, now)) for topic, score in said.topics]
    whole, scale = sum(score for _, score in said.topics), sum(score for _, score in weighed)
    if not scale:
        return said
    topics = [(topic, round(score * whole / scale, 4)) for topic, score in weighed]
    return replace(said, topics=sorted(topics, key=lambda pair: -pair[1]))


def _weight(topic: str, about: str, said: Said, now: Standing) -> float:
    if topic in DANGERS:
        return 1.0
    if topic == about:
        return AGAIN
    if topic in _after(about) or (topic.startswith(OF_LYKTA) and about.startswith(OF_LYKTA)):
        return NEXT
    if topic in now.told or any(topic in _after(told) for told in now.told):
        return NEAR
    if _is_new_here(topic, now):
        return NEWCOMER
    if topic.startswith("chat.") and not said.is_within(TALK_WORDS, TALK_THAI):
        return SMALL_TALK
    return SERVICE if topic.startswith(OF_LYKTA) else 1.0


def _after(topic: str) -> frozenset[str]:
    return follows().get(topic, frozenset())


def _is_new_here(topic: str, now: Standing) -> bool:
    if topic.startswith("minor."):
        return now.writer != "minor"
    if topic.startswith("friend."):
        return now.writer not in ABOUT_ANOTHER
    return topic in brings_somebody_new()
