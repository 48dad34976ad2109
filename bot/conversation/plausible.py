"""What is answered to a message whose likeliest topic is small talk: small talk is short, and nobody who is low is told
goodbye. The topics reported stay as they were found."""

from collections.abc import Collection

from bot.conversation.message import Said
from bot.conversation.standing import Standing
from bot.conversation.words import plainly
from bot.nlu.topic import Topics

YES_NO = frozenset({"chat.affirm", "chat.deny"})
CLOSING = frozenset({"chat.goodbye", "chat.greet"})
PLAIN_WORDS, PLAIN_THAI = 3, 14
"""A plain yes or no has at most so many words, or Thai characters; more is a message of its own."""
CLOSING_WORDS, CLOSING_THAI = 5, 30
MEANT_FROM = 0.1
"""The least score of another topic that a longer yes or no is taken to be about."""
ASKED_FROM = 0.2
"""The same for a long greeting or goodbye."""
GRAVE_SIGNS = frozenset({"suicidal", "suicide_now", "overdose"})
LOW = "health.mental"
ANSWERED = "answered"
"""The intent of an answer that changes nothing."""
NOT_UNDERSTOOD = "not_understood"
CHAT_SECRECY, CARE_SECRECY = "service.anonymity", "health.secrecy"


def is_plain(said: Said) -> bool:
    """Whether a message is short enough for a plain yes or no."""
    return said.is_within(PLAIN_WORDS, PLAIN_THAI)


def answered_as(said: Said, signs: Collection[str], now: Standing) -> str:
    """The intent for an understood message. `signs` are the ids found in the conversation so far."""
    likeliest = said.topics[0][0]
    if is_worn_out(said) or (likeliest == "chat.goodbye" and GRAVE_SIGNS & set(signs)):
        return LOW
    if likeliest in YES_NO and not is_plain(said):
        return _other(said.topics, MEANT_FROM) or (ANSWERED if now.asked else NOT_UNDERSTOOD)
    if likeliest == CHAT_SECRECY and (now.about or "").startswith("health.") and not _has("this_chat", said):
        return CARE_SECRECY
    if likeliest in CLOSING and not said.is_within(CLOSING_WORDS, CLOSING_THAI):
        return _other(said.topics, ASKED_FROM) or likeliest
    return likeliest


def is_worn_out(said: Said) -> bool:
    """Whether a message says nothing but that they can bear no more: it may be about anything, so also about life."""
    return said.is_within(PLAIN_WORDS * 2, CLOSING_THAI) and _has("worn_out", said)


def _has(part: str, said: Said) -> bool:
    return bool(plainly(part)[said.language].search(said.plain))


def _other(topics: Topics, least: float) -> str | None:
    return next((topic for topic, score in topics if not topic.startswith("chat.") and score >= least), None)
