"""A message once read: its cleaned text, words and features, so that each part of the understanding need not."""

from dataclasses import dataclass

from bot.nlu.clean import clean
from bot.nlu.features import Numbers, features
from bot.nlu.meanings import meanings_of
from bot.nlu.tokens import tokenise


@dataclass(frozen=True)
class Reading:
    """`active` are the features of text, words and meanings."""

    text: str
    words: tuple[str, ...]
    active: Numbers


def read(raw: str) -> Reading:
    """Reads a message of any length and content, also an empty one."""
    text = clean(raw)
    words = tuple(tokenise(text))
    return Reading(text, words, features(text, words, meanings_of(text, words)))
