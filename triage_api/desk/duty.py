"""Who is on duty, and whose page is there: in memory, since neither outlives the process that holds the streams.

A page is there while a stream of it is open and it answers. An open stream alone says nothing: of a laptop that sleeps
or has lost its network, the connection looks alive for a quarter of an hour.
"""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from triage_api.clock import Clock

DUTY_WITHOUT_PAGE = timedelta(minutes=2)
SILENT = timedelta(minutes=1)
"""Without an answer for so long, a page is gone. It answers each sign of life of its stream, which comes every 15 s:
what a browser does to a hidden page's timers does not slow that, so a page she does not look at is still there."""


class Duty:
    """Switched on by the counsellor; ends by her, with sign-out, or when her page was heard of last two minutes ago."""

    def __init__(self, now: Clock) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._began = now()
        self._on: set[str] = set()
        self._streams: dict[str, int] = {}
        self._seen: dict[str, datetime] = {}
        # Told of whoever's duty has ended because her page was gone.
        self.ran_out: Callable[[str], None] = lambda _counsellor_id: None

    def set(self, counsellor_id: str, on: bool) -> None:
        with self._lock:
            self._seen[counsellor_id] = self._now()
            (self._on.add if on else self._on.discard)(counsellor_id)

    def seen(self, counsellor_id: str) -> None:
        """Her page has just asked or answered something."""
        with self._lock:
            self._seen[counsellor_id] = self._now()

    def stream_opened(self, counsellor_id: str) -> None:
        with self._lock:
            self._streams[counsellor_id] = self._streams.get(counsellor_id, 0) + 1
            self._seen[counsellor_id] = self._now()

    def stream_closed(self, counsellor_id: str) -> None:
        with self._lock:
            self._streams[counsellor_id] -= 1

    def gone_since(self, counsellor_id: str) -> datetime | None:
        """None while a page of hers is there; else when one was last heard of, at the earliest this process's start."""
        with self._lock:
            now = self._now()
            # A clock that was put back must not make somebody there for hours who was heard of "later".
            seen = self._seen[counsellor_id] = min(self._seen.get(counsellor_id, self._began), now)
            there = self._streams.get(counsellor_id, 0) > 0 and now - seen < SILENT
            return None if there else seen

    def is_on(self, counsellor_id: str) -> bool:
        gone = self.gone_since(counsellor_id)
        with self._lock:
            over = counsellor_id in self._on and gone is not None and self._now() - gone >= DUTY_WITHOUT_PAGE
            if over:
                self._on.discard(counsellor_id)
            on = counsellor_id in self._on
        if over:
            self.ran_out(counsellor_id)
        return on

    def how_many(self) -> int:
        return len(self.who())

    def end_silent(self) -> None:
        """For the sweep, where nobody asks: ends the duty of whoever's page has gone."""
        self.who()

    def who(self) -> frozenset[str]:
        """The ids of those on duty now."""
        with self._lock:
            switched_on = list(self._on)
        return frozenset(counsellor_id for counsellor_id in switched_on if self.is_on(counsellor_id))
