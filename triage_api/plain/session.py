"""One conversation without JavaScript as the server holds it: what its page shows, and its keys. In memory only."""

import asyncio
import hashlib
from dataclasses import dataclass, field

from triage_api.bearer import hash_of, new_token
from triage_api.door.limits import Bucket
from triage_api.plain.lines import Lines
from triage_api.plain.talk import Talk
from triage_api.words import Language, Verifier

MOST_REMEMBERED = 500


@dataclass
class Session:
    """`n` is the number of the last message taken; `work` is what is under way for it."""

    digest: bytes
    language: Language
    seen_at: float
    speed: Bucket
    picked: bool = False
    n: int = 0
    lines: Lines = field(default_factory=Lines)
    talk: Talk | None = None
    work: set["asyncio.Task[None]"] = field(default_factory=set)
    case_token: str = field(default_factory=new_token)
    _taken: dict[tuple[int, bytes], None] = field(default_factory=dict)

    @property
    def verifier(self) -> Verifier:
        """What the queue knows this page by. One for all attempts at a hand-off: a repeat makes no second case."""
        return Verifier(str(hash_of(self.case_token)))

    def take(self, n: int, what: str) -> bool:
        """Whether this is new. Reload and Back send the same words under the same number, which are then not said
        twice; other words from an older page are something new, and are not lost."""
        key = _key(n, what)
        if key in self._taken:
            return False
        self._taken[key] = None
        self.n = max(self.n, min(n, self.n + 1))
        while len(self._taken) > MOST_REMEMBERED:
            del self._taken[next(iter(self._taken))]
        return True

    def give_back(self, n: int, what: str) -> None:
        """It was refused, so it may be sent again."""
        self._taken.pop(_key(n, what), None)


def _key(n: int, what: str) -> tuple[int, bytes]:
    return n, hashlib.sha256(what.encode("utf-8", "replace")).digest()
