"""Slowing down guesses, for each name and never by IP address, which is not looked at anywhere."""

import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

from triage_api.clock import Clock
from triage_api.desk.refusals import TooFast

FREE_FAILURES = 5
LONGEST_WAIT_SECONDS = 30
FORGOTTEN_AFTER = timedelta(minutes=30)
NAMES_KEPT = 10_000


@dataclass(frozen=True)
class Failures:
    count: int
    last: datetime

    @property
    def next_at(self) -> datetime:
        beyond = self.count - FREE_FAILURES
        if beyond < 0:
            return self.last
        return self.last + timedelta(seconds=min(2.0 ** min(beyond, 10), LONGEST_WAIT_SECONDS))


class SlowDown:
    """After five failures each further attempt has to wait, twice as long every time, 30 seconds at most.

    It never locks out for good: whoever knows a name could otherwise keep a counsellor away at will. At 30 seconds a
    six-digit code of which three are right at a time needs four months of guessing, beside the passphrase.
    """

    def __init__(self, now: Clock) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._by_name: OrderedDict[bytes, Failures] = OrderedDict()

    def attempt(self, name: str) -> None:
        """Counts the attempt as failed before it is checked, so that parallel guesses count too; TooFast when early."""
        key, now = hashlib.sha256(name.encode()).digest(), self._now()
        with self._lock:
            failures = self._by_name.get(key)
            if failures is not None and now - failures.last >= FORGOTTEN_AFTER:
                failures = None
            if failures is not None and now < failures.next_at:
                raise TooFast(seconds=max(1, round((failures.next_at - now).total_seconds())))
            self._by_name[key] = Failures(failures.count + 1 if failures else 1, now)
            self._by_name.move_to_end(key)
            while len(self._by_name) > NAMES_KEPT:
                self._by_name.popitem(last=False)

    def succeeded(self, name: str) -> None:
        with self._lock:
            self._by_name.pop(hashlib.sha256(name.encode()).digest(), None)
