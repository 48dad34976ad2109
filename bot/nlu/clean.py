"""A message as the understanding reads it: one spelling of spaces and letters, and none of the redaction's tokens."""

import re
import unicodedata
from functools import lru_cache

REDACTED = re.compile(r"⟦[a-z_]+⟧")
SPACES = re.compile(r"\s+")
STRETCHED = re.compile(r"(.)\1{3,}")
OTHERS = {"ø": "o", "æ": "a", "ł": "l", "đ": "d", "ı": "i"}
TYPED_OTHERWISE = (("เเ", "แ"), ("\u0e4d\u0e32", "\u0e33"))
"""Thai vowels typed as two signs that look the same."""
LONGEST = 4000
"""Characters read of a message; the door lets 2,000 through."""


def clean(text: str) -> str:
    """Lower case, NFC, single spaces; letters stretched four times or more cut to three; tokens like ⟦phone⟧ gone,
    since what was hidden says nothing about language or topic. Anything that is not a text is empty."""
    if not isinstance(text, str):
        return ""
    text = unicodedata.normalize("NFC", REDACTED.sub(" ", text[:LONGEST])).replace("’", "'").casefold()
    for typed, meant in TYPED_OTHERWISE:
        text = text.replace(typed, meant)
    return SPACES.sub(" ", STRETCHED.sub(r"\1\1\1", text)).strip()


def fold(text: str) -> str:
    """Latin letters without their marks (å → a, ț and ţ → t), as many people write on phones; Thai is left as it is.

    Each character gives exactly one, so a place in the folded text is the same place in the text.
    """
    return "".join(map(_plain, text))


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    if char < "\x80" or "\u0e00" <= char <= "\u0e7f":
        return char
    return OTHERS.get(char) or unicodedata.normalize("NFD", char)[0]
