"""Who writes, as far as a message shows: about themselves, about a friend, as someone under 18, or another."""

from collections.abc import Sequence

from bot.nlu.signs import Sign
from bot.nlu.topic import Topics

BY_TOPIC = {"friend": "friend", "minor": "minor", "buyer": "other"}
ABOUT_ANOTHER = frozenset({"friend", "other"})
SURE_FROM = 0.4
SMALL_TALK = ("chat", "service")


def who_writes(topics: Topics, signs: Sequence[Sign], known: str | None = None) -> str | None:
    """The writer, or None when the message does not say (small talk, questions about the service, an unsure topic).

    An age under 18 makes a minor of the writer unless the message, or the conversation so far (`known`), is about
    somebody else. A friend who asks about law or health goes on being a friend.
    """
    if not topics:
        return None
    topic, score = topics[0]
    group = topic.split(".")[0]
    about_another = known in ABOUT_ANOTHER
    aged = any(sign.id == "under_18" and not sign.softened for sign in signs)
    if aged and not about_another and not (group == "friend" and score >= SURE_FROM):
        return "minor"
    if score < SURE_FROM or group in SMALL_TALK:
        return None
    found = BY_TOPIC.get(group, "self")
    return None if about_another and found in ("self", "minor") else found
