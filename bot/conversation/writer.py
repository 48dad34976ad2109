"""Who writes, as far as a message shows: about themselves, about a friend, as someone under 18, or another; and which
topic answers them."""

from collections.abc import Sequence

from bot.conversation.message import Said
from bot.conversation.standing import Standing
from bot.conversation.words import own_partner, professionals, roles
from bot.nlu.signs import Sign
from bot.nlu.topic import Topics

BY_TOPIC = {"friend": "friend", "minor": "minor", "buyer": "other"}
ABOUT_ANOTHER = frozenset({"friend", "other"})
SURE_FROM = 0.4
SMALL_TALK = ("chat", "service")
PROFESSIONAL = "professional.coordinators"
CONTROLLED = "safety.controlled"


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


def for_writer(topic: str, now: Standing) -> str:
    """The topic that answers this writer: a child is not told of rent and permits, a buyer not that selling is no
    crime, a friend is not asked to leave. Roles come from what the conversation was about so far."""
    for role, turned in roles().items():
        if now.writer == role or role in now.told:
            return turned.get(topic, topic)
    return topic


def of_own_partner(said: Said, now: Standing) -> Said:
    """The message with its topics about friends taken as about the writer, when it names nobody but their own partner:
    languages that leave out "me" make both look alike."""
    if now.writer in ABOUT_ANOTHER or not said.topics or not said.topics[0][0].startswith("friend."):
        return said
    patterns = own_partner().get(said.language)
    if patterns is None or not patterns[0].search(said.plain) or patterns[1].search(said.plain):
        return said
    others = [(topic, score) for topic, score in said.topics if not topic.startswith("friend.")]
    topics = [(CONTROLLED, said.topics[0][1]), *(pair for pair in others if pair[0] != CONTROLLED)]
    return Said(said.text, said.language, topics)


def is_professional(said: Said) -> bool:
    """Whether someone asks from their work: names the coordinators, or says what they are and whom they meet."""
    how = professionals()[said.language]
    if how.unless.search(said.plain):
        return False
    return bool(how.names.search(said.plain) or (how.work.search(said.plain) and how.meets.search(said.plain)))
