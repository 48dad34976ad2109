"""What is answered to a message whose likeliest topic is small talk: small talk is short, and nobody who is low is told
goodbye. The topics reported stay as they were found."""

import re
from collections.abc import Collection

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
THAI = re.compile(r"[\u0e00-\u0e7f]")


def is_plain(text: str) -> bool:
    """Whether a cleaned text is short enough for a plain yes or no."""
    return _fits(text, PLAIN_WORDS, PLAIN_THAI)


def answered_as(topics: Topics, text: str, signs: Collection[str]) -> str:
    """The intent for an understood message. `signs` are the ids found in the conversation so far."""
    likeliest = topics[0][0]
    if likeliest == "chat.goodbye" and GRAVE_SIGNS & set(signs):
        return LOW
    if likeliest in YES_NO and not is_plain(text):
        return _other(topics, MEANT_FROM) or ANSWERED
    if likeliest in CLOSING and not _fits(text, CLOSING_WORDS, CLOSING_THAI):
        return _other(topics, ASKED_FROM) or likeliest
    return likeliest


def _other(topics: Topics, least: float) -> str | None:
    return next((topic for topic, score in topics if not topic.startswith("chat.") and score >= least), None)


def _fits(text: str, words: int, thai: int) -> bool:
    return len(text) <= thai if THAI.search(text) else len(text.split()) <= words
