"""What a linear model sees of a message, as numbers: character stretches, words, their beginnings, meanings, signs.

Each feature is a 32-bit number: three bits for the kind, 29 of a CRC-32, which is the same on every machine and run
(Python's own hash is not). Kinds are weighed apart, so that the hundreds of stretches do not drown the few words.
"""

from collections.abc import Iterable, Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.nlu.clean import fold

Numbers = NDArray[np.uint32]
"""Features, sorted."""

STRETCHES, WORDS, BEGINNINGS, MEANINGS, SIGNS = range(5)
KINDS = 5
HASH_BITS = 29
LENGTHS = (3, 4)
BEGINNING = 5
"""Characters of a word's beginning: inflected forms of a word mostly share them in Swedish, English and Romanian."""


def features(text: str, words: Sequence[str], meanings: Iterable[str] = (), signs: Iterable[str] = ()) -> Numbers:
    """Distinct features of a cleaned text, its words and what was found in them, sorted, as uint32; Latin letters
    count without marks."""
    plain = [fold(word) for word in words]
    numbers = _numbers(STRETCHES, _stretches(fold(text))) if text else set()
    numbers |= _numbers(WORDS, (word.encode() for word in plain))
    numbers |= _numbers(BEGINNINGS, (word[:BEGINNING].encode() for word in plain))
    numbers |= _numbers(MEANINGS, (meaning.encode() for meaning in meanings))
    numbers |= _numbers(SIGNS, (sign.encode() for sign in signs))
    return np.fromiter(sorted(numbers), dtype=np.uint32, count=len(numbers))


def kind_of(numbers: Numbers) -> Numbers:
    """Which kind each feature is, 0 to KINDS - 1."""
    return numbers >> np.uint32(HASH_BITS)


def _numbers(kind: int, parts: Iterable[bytes]) -> set[int]:
    return {(kind << HASH_BITS) | (crc32(part) >> (32 - HASH_BITS)) for part in parts}


def _stretches(text: str) -> Iterable[bytes]:
    """Slices of the text, four bytes a character: slicing bytes is cheaper than encoding hundreds of slices."""
    padded = f" {text} ".encode("utf-32-le")
    for length in LENGTHS:
        for start in range(0, len(padded) - 4 * length + 4, 4):
            yield padded[start : start + 4 * length]
