"""Topics that a model only guesses at. What would make somebody low, a child, in danger or rude needs more than a
small chance, and so does that they ask for a person; what their words deny is not answered at all."""

from collections.abc import Collection

from bot.content.topics import DANGERS
from bot.conversation.danger import says_not_violent, says_supposed
from bot.conversation.message import Said
from bot.conversation.standing import Standing
from bot.conversation.words import has
from bot.nlu.signs import kinds
from bot.nlu.words import rank

LOW, MINOR, HUMAN = "health.mental", "minor.self", "service.talk_to_human"
ABUSE, PREGNANCY, CHILD = "chat.abuse", "health.pregnancy", "friend.child"
IMMEDIATE = frozenset(id for id, kind in kinds().items() if kind.level == "immediate")
LOW_GUESS, MINOR_FROM = 0.2, 0.4
"""Below these scores dark thoughts in the middle of a conversation, and somebody under 18, are a guess."""
CHILD_BELOW = 0.5
"""Below this score nobody who wrote of themselves before is taken for a child."""
INSULT_FROM = 0.55
"""The least score of an insult in the middle of a conversation: short broken words sound like one to a model."""
HUMAN_FROM = 0.35
"""The least score at which a counsellor is taken to be asked for: of those asked in words few score less."""
DANGER_ASKED_FROM = 0.6
"""The least score at which a harmless message is taken to ask about danger: whoever is in danger writes otherwise."""
DANGER_GUESSED_FROM = 0.5
"""The least score at which danger answers a serious message in a talk in which no sign of it was named."""


def is_guess_at_danger(topic: str, score: float, signs: Collection[str], now: Standing) -> bool:
    """Whether a topic of danger is too unlikely to answer a serious message in a talk that is not of danger, and shows
    no new sign of any."""
    held = not now.in_talk or now.level == "immediate" or bool(IMMEDIATE & set(signs) or set(signs) - now.sign_ids)
    return topic in DANGERS and not held and score < DANGER_GUESSED_FROM


def is_guess(topic: str, score: float, now: Standing, signs: Collection[str] = ()) -> bool:
    """Whether a topic that says something grave of the writer is hardly likely: that they are under 18, or low. Who was
    not taken for that is not made it by a guess."""
    if topic == MINOR:
        return score < MINOR_FROM and now.writer != "minor" and "under_18" not in now.sign_ids | set(signs)
    if topic == CHILD:
        return score < MINOR_FROM and now.writer in (None, "self") and now.in_talk
    return topic == LOW and score < LOW_GUESS and not now.is_low and now.in_talk


def is_unasked(topic: str, score: float, said: Said, here: str, signs: Collection[str], now: Standing) -> bool:
    """Whether a message of level `here` is not to be answered with a topic that its words deny, or that they would say
    more plainly."""
    if topic == PREGNANCY:
        return has("plainly", "not_pregnant", said)
    if topic == HUMAN:
        return score < HUMAN_FROM
    if topic == ABUSE:
        return (score < INSULT_FROM and now.in_talk) or has("upset", "not_at_bot", said)
    if topic.startswith("minor.") and score < CHILD_BELOW and now.writer == "self" and now.in_talk:
        return True  # in Thai every young word for "I" sounds like a child
    if topic not in DANGERS:
        return False
    unsure = score < DANGER_ASKED_FROM and rank(here) < rank("high")
    supposed = says_supposed(said, now) and not IMMEDIATE & set(signs)
    denied = has("danger", "no_danger", said) or says_not_violent(said)
    return unsure or denied or supposed or is_guess_at_danger(topic, score, signs, now)
