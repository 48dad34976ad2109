"""How many text messages (segments) a text is sent as, which is what it costs.

A segment holds 160 characters of the GSM-7 alphabet (3GPP TS 23.038; ^{}\\[~]|€ count twice), 153 each when there are
several; with any other character, as in Thai or with ă and ș, the text goes as UCS-2, with 70 and 67.
"""

from dataclasses import dataclass
from typing import Literal

Encoding = Literal["GSM-7", "UCS-2"]

_TWICE = set("^{}\\[~]|€\f")
_GSM_7 = _TWICE | set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)


@dataclass(frozen=True)
class Count:
    """`units` as they are counted, `single` fit into one segment, `joined` into each of several."""

    encoding: Encoding
    units: int
    single: int
    joined: int

    @property
    def segments(self) -> int:
        """At least one: an empty text is sent too."""
        return 1 if self.units <= self.single else -(-self.units // self.joined)


def counted(text: str) -> Count:
    if set(text) <= _GSM_7:
        return Count("GSM-7", sum(2 if character in _TWICE else 1 for character in text), 160, 153)
    return Count("UCS-2", len(text.encode("utf-16-le")) // 2, 70, 67)


def segments(text: str) -> int:
    """How many text messages it is sent as."""
    return counted(text).segments


def outside(text: str) -> list[tuple[int, str]]:
    """Place and character of whatever is not in GSM-7; one of them makes the whole text UCS-2."""
    return [(place, character) for place, character in enumerate(text) if character not in _GSM_7]


def plainly(text: str) -> str:
    """The same with signs as a keyboard has them: a single curly quote would more than double the cost."""
    return text.translate(_PLAINLY)


_PLAINLY = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\u00b7\u2022", "-"),
        **dict.fromkeys("\u00a0\u2009\u202f\t", " "),
        **{"\u201a": ",", "\u00d7": "x", "\u2026": "...", "\u2028": "\n", "\u00ad": ""},
    }
)
