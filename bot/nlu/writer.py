"""Who writes, as far as a message shows: about themselves, about a friend, as someone under 18, or another."""

from collections.abc import Sequence

from bot.nlu.signs import Sign
from bot.nlu.topic import Topics

BY_TOPIC = {"friend": "friend", "minor": "minor", "buyer": "other"}
SURE_FROM = 0.4
SMALL_TALK = ("chat", "service")


def who_writes(topics: Topics, signs: Sequence[Sign]) -> str | None:
    """The writer, or None when the message does not say (small talk, questions about the service, an unsure topic).

    An age under 18 makes a minor of the writer unless the message is about somebody else.
    """
    if not topics:
        return None
    topic, score = topics[0]
    group = topic.split(".")[0]
    aged = any(sign.id == "under_18" and not sign.softened for sign in signs)
    if aged and not (group == "friend" and score >= SURE_FROM):
        return "minor"
    if score < SURE_FROM or group in SMALL_TALK:
        return None
    return BY_TOPIC.get(group, "self")
