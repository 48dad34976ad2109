"""All conversations without JavaScript: found by token, forgotten at their end, when left, idle or crowded out."""

from collections.abc import Callable, Iterator

from triage_api.door.conversation import digest_of
from triage_api.door.limits import Bucket
from triage_api.plain.session import Session, keep_newest
from triage_api.words import Language

MOST_SESSIONS = 2_000
MOST_EXPIRED = 5_000
MOST_LEFT = 1_000


class NoRoom(Exception):
    """Every session held has a living case, and there are as many as the machine may hold."""


class Sessions:
    """`on_forgotten` hears of every session that goes, however it goes, after it can no longer be found."""

    def __init__(
        self,
        idle_seconds: float,
        messages_per_minute: int,
        now: Callable[[], float],
        on_forgotten: Callable[[Session], None],
        most: int = MOST_SESSIONS,
    ) -> None:
        self._idle_seconds = idle_seconds
        self._messages_per_minute = messages_per_minute
        self._now = now
        self._on_forgotten = on_forgotten
        self._most = most
        self._held: dict[bytes, Session] = {}
        self._expired: dict[bytes, None] = {}
        self._left: dict[bytes, frozenset[bytes]] = {}

    def __len__(self) -> int:
        return len(self._held)

    def __iter__(self) -> Iterator[Session]:
        return iter(list(self._held.values()))

    def open(self, token: str, language: Language) -> Session:
        """For a conversation that the door has opened, by the same token. Raises `NoRoom`."""
        if len(self._held) >= self._most:
            self._make_room()
        speed = Bucket(self._messages_per_minute, self._messages_per_minute / 60, self._now)
        session = Session(digest_of(token), language, self._now(), speed)
        self._held[session.digest] = session
        return session

    def find(self, token: str) -> Session | None:
        """The living session of this token, marked as just seen."""
        session = self._held.get(digest_of(token)) if token else None
        if session is None:
            return None
        if self._is_idle(session):
            self._expire(session)
            return None
        session.seen_at = self._now()
        return session

    def has_expired(self, token: str) -> bool:
        """Whether it was forgotten for its silence, not left: only then may what comes with it be shown again."""
        return digest_of(token) in self._expired

    def was_said_before_leaving(self, token: str, key: bytes) -> bool:
        """Whether a browser only sends once more what was sent before the person left.

        Threat: after leaving, Back and Reload do that for whoever holds the phone. They must learn nothing by it, not
        even that there was danger.
        """
        return key in self._left.get(digest_of(token), ())

    def forget(self, session: Session) -> None:
        """It was left, or has ended."""
        self._left[session.digest] = frozenset(session.taken) | frozenset(session.refused)
        keep_newest(self._left, MOST_LEFT)
        self._drop(session)

    def sweep(self) -> None:
        for session in [held for held in self._held.values() if self._is_idle(held)]:
            self._expire(session)

    def _is_idle(self, session: Session) -> bool:
        return self._now() - session.seen_at > self._idle_seconds

    def _expire(self, session: Session) -> None:
        self._expired[session.digest] = None
        keep_newest(self._expired, MOST_EXPIRED)
        self._drop(session)

    def _drop(self, session: Session) -> None:
        if self._held.pop(session.digest, None) is not None:
            session.over = True
            self._on_forgotten(session)

    def _make_room(self) -> None:
        # As the door does: a flood of empty sessions must not push out anybody with a counsellor.
        candidates = [held for held in self._held.values() if held.talk is None]
        if not candidates:
            raise NoRoom
        self._expire(min(candidates, key=lambda held: (len(held.lines) > 0, held.seen_at)))
