"""Sessions of the desk: in memory, so that a restart signs everybody out and no disk holds a way in."""

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from triage_api.base64url import b64u
from triage_api.bearer import hash_of, new_token
from triage_api.clock import Clock

LONGEST = timedelta(hours=12)
AFTER_LOCK = timedelta(minutes=15)
"""A page that is open locks itself when it is not used; a session without one ends so much later."""

NAME_BYTES = 9


@dataclass(frozen=True)
class Session:
    """`name` is what a list calls it by: random, and made from nothing that opens it."""

    counsellor_id: str
    name: str
    began: datetime
    used: datetime


class Sessions:
    """Kept by the SHA-256 of their token; the token itself is known to the counsellor's page alone."""

    def __init__(self, now: Clock, idle: timedelta) -> None:
        self._now = now
        self._idle = idle
        self._lock = threading.Lock()
        self._by_hash: dict[str, Session] = {}

    def begin(self, counsellor_id: str) -> str:
        """The new session's token, bound to this account."""
        token, now = new_token(), self._now()
        with self._lock:
            self._by_hash = {key: session for key, session in self._by_hash.items() if not self._over(session, now)}
            name = b64u(secrets.token_bytes(NAME_BYTES))
            self._by_hash[str(hash_of(token))] = Session(counsellor_id, name, now, now)
        return token

    def find(self, token: str | None, use: bool = True) -> Session | None:
        """The living session of this token; `use` puts its idle time back to nothing."""
        key, now = hash_of(token), self._now()
        with self._lock:
            session = self._by_hash.get(key) if key else None
            if key is None or session is None:
                return None
            if self._over(session, now):
                return None
            if use:
                self._by_hash[key] = replace(session, used=now)
            return session

    def end(self, token: str | None) -> None:
        with self._lock:
            self._by_hash.pop(hash_of(token) or "", None)

    def whose(self, token: str | None) -> str:
        """Whose session this token opened, also when it has run out since; empty for a token that opens none. One that
        has run out is known until anybody's next session begins."""
        with self._lock:
            session = self._by_hash.get(hash_of(token) or "")
        return session.counsellor_id if session else ""

    def of(self, counsellor_id: str) -> list[Session]:
        """Those that live, the newest first."""
        now = self._now()
        with self._lock:
            mine = [
                one for one in self._by_hash.values() if one.counsellor_id == counsellor_id and not self._over(one, now)
            ]
        return sorted(mine, key=lambda one: one.began, reverse=True)

    def end_named(self, counsellor_id: str, name: str) -> bool:
        """Ends one session of an account; False when it has none of that name."""
        return self._end(lambda one: one.counsellor_id == counsellor_id and one.name == name) > 0

    def end_others(self, counsellor_id: str, but: str | None) -> int:
        """Ends all sessions of an account except the one of this token; how many there were."""
        mine = self.find(but, use=False)
        kept = mine.name if mine else None
        return self._end(lambda one: one.counsellor_id == counsellor_id and one.name != kept)

    def end_all_of(self, counsellor_id: str) -> int:
        """Ends every session of an account; how many there were."""
        return self._end(lambda one: one.counsellor_id == counsellor_id)

    def _over(self, session: Session, now: datetime) -> bool:
        return now - session.began >= LONGEST or now - session.used >= self._idle

    def _end(self, which: Callable[[Session], bool]) -> int:
        with self._lock:
            left = {key: one for key, one in self._by_hash.items() if not which(one)}
            ended = len(self._by_hash) - len(left)
            self._by_hash = left
        return ended
