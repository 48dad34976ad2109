"""A text as messages that a phone shows well: never cut within a word if there is another way, marked when several."""

import re

from triage_api.gsm7 import plainly, segments

MOST_SEGMENTS = 4
MARK = "(99/99) "
_PARAGRAPH, _SENTENCE, _WORD = (re.compile(pattern) for pattern in (r"\n+", r"(?<=[.!?…])\s+", r"\s+"))


def split(text: str, most_segments: int = MOST_SEGMENTS) -> list[str]:
    """Each of at most so many segments; none for a text of nothing but spaces. All words stand in them, in order."""
    whole = plainly(text).strip()
    if not whole:
        return []
    if segments(whole) <= most_segments:
        return [whole]
    parts = _parts(whole, most_segments)
    return [f"({at}/{len(parts)}) {part}" for at, part in enumerate(parts, 1)]


def _parts(text: str, most: int) -> list[str]:
    parts: list[str] = []
    left = text
    while not _fits(left, most):
        room = _room(left, most)
        cut = next((at for by in (_PARAGRAPH, _SENTENCE, _WORD) if (at := _last(by, left, room)) > room // 3), room)
        cut = _before_heading(left, cut)
        parts.append(left[:cut].strip())
        left = left[cut:].strip()
    return [part for part in (*parts, left) if part]


def _before_heading(text: str, cut: int) -> int:
    """A line that ends in a colon goes with what it announces."""
    line = text[:cut].rstrip().rfind("\n")
    return line if line > 0 and text[:cut].rstrip().endswith(":") else cut


def _last(by: re.Pattern[str], text: str, room: int) -> int:
    """Where the last piece that fits ends; 0 when none does."""
    ends = [found.start() for found in by.finditer(text, 0, room + 1)]
    return ends[-1] if ends else 0


def _room(text: str, most: int) -> int:
    """How many characters from the start fit, found by halving; never a half of a character of two units."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if _fits(text[:middle], most) else (low, middle - 1)
    return low


def _fits(text: str, most: int) -> bool:
    return segments(MARK + text) <= most
