"""The project's words as types: look-alike strings that must never be mixed up, and the closed sets of the glossary."""

from enum import StrEnum
from typing import NewType

RawText = NewType("RawText", str)
"""What a person typed. It never leaves the door."""
RedactedText = NewType("RedactedText", str)
"""The same with identifying details replaced by tokens. What the bot and the transcript see."""
ConversationId = NewType("ConversationId", str)
"""Random name of a conversation between door and bot; never stored, never given to the page."""
CaseId = NewType("CaseId", str)
"""b64u of 16 random bytes, made by the sealer."""
Verifier = NewType("Verifier", str)
"""b64u of the SHA-256 of a case token; the queue knows the person's page by it and cannot make the token from it."""
SealedBytes = NewType("SealedBytes", str)
"""b64u of ciphertext. No function of the server opens it."""


class Language(StrEnum):
    sv = "sv"
    en = "en"
    th = "th"
    ro = "ro"


class Channel(StrEnum):
    web = "web"
    sms = "sms"


class Writer(StrEnum):
    """Who writes: about themselves, about a friend, as someone under 18, or another."""

    self = "self"
    friend = "friend"
    minor = "minor"
    other = "other"


class Level(StrEnum):
    """How soon a counsellor should see it; defined in docs/levels.md. A conversation's level never falls."""

    routine = "routine"
    elevated = "elevated"
    high = "high"
    immediate = "immediate"

    @property
    def rank(self) -> int:
        """0 for routine to 3 for immediate."""
        return list(Level).index(self)

    def at_least(self, other: "Level") -> "Level":
        """The higher of the two."""
        return self if self.rank >= other.rank else other
