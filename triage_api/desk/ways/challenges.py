"""Challenges of passkeys: each for one purpose and one account, answered once, within three minutes."""

import hashlib
import hmac
import secrets
import threading
from datetime import datetime, timedelta

from triage_api.clock import Clock, seconds
from triage_api.desk.ways.refusals import Because, PasskeyRefused

VALID_FOR = timedelta(minutes=3)
RANDOM_BYTES, TIME_BYTES, MAC_BYTES = 16, 8, 32


class Challenges:
    """Nothing is kept of a challenge until its answer is found good, so asking for millions of them fills nothing.

    The key that marks them as ours is this process's own: after a restart no earlier one is worth anything.
    """

    def __init__(self, now: Clock) -> None:
        self._now = now
        self._key = secrets.token_bytes(32)
        self._lock = threading.Lock()
        self._used: dict[bytes, datetime] = {}

    def make(self, purpose: str, whose: str = "") -> bytes:
        """`whose` is the account it is for, where that is known."""
        known = secrets.token_bytes(RANDOM_BYTES) + seconds(self._now() + VALID_FOR).to_bytes(TIME_BYTES, "big")
        return known + self._mac(known, purpose, whose)

    def check(self, challenge: bytes, purpose: str, whose: str = "") -> None:
        """PasskeyRefused unless it was made here for this, is young and has not been used."""
        known, mac = challenge[:-MAC_BYTES], challenge[-MAC_BYTES:]
        if not hmac.compare_digest(mac, self._mac(known, purpose, whose)):
            raise PasskeyRefused(Because.not_asked)
        if int.from_bytes(known[RANDOM_BYTES:], "big") <= seconds(self._now()):
            raise PasskeyRefused(Because.too_late)
        with self._lock:
            if challenge in self._used:
                raise PasskeyRefused(Because.used)

    def use(self, challenge: bytes) -> None:
        """Of two answers to one challenge, however close, the second is refused."""
        now = self._now()
        with self._lock:
            self._used = {one: until for one, until in self._used.items() if until > now}
            if challenge in self._used:
                raise PasskeyRefused(Because.used)
            self._used[challenge] = now + VALID_FOR

    def _mac(self, known: bytes, purpose: str, whose: str) -> bytes:
        return hmac.digest(self._key, f"{purpose}\n{whose}\n".encode() + known, hashlib.sha256)
