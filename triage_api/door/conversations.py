"""All conversations of this door: found by token, forgotten when idle, ended, left or crowded out."""

import secrets
from collections.abc import Callable, Iterator

from triage_api.door.conversation import Conversation, digest_of
from triage_api.door.limits import Bucket
from triage_api.words import Language, Verifier


class NoRoom(Exception):
    """Every conversation held has a living case, and there are as many as the machine may hold."""


class Conversations:
    """`on_forgotten` hears of every conversation that goes, however it goes, after it can no longer be found."""

    def __init__(
        self,
        idle_seconds: float,
        messages_per_minute: int,
        most: int,
        now: Callable[[], float],
        on_forgotten: Callable[[Conversation], None],
    ) -> None:
        self._idle_seconds = idle_seconds
        self._messages_per_minute = messages_per_minute
        self._most = most
        self._now = now
        self._on_forgotten = on_forgotten
        self._held: dict[bytes, Conversation] = {}

    def __len__(self) -> int:
        return len(self._held)

    def open(self, language: Language) -> tuple[str, Conversation]:
        """A new conversation and its token, which only the page keeps. Raises `NoRoom`."""
        if len(self._held) >= self._most:
            self._make_room()
        token = secrets.token_urlsafe(32)
        speed = Bucket(self._messages_per_minute, self._messages_per_minute / 60, self._now)
        conversation = Conversation(digest_of(token), language, self._now(), speed)
        self._held[conversation.digest] = conversation
        return token, conversation

    def find(self, token: str | None) -> Conversation | None:
        """The living conversation of this token, marked as just seen."""
        conversation = self._held.get(digest_of(token)) if token else None
        if conversation is None:
            return None
        if self._is_idle(conversation):
            self.forget(conversation)
            return None
        conversation.seen_at = self._now()
        return conversation

    def forget(self, conversation: Conversation) -> None:
        if self._held.pop(conversation.digest, None) is None:
            return
        conversation.over = True
        conversation.last = None
        self._on_forgotten(conversation)

    def case_ended(self, verifier: Verifier) -> None:
        for conversation in self._of_case(verifier):
            self.forget(conversation)

    def sweep(self) -> None:
        """Forgets everything idle for longer than allowed."""
        for conversation in [held for held in self._held.values() if self._is_idle(held)]:
            self.forget(conversation)

    def _is_idle(self, conversation: Conversation) -> bool:
        return self._now() - conversation.seen_at > self._idle_seconds

    def _of_case(self, verifier: Verifier) -> list[Conversation]:
        return [held for held in self._held.values() if verifier in self._verifiers(held)]

    @staticmethod
    def _verifiers(conversation: Conversation) -> Iterator[Verifier]:
        # A case may end before the answer that tells of its arrival has come back.
        if conversation.expected_case is not None:
            yield conversation.expected_case
        if conversation.case is not None:
            yield conversation.case.verifier

    def _make_room(self) -> None:
        # Threat: a flood of empty conversations must not push out a person in danger, nor anybody with a counsellor.
        candidates = [c for c in self._held.values() if c.case is None and c.expected_case is None]
        if not candidates:
            raise NoRoom
        self.forget(min(candidates, key=lambda c: (c.findings.level.rank, c.seen_at)))
