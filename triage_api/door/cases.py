"""What the door may do with cases: two calls and one notice, handed to it at start. It never sees the queue itself."""

from collections.abc import Callable
from typing import Protocol

from triage_api.words import Level, Verifier


class Cases(Protocol):
    """The queue as the door knows it. Every call is safe from any thread and quick; none says who anybody is."""

    def raise_level(self, verifier: Verifier, level: Level) -> None:
        """Lifts a waiting case to `level`; nothing happens when it is there or higher, claimed, or gone."""

    def place(self, verifier: Verifier) -> int | None:
        """1 for the next to be taken; None when the case is claimed or gone."""

    def on_ended(self, callback: Callable[[Verifier], None]) -> None:
        """Calls back, from some thread, once for each case that has been shredded, whoever ended it."""
