"""Recoveries that have begun: whoever showed a recovery code may set a new passphrase, for a quarter of an hour."""

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

from triage_api.bearer import hash_of, new_token
from triage_api.clock import Clock

VALID_FOR = timedelta(minutes=15)


@dataclass(frozen=True)
class Ticket:
    """`code` is the hash of the recovery code that opened it: the code is used up when the recovery ends, not before.

    `reset` and `totp_secret` are there when the code app is lost too: the hash of the reset, and the app's new secret.
    """

    counsellor_id: str
    sign_in_name: str
    code: bytes
    until: datetime
    reset: str | None = None
    totp_secret: str | None = None


class Tickets:
    """Kept in memory and by the hash of their token, as sessions are."""

    def __init__(self, now: Clock) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._by_hash: dict[str, Ticket] = {}

    def until(self) -> datetime:
        return self._now() + VALID_FOR

    def give(self, ticket: Ticket) -> str:
        """The token of it."""
        token, now = new_token(), self._now()
        with self._lock:
            self._by_hash = {key: one for key, one in self._by_hash.items() if one.until > now}
            self._by_hash[str(hash_of(token))] = ticket
        return token

    def find(self, token: str | None) -> Ticket | None:
        key, now = hash_of(token), self._now()
        with self._lock:
            ticket = self._by_hash.get(key) if key else None
        return ticket if ticket is not None and ticket.until > now else None

    def end_all_of(self, counsellor_id: str) -> None:
        with self._lock:
            self._by_hash = {key: one for key, one in self._by_hash.items() if one.counsellor_id != counsellor_id}
