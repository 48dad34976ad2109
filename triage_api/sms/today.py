"""What a day's limits count, and what is left of it after STOP.

Threat: a filter that says STOP after each text would be a new person every time, with a whole day before them. But a
list of who said STOP is a list of who sought help. So what was counted goes into one of 256 drawers, and whoever comes
next with a number of that drawer begins with it. Millions of possible numbers share each, and its key is made for the
day and gone with it: somebody who reads this process's memory, and suspects a number already, learns that it or one of
those millions said STOP today.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import blake2b

from triage_api.clock import Clock
from triage_api.sms.number import PhoneNumber

DRAWER_BYTES = 1
MOST_STOPS = 3
"""Confirmed so often a day; after that STOP works without a word."""
MOST_LAST_WORDS = 3
"""Said so often a day to those of one drawer: whoever shares it with a machine hears at least that it is over for
today, and where help is, and a machine that says STOP to that too soon hears nothing."""


@dataclass
class Today:
    """Of one conversation, until midnight UTC: texts heard, confirmed STOPs, and which last words were said; and how
    many of these its drawer has cost."""

    day: str = ""
    texts: int = 0
    stops: int = 0
    told_limit: bool = False
    told_ceiling: bool = False
    last_words: int = 0

    def turn(self, now: Clock) -> None:
        """Begins anew when the day has."""
        day = now().date().isoformat()
        if day != self.day:
            self.day, self.texts, self.stops, self.last_words = day, 0, 0, 0
            self.told_limit = self.told_ceiling = False

    def tells_limit(self) -> bool:
        """Whether they are told now that the day's texts are used up; once."""
        told, self.told_limit = self.told_limit, True
        return self._says(told)

    def tells_ceiling(self) -> bool:
        """Whether they are told now that today's money is; once."""
        told, self.told_ceiling = self.told_ceiling, True
        return self._says(told)

    def _says(self, told: bool) -> bool:
        self.last_words += not told
        return not told


class Drawers:
    """In this process's memory only."""

    def __init__(self, now: Clock, key: Callable[[int], bytes] = os.urandom) -> None:
        self._now, self._new_key = now, key
        self._day, self._key = "", b""
        self._held: dict[bytes, Today] = {}

    def __len__(self) -> int:
        return len(self._held)

    def of(self, number: PhoneNumber) -> Today:
        """What a conversation with this number begins with."""
        self._turn()
        held = self._held.get(self._drawer(number), Today(self._day))
        if held.last_words < MOST_LAST_WORDS:
            return replace(held, told_limit=False, told_ceiling=False)
        return replace(held, told_limit=True, told_ceiling=True)

    def put(self, number: PhoneNumber, today: Today) -> None:
        """Keeps of a conversation what still counts today."""
        self._turn()
        if today.day == self._day and today.texts:
            drawer = self._drawer(number)
            if today.texts >= self._held.get(drawer, today).texts:
                self._held[drawer] = replace(today)

    def _turn(self) -> None:
        day = self._now().date().isoformat()
        if day != self._day:
            self._day, self._key = day, self._new_key(32)
            self._held.clear()

    def _drawer(self, number: PhoneNumber) -> bytes:
        return blake2b(number.encode(), key=self._key, digest_size=DRAWER_BYTES).digest()
