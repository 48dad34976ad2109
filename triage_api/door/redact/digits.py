"""Runs of digits: which groups of them together are an identity number, a card or a phone, and which must stay.

Each run is walked once from the left; at each group the strictest reading is tried first. Money, dates and clock times
are taken out before, since a number that could be a price is worth more to a person's meaning than to anyone's search.
"""

import re
from dataclasses import dataclass

from triage_api.door.redact.amounts import without_amounts
from triage_api.door.redact.card import is_card
from triage_api.door.redact.numbers_to_keep import NumbersToKeep
from triage_api.door.redact.personal_number import is_personal_number
from triage_api.door.redact.phone import MOST_DIGITS, cued_phones, is_phone_by_shape, is_valid_phone, spoken_phones
from triage_api.door.redact.spans import Kind, Span

# "o7o 174 o6 o5": a letter that stands for a digit among digits.
_LETTER_O = re.compile(r"(?<=\d)[oO](?=[\d -])|(?<=[ -])[oO](?=\d)|(?<![^\W])[oO](?=7[\doO])|(?<=\d)[oO](?!\w)")
# The + of a personnummer whose owner has turned a hundred.
_PLUS_WITHIN = re.compile(r"(?<=\d{6})\+(?=\d{4}(?!\d))")
_RUN = re.compile(r"\d(?:[ ./()-]{0,3}\d){2,200}")
_GROUP = re.compile(r"\d+")


@dataclass(frozen=True)
class Group:
    start: int
    end: int
    digits: str


def find_numbers(text: str, keep: NumbersToKeep) -> list[Span]:
    """Phones, identity numbers and cards. Directory numbers, money, dates and times stay."""
    eyes = _PLUS_WITHIN.sub("-", _LETTER_O.sub("0", text))
    eyes = without_amounts(eyes)
    spans: list[Span] = []
    kept: list[tuple[int, int]] = []
    for run in _RUN.finditer(eyes):
        groups = [
            Group(run.start() + g.start(), run.start() + g.end(), g.group()) for g in _GROUP.finditer(run.group())
        ]
        _walk(groups, eyes, keep, spans, kept)
    for start, end in cued_phones(eyes):
        if not any(s < end and start < e for s, e in kept) and not any(s.start < end and start < s.end for s in spans):
            spans.append(Span(start, end, "phone"))
    return spans + [Span(start, end, "phone") for start, end in spoken_phones(text)]


def _walk(groups: list[Group], text: str, keep: NumbersToKeep, spans: list[Span], kept: list[tuple[int, int]]) -> None:
    at = 0
    while at < len(groups):
        start = _with_sign(text, groups[at].start)
        plus = start < groups[at].start
        windows = _windows(groups, at)
        kind, stop = _read(windows, plus, keep)
        if kind is not None:
            spans.append(Span(start, groups[stop].end, kind))
        elif stop >= at:
            kept.append((groups[at].start, groups[stop].end))
        at = max(stop, at) + 1


def _windows(groups: list[Group], at: int) -> list[tuple[int, list[str]]]:
    """From `at`, the longest first: the index of the last group, and the digits of each group."""
    digits: list[str] = []
    length, windows = 0, []
    for index in range(at, len(groups)):
        length += len(groups[index].digits)
        if length > MOST_DIGITS and digits:
            break
        digits = [*digits, groups[index].digits]
        windows.append((index, digits))
    return windows[::-1]


def _read(windows: list[tuple[int, list[str]]], plus: bool, keep: NumbersToKeep) -> tuple[Kind | None, int]:
    """The kind and the index of its last group; no kind and an index for a number to keep; (None, -1) for nothing."""
    for last, parts in windows:
        if "".join(parts) in keep.numbers:
            return None, last
        if not plus and is_personal_number(parts):
            return "personal_number", last
        if not plus and is_card(parts):
            return "card", last
    for is_phone in (is_valid_phone, is_phone_by_shape):
        for last, parts in windows:
            if is_phone(parts, plus):
                return "phone", last
    return None, -1


def _with_sign(text: str, start: int) -> int:
    """The start moved over a `+` or `(+` before the digits."""
    before = text[max(0, start - 3) : start]
    plus = before.rfind("+")
    if plus != -1 and set(before[plus + 1 :]) <= set(" ("):
        return start - (len(before) - plus)
    return start
