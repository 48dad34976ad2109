"""One conversation without JavaScript as the server holds it: what its page shows, and its keys. In memory only."""

import asyncio
import hashlib
from dataclasses import dataclass, field
from typing import Any

from triage_api.bearer import hash_of, new_token
from triage_api.door.limits import Bucket
from triage_api.stand_in.lines import Lines
from triage_api.stand_in.talk import Talk
from triage_api.words import Language, Verifier

MOST_REMEMBERED = 200


@dataclass
class Session:
    """`n` is the number of the last message taken, `work` what is under way for it; `taken` and `refused` name what was
    sent so far."""

    digest: bytes
    language: Language
    seen_at: float
    speed: Bucket
    picked: bool = False
    n: int = 0
    over: bool = False
    lines: Lines = field(default_factory=Lines)
    talk: Talk | None = None
    work: set["asyncio.Task[None]"] = field(default_factory=set)
    case_token: str = field(default_factory=new_token)
    taken: dict[bytes, bool] = field(default_factory=dict)
    refused: dict[bytes, bool] = field(default_factory=dict)

    @property
    def verifier(self) -> Verifier:
        """What the queue knows this page by. One for all attempts at a hand-off: a repeat makes no second case."""
        return Verifier(str(hash_of(self.case_token)))

    def take(self, key: bytes, n: int) -> bool:
        """Whether this is new. Reload and Back send the same words under the same number, which are then not said
        twice; other words from an older page are something new, and are not lost."""
        if key in self.taken:
            return False
        self.taken[key] = True
        self.n = max(self.n, min(n, self.n + 1))
        keep_newest(self.taken, MOST_REMEMBERED)
        return True

    def give_back(self, key: bytes) -> None:
        """It was refused, so it may be sent again."""
        self.taken.pop(key, None)
        self.refused[key] = True
        keep_newest(self.refused, MOST_REMEMBERED)


def key_of(token: str, n: int, what: str) -> bytes:
    """Names something said, without its words: who does not hold the token cannot try words until one fits."""
    return hashlib.sha256(f"{token}\n{n}\n{what}".encode("utf-8", "replace")).digest()


def keep_newest(remembered: dict[bytes, Any], most: int) -> None:
    while len(remembered) > most:
        del remembered[next(iter(remembered))]
