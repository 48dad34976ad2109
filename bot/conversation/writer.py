"""Who writes, as far as a message shows: about themselves, about a friend, as someone under 18, or another; and which
topic answers them."""

from collections.abc import Sequence
from dataclasses import replace

from bot.conversation.message import Said
from bot.conversation.standing import Standing
from bot.conversation.words import has, own_partner, professionals, roles
from bot.nlu.signs import Sign
from bot.nlu.topic import Topics
from bot.nlu.words import rank

BY_TOPIC = {"friend": "friend", "minor": "minor", "buyer": "other"}
ABOUT_ANOTHER = frozenset({"friend", "other"})
SURE_FROM = 0.4
SURE_OF_MINOR = 0.8
"""What is written for children fits adults too; and who was under 18 once is so for the whole conversation."""
SMALL_TALK = ("chat", "service")
PROFESSIONAL = "professional.coordinators"
BUYING = frozenset({"buyer.stop", "law.buying"})
"""Topics that one who buys was answered with."""
NOT_SELLING = "not_selling"
"""What is known of someone who said so."""
ABOUT_SELLING = frozenset(
    {"law.selling", "law.police_visit", "safety.work_tips", "support.stop_selling", "law.money_tax"}
)
HINTED_FROM = 0.05
CONTROLLED, MINOR = "safety.controlled", "minor.self"
ONLOOKERS = "friend."
MINORS = "minor."
GUESSED_BELOW = 0.5
FOR_MINORS = ("minor.", "health.", "law.images")
"""What begins so is written for someone under 18 too."""
FRIEND_FROM = 0.12
"""The least score of a topic for onlookers in a message that names somebody else."""
LOCAL = "support.local_services"
OWN_ALIKE = frozenset({"safety.controlled", "law.trafficking", "safety.stalking_threats", "migration.return"})
"""What is told of oneself in the same words as of somebody else."""
UNSURE_BELOW = 0.3
"""Below this score of the likeliest topic somebody else who is named is what a first message is about."""
REPORT, CRIME = "friend.report", "law.report_crime"
"""To report something, told of by an onlooker and by the one it was done to."""
SURE_OF_FRIEND = 0.6
"""Below this score somebody who wrote of themselves before still does."""


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
    if found == "minor" and score < SURE_OF_MINOR:
        return None
    return None if about_another and found in ("self", "minor") else found


def for_writer(topic: str, now: Standing) -> str:
    """The topic that answers this writer: a child is not told of rent and permits, a buyer not that selling is no
    crime, a friend is not asked to leave. Roles come from what the conversation was about so far, and from what was
    told of the writer. Of several topics that may stand in for one, the first that was not told."""
    for role, turned in roles().items():
        if now.writer == role or role in now.told or role in now.known:
            instead = turned.get(topic, (topic,))
            again = topic if topic in instead else instead[0]
            return next((one for one in instead if one not in now.told), again)
    return topic


def for_this_writer(said: Said, now: Standing) -> Said:
    """The message without the topics that are for onlookers, when it is the writer's own: they say how old they are,
    name nobody but their own partner, tell of their own work, wrote of themselves before and are hardly sure to write
    of a friend now, or told of something serious and ask where to report; for someone who does not sell also without
    the topics about that."""
    if NOT_SELLING in now.known:
        said = _without_selling(said)
    if now.writer is None or now.writer == "self":
        said = _reporting_own(_of_another(said, now), now)
    if now.writer == "self" and now.in_talk and not any(topic.startswith(MINORS) for topic in now.told):
        said = _of_no_minor(said)
    if now.writer in ABOUT_ANOTHER or not said.topics or not said.topics[0][0].startswith(ONLOOKERS):
        return said
    own = [(topic, score) for topic, score in said.topics if not topic.startswith(ONLOOKERS)]
    another, works = has("danger", "another", said), has("roles", "own_work", said)
    if _names_own_partner_only(said):
        own = [(CONTROLLED, said.topics[0][1]), *(pair for pair in own if pair[0] != CONTROLLED)]
    elif says_own_age(said):
        own = [(MINOR, said.topics[0][1]), *(pair for pair in own if pair[0] != MINOR)]
    elif another or (not works and (now.writer is None or said.topics[0][1] >= SURE_OF_FRIEND)):
        return said
    return Said(said.text, said.language, own)


def _of_no_minor(said: Said) -> Said:
    """The message without what is written for someone under 18 where it is a guess: whoever wrote of themselves before
    did not say so."""
    if not said.topics or not said.topics[0][0].startswith(MINORS) or said.topics[0][1] >= GUESSED_BELOW:
        return said
    if says_own_age(said):
        return said
    return replace(said, topics=[pair for pair in said.topics if not pair[0].startswith(MINORS)])


def _of_another(said: Said, now: Standing) -> Said:
    """The first message that names somebody else and nothing of the writer's own: the likeliest topic for onlookers
    first, where there is one."""
    if now.told or not has("danger", "another", said) or has("danger", "myself", said):
        return said
    theirs = next((pair for pair in said.topics if pair[0].startswith(ONLOOKERS) and pair[1] >= FRIEND_FROM), None)
    there = said.topics[0][0] == LOCAL and not has("after_danger", "seeks", said)  # "my friend works in Malmo"
    unsure = said.topics[0][1] < UNSURE_BELOW
    if theirs is None or (said.topics[0][0] not in OWN_ALIKE and not there and not unsure):
        return said
    first = (theirs[0], said.topics[0][1])
    return Said(said.text, said.language, [first, *(pair for pair in said.topics if pair[0] != theirs[0])])


def _reporting_own(said: Said, now: Standing) -> Said:
    """The message of somebody who told of something serious of their own: to report is to report that."""
    serious = now.writer == "self" and rank(now.level) >= rank("high")
    if not serious or has("danger", "another", said):
        return said
    own: dict[str, float] = {}
    for topic, score in said.topics:
        own.setdefault(CRIME if topic == REPORT else topic, score)
    return Said(said.text, said.language, list(own.items()))


def says_own_age(said: Said) -> bool:
    """Whether the writer says that they themselves are under 18."""
    return has("plainly", "own_age", said)


def names_own_partner(said: Said) -> bool:
    """Whether a message names the writer's own partner."""
    return has("home", "partner", said)


def _without_selling(said: Said) -> Said:
    """The message of someone who does not sell: without the topics about it, where it may be about another."""
    own = [(topic, score) for topic, score in said.topics if topic not in ABOUT_SELLING]
    return Said(said.text, said.language, own) if own and own[0][1] >= HINTED_FROM else said


def _names_own_partner_only(said: Said) -> bool:
    """Languages that leave out "me" make a friend's message and the writer's own look alike."""
    patterns = own_partner().get(said.language)
    return bool(patterns and patterns[0].search(said.plain) and not patterns[1].search(said.plain))


def is_professional(said: Said) -> bool:
    """Whether someone asks from their work: names the coordinators, or says what they are and whom they meet."""
    how = professionals()[said.language]
    if how.unless.search(said.plain):
        return False
    return bool(how.names.search(said.plain) or (how.work.search(said.plain) and how.meets.search(said.plain)))
