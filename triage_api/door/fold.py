"""Fold a message so that one pattern meets every spelling: case, diacritics, apostrophes, digits of any script."""

import re
import unicodedata
from dataclasses import dataclass

# Marks stripped from Latin letters only: in Thai the vowels are marks, and without them nothing is left to read.
_LATIN_MARKS = range(0x0300, 0x0370)
_APOSTROPHES = frozenset("'’‘`´ʼ")
SARA_E, SARA_AE = "เ", "แ"
"""Many type the second as the first twice: it looks the same."""
_SENTENCE_ENDS = frozenset(".!?;\n…。！？")
_LETTERS = str.maketrans({"ø": "o", "æ": "a", "đ": "d", "ł": "l", "ı": "i", "ß": "s"})
_REPEATED = re.compile(r"([^\W\d])\1{2,}")


@dataclass(frozen=True)
class Sentence:
    """Folded words with single spaces; `at[i]` is where the character `text[i]` stood in the message."""

    text: str
    at: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The part of the original message behind `text[start:end]`."""
        return self.at[start], self.at[end - 1] + 1


def fold(message: str) -> list[Sentence]:
    """The message's sentences, folded. Linear in the length of the message."""
    sentences: list[Sentence] = []
    letters: list[str] = []
    places: list[int] = []

    def end_sentence() -> None:
        if "".join(letters).strip():
            sentences.append(_calm("".join(letters).rstrip(), places))
        letters.clear()
        places.clear()

    for place, character in enumerate(message):
        if character in _SENTENCE_ENDS:
            end_sentence()
            continue
        for folded in _fold_character(character):
            if folded == " " and (not letters or letters[-1] == " "):
                continue
            if folded == SARA_E and letters and letters[-1] == SARA_E:
                letters[-1] = SARA_AE
                continue
            letters.append(folded)
            places.append(place)
    end_sentence()
    return sentences


def _fold_character(character: str) -> str:
    if character in _APOSTROPHES:
        return ""
    if "\u0e00" <= character <= "\u0e7f" and not character.isdigit():
        # NFKD would take the Thai vowel am apart; written in two pieces it is put together by `_calm`.
        return character
    plain = unicodedata.normalize("NFKD", character.lower())
    plain = "".join(c for c in plain if ord(c) not in _LATIN_MARKS).translate(_LETTERS)
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    return "".join(c if c.isalnum() or unicodedata.category(c).startswith("M") else " " for c in plain)


def _calm(text: str, places: list[int]) -> Sentence:
    """ "heeelp" and "ช่วยด้วยยยย" as they are said: a letter three times or more counts once."""
    kept: list[int] = []
    at = 0
    for run in _REPEATED.finditer(text):
        kept += range(at, run.start() + 1)
        at = run.end()
    kept += range(at, len(text))
    return Sentence("".join(text[i] for i in kept), tuple(places[i] for i in kept))
