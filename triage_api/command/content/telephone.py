"""Telephone numbers in texts: found by their groups of digits, told from years, prices, sections, ages and hours."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import phonenumbers

from triage_api.door.redact.numbers_to_keep import spellings

_RUN = re.compile(r"(?<![\w§/.,:])\+?\d+(?:[ \u00a0–-]\d+)*")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_COUNTED = re.compile(r"[.,:]\d|[ \u00a0]?(?:kr|SEK|kronor|euro|lei|บาท|%|§)")
# Sweden's emergency and short numbers: 112, 114 14, 1177, 116 xxx, 118 xxx, 90 xxx (PTS numbering plan).
_SHORT = re.compile(r"11\d|117\d|11[3-9]\d\d\d?|90\d{3}")
_FEWEST_LONG = 7


@dataclass(frozen=True)
class Found:
    """A number as written, where it begins, and whether it is one of those that may be shown."""

    written: str
    offset: int
    known: str | None
    """The bare digits of the known number that it is."""


def dialled(numbers: Iterable[str]) -> dict[str, str]:
    """Every way to dial each number, as bare digits → the number's own bare digits."""
    return {spelling: re.sub(r"\D", "", number) for number in numbers for spelling in spellings(number)}


def find_numbers(text: str, known: dict[str, str]) -> Iterator[Found]:
    """Known numbers, and whatever else looks like a telephone number. `known` comes from `dialled`."""
    text = _DATE.sub(lambda match: "-" * len(match[0]), text)
    for run in _RUN.finditer(text):
        parts = [(part[0], run.start() + part.start()) for part in re.finditer(r"\+?\d+", run[0])]
        glued = [_glued(text, left, right) for left, right in pairwise(parts)]
        yield from _in_run(text, parts, glued, known)


def _glued(text: str, left: tuple[str, int], right: tuple[str, int]) -> bool:
    """Whether two groups are one number: an area code or a country's code stands before, or a hyphen between."""
    return text[right[1] - 1] in "-–" or left[0].startswith(("+", "0"))


def _in_run(text: str, parts: list[tuple[str, int]], glued: list[bool], known: dict[str, str]) -> Iterator[Found]:
    begin = 0
    while begin < len(parts):
        for end in range(len(parts), begin, -1):
            digits = "".join(part for part, _ in parts[begin:end]).lstrip("+")
            whole = end == len(parts) or not glued[end - 1]
            if whole and digits in known:
                yield _found(text, parts[begin:end], known[digits])
                break
        else:
            end = begin + 1
            while end < len(parts) and not _starts_known(parts[end:], glued[end - 1], known):
                end += 1
            if _looks_like_one(text, parts[begin:end]):
                yield _found(text, parts[begin:end], None)
        begin = end


def _starts_known(parts: list[tuple[str, int]], glued: bool, known: dict[str, str]) -> bool:
    if glued:
        return False
    return any("".join(part for part, _ in parts[:end]) in known for end in range(1, len(parts) + 1))


def _looks_like_one(text: str, parts: list[tuple[str, int]]) -> bool:
    digits = "".join(part for part, _ in parts).lstrip("+")
    last, offset = parts[-1]
    if _COUNTED.match(text, offset + len(last)):
        return False
    if parts[0][0].startswith(("+", "0")) or len(digits) >= _FEWEST_LONG:
        return len(digits) >= _FEWEST_LONG and _possible(("+" if parts[0][0][0] == "+" else "") + digits)
    return bool(_SHORT.fullmatch(digits))


def _possible(number: str) -> bool:
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(number, "SE"))
    except phonenumbers.NumberParseException:
        return False


def _found(text: str, parts: list[tuple[str, int]], known: str | None) -> Found:
    (last, offset), begin = parts[-1], parts[0][1]
    return Found(text[begin : offset + len(last)], begin, known)
