"""How many begin at once, and what a new conversation costs then. Nobody is told apart: only a number is kept."""

import math
from collections.abc import Callable

MINUTE = 60.0
FREE_SHARE = 0.5  # of the limit: so much is an evening on which many write, and nobody is asked for anything
MOST_TIMES = 8  # beyond this a cheap phone would work for so long that asking would be locking out


def work_asked(opened_per_minute: float, limit_per_minute: float) -> int:
    """How many times the least work a new conversation costs: 0 without load, 1 up to the limit, doubling with each
    doubling beyond it, at most `MOST_TIMES`."""
    share = opened_per_minute / limit_per_minute
    if share < FREE_SHARE:
        return 0
    doublings = max(0.0, math.log2(share))
    return int(min(MOST_TIMES, 2 ** min(doublings, math.log2(MOST_TIMES))))


class Openings:
    """Conversations begun in the last minute, smoothed: each counts 1 when it begins and fades from then on.

    Counted is what was begun, not what was asked for: asking costs nothing, so that anybody could make it dear for all.
    """

    def __init__(self, limit_per_minute: float, now: Callable[[], float]) -> None:
        self._limit = limit_per_minute
        self._now = now
        self._counted = 0.0
        self._at = now()

    def count(self) -> None:
        self._counted = self.per_minute() + 1
        self._at = self._now()

    def work(self) -> int:
        """What one more costs now, in `work_asked`'s measure."""
        return work_asked(self.per_minute(), self._limit)

    def per_minute(self) -> float:
        return self._counted * math.exp(-(self._now() - self._at) / MINUTE)
