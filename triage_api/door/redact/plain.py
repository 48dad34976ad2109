"""The same text for the finders: digits and signs of every script as ASCII, character by character, same length."""

import unicodedata

_DASHES = "‐‑‒–—―−﹣－"
_SIGNS = {
    **dict.fromkeys(_DASHES, "-"),
    "＠": "@",
    "．": ".",
    "。": ".",
    "＋": "+",
    "（": "(",
    "）": ")",
    "／": "/",
    "：": ":",
}
_SPACES = dict.fromkeys(
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "
)
_KNOWN = {**_SIGNS, **_SPACES}


def plain(text: str) -> str:
    """`len(plain(text)) == len(text)`, so that a span in one is the same span in the other."""
    return text if text.isascii() else "".join(map(_plain_character, text))


def _plain_character(character: str) -> str:
    if character.isascii():
        return character
    if character in _KNOWN:
        return _KNOWN[character]
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    # Full-width and mathematical letters; everything else stays, the letters of our four languages above all.
    folded = unicodedata.normalize("NFKC", character)
    return folded if len(folded) == 1 and folded.isascii() else character


def without_marks(text: str) -> str:
    """ "Lăcrămioara" as "Lacramioara": people leave the marks out as often as not. Thai vowels stay."""
    if text.isascii():
        return text
    return "".join(c if "\u0e00" <= c <= "\u0e7f" else unicodedata.normalize("NFD", c)[0] for c in text)
