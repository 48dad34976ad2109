"""Slowing guesses at mailboxes, for everybody alike: nobody is known here, so nobody can be locked out."""

import threading
from datetime import datetime, timedelta

from triage_api.clock import Clock

HALVED_IN = timedelta(seconds=30)
FREE_MISSES = 5.0
SECONDS_A_MISS = 0.1
LONGEST_SECONDS = 4.0


class Pace:
    """One bucket for all: the more mailboxes were lately found empty, the longer everybody waits for an answer.

    Four seconds at most, and never a refusal: a flood of guesses must not keep anybody from their letters. What makes
    guessing hopeless is the code's 90 bits; the wait is for whoever has found a code and guesses its code word.
    """

    def __init__(self, now: Clock) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._misses = 0.0
        self._at = now()

    def wait_seconds(self) -> float:
        """How long the next caller waits."""
        with self._lock:
            self._fade(self._now())
            return min(max(0.0, self._misses - FREE_MISSES) * SECONDS_A_MISS, LONGEST_SECONDS)

    def missed(self) -> None:
        with self._lock:
            self._fade(self._now())
            self._misses += 1

    def _fade(self, now: datetime) -> None:
        self._misses *= 0.5 ** (max(now - self._at, timedelta()) / HALVED_IN)
        self._at = now
