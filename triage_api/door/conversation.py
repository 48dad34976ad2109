"""A conversation as the door remembers it: in memory, by the SHA-256 of its token, without a word the person wrote."""

import asyncio
import hashlib
import secrets
from dataclasses import dataclass, field
from typing import Any

from triage_api.door.answer import Answer, Choice, Reply
from triage_api.door.limits import Bucket
from triage_api.words import Channel, ConversationId, Language, Level, Verifier

MOST_SIGNS = 50
LATELY = 3


def digest_of(token: str) -> bytes:
    """What a token is remembered by: a dump of the door's memory holds none that opens anything."""
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


@dataclass
class LivingCase:
    """A hand-off of this conversation that has not ended. `level` is what the queue was told last."""

    verifier: Verifier
    case_id: str | None
    level: Level


@dataclass
class Findings:
    """What door and bot have found so far. The level never falls; signs carry redacted words only; `known`
    are words of ours for what was told ("children", "not_selling"), never the person's."""

    level: Level = Level.routine
    level_score: float = 0.0
    signs: list[dict[str, Any]] = field(default_factory=list)
    topics: list[Any] = field(default_factory=list)
    writer: str = "self"
    known: list[str] = field(default_factory=list)

    def add_signs(self, signs: list[dict[str, Any]]) -> None:
        """Union by id and words; the oldest stay when there are too many."""
        seen = {(sign.get("id"), sign.get("words")) for sign in self.signs}
        self.signs += [sign for sign in signs if (sign.get("id"), sign.get("words")) not in seen]
        del self.signs[MOST_SIGNS:]


@dataclass
class Conversation:
    """`last_n` and `last` serve a lost reply again; the answer in `last` is the only text kept, until the next one.

    `topic` was answered last, `asked` is the question that stands open, `shown` are the buttons under the last answer
    (`numbered` the last row of them, which a number counts):
    what a short message leans on. `told` are all topics answered so far, `lately` the last questions asked. `danger` is
    the topic of the danger text, when that was said last. `begun` says that the bot has read something of them: until
    then `language` is a guess.
    """

    digest: bytes
    language: Language
    seen_at: float
    speed: Bucket
    channel: Channel = Channel.web
    picked: bool = False
    begun: bool = False
    id: ConversationId = field(default_factory=lambda: ConversationId(secrets.token_urlsafe(24)))
    findings: Findings = field(default_factory=Findings)
    consent_shown: bool = False
    last_n: int = 0
    last: "asyncio.Future[Answer] | None" = None
    topic: str | None = None
    asked: str | None = None
    shown: list[Choice] = field(default_factory=list)
    numbered: list[Choice] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    lately: list[str] = field(default_factory=list)
    danger: str | None = None
    case: LivingCase | None = None
    expected_case: Verifier | None = None
    over: bool = False
    # One turn at a time: Rasa itself only polls for its lock once a second. asyncio's lock is first come, first served.
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    def pick(self, language: Language | None) -> None:
        """The person chose a language by hand; from now on nothing else changes it."""
        if language is not None:
            self.language, self.picked = language, True

    def shows(self, replies: list[Reply]) -> None:
        """What stands before the person now: its buttons, and whether it is of danger."""
        under = [reply.choices for reply in replies if reply.choices]
        self.shown = [choice for choices in under for choice in choices]
        self.numbered = under[-1] if under else []
        self.danger = next((reply.topic for reply in replies if reply.kind == "danger"), None)

    def is_repeat(self, n: int) -> bool:
        """The number of the message answered last, whose answer may have been lost on its way."""
        return n == self.last_n and self.last is not None

    def said_in_danger(self, n: int) -> Answer | None:
        """The answer to message `n` if it is at hand and said 112; nobody in danger waits for anything else."""
        last = self.last if self.is_repeat(n) else None
        if last is None or not last.done() or last.cancelled() or last.exception() is not None:
            return None
        return last.result() if any(reply.kind == "danger" for reply in last.result().replies) else None

    def accept(self, n: int, answer: "asyncio.Future[Answer]") -> None:
        """The next number is taken; `answer` will serve repeats of it. A turn that fails gives its number back."""
        self.last_n, self.last = n, answer
        answer.add_done_callback(self._give_back)

    def _give_back(self, answer: "asyncio.Future[Answer]") -> None:
        if self.last is answer and (answer.cancelled() or answer.exception() is not None):
            self.last_n, self.last = self.last_n - 1, None
