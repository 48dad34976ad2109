"""Sessions of the desk: in memory, so that a restart signs everybody out and no disk holds a way in."""

import threading
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from triage_api.bearer import hash_of, new_token
from triage_api.clock import Clock

LONGEST = timedelta(hours=12)
IDLE = timedelta(minutes=30)


@dataclass(frozen=True)
class Session:
    counsellor_id: str
    began: datetime
    used: datetime

    def over(self, now: datetime) -> bool:
        return now - self.began >= LONGEST or now - self.used >= IDLE


class Sessions:
    """Kept by the SHA-256 of their token; the token itself is known to the counsellor's page alone."""

    def __init__(self, now: Clock) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._by_hash: dict[str, Session] = {}

    def begin(self, counsellor_id: str) -> str:
        """The new session's token, bound to this account."""
        token, now = new_token(), self._now()
        with self._lock:
            self._by_hash = {key: session for key, session in self._by_hash.items() if not session.over(now)}
            self._by_hash[str(hash_of(token))] = Session(counsellor_id, now, now)
        return token

    def find(self, token: str | None, use: bool = True) -> Session | None:
        """The living session of this token; `use` puts its idle time back to nothing."""
        key, now = hash_of(token), self._now()
        with self._lock:
            session = self._by_hash.get(key) if key else None
            if key is None or session is None:
                return None
            if session.over(now):
                del self._by_hash[key]
                return None
            if use:
                self._by_hash[key] = replace(session, used=now)
            return session

    def end(self, token: str | None) -> None:
        with self._lock:
            self._by_hash.pop(hash_of(token) or "", None)

    def end_all_of(self, counsellor_id: str, but: str | None = None) -> None:
        """Revokes every session of an account, or every one but that of this token."""
        kept = hash_of(but)
        with self._lock:
            self._by_hash = {
                key: found
                for key, found in self._by_hash.items()
                if found.counsellor_id != counsellor_id or key == kept
            }

    def any_of(self, counsellor_id: str) -> bool:
        now = self._now()
        with self._lock:
            return any(one.counsellor_id == counsellor_id and not one.over(now) for one in self._by_hash.values())
