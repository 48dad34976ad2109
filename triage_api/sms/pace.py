"""How much one person is answered: so much a day, and less where a machine answers a machine: one last text says 112
and what to do, since a frightened person can look like one.

Neither stands before danger: whoever writes of it gets 112 each time, unless the very same words come back at once
after every answer, again and again, as an answering machine's would.
"""

from dataclasses import dataclass, field
from enum import Enum

from triage_api.clock import Clock
from triage_api.sms.today import Today

SOON_SECONDS = 20.0
FAST_SECONDS = 1.0
FAST_IN_A_ROW = 10
"""Nobody reads an answer and writes another text within a second, ten times in a row; somebody who is afraid may well
send six short texts in twelve seconds."""
REPEATS = 3
"""The same words so often again, each soon after our answer: an answering machine, or another bot."""
REPEATS_OF_DANGER = 6
QUIET_SECONDS = 600.0


class Verdict(Enum):
    answer = "answer"
    tell_limit = "tell_limit"  # once a day: no more today
    tell_quiet = "tell_quiet"  # once, before it is quiet for a while
    silent = "silent"


@dataclass
class Pace:
    """Of one conversation."""

    now: Clock
    texts_per_day: int
    today: Today = field(default_factory=Today)
    _words: str = ""
    _repeats: int = 0
    _fast: int = 0
    _answered_at: float = 0.0
    _heard_at: float = 0.0
    _quiet_until: float = 0.0

    def hears(self, text: str, *, urgent: bool = False) -> Verdict:
        """What to do about a text that shows no danger. `urgent`: of somebody who has told of it before, who is never
        taken for a machine."""
        was_quiet = self._is_quiet()
        self._notice(text)
        today = self.today
        today.turn(self.now)
        today.texts += 1
        if today.texts > self.texts_per_day:
            return Verdict.tell_limit if today.tells_limit() else Verdict.silent
        if self._is_quiet() and not urgent:
            return Verdict.silent if was_quiet else Verdict.tell_quiet
        return Verdict.answer

    def hears_danger(self, text: str) -> bool:
        """Whether danger is answered."""
        self._notice(text)
        return self._repeats < REPEATS_OF_DANGER

    def answered(self) -> None:
        """Something was; silence is nothing that a machine could answer."""
        self._answered_at = self.now().timestamp()

    def _is_quiet(self) -> bool:
        return self.now().timestamp() < self._quiet_until

    def _notice(self, text: str) -> None:
        words, at = " ".join(text.lower().split()), self.now().timestamp()
        since, again = at - self._answered_at, words == self._words
        self._repeats = self._repeats + 1 if again and since < SOON_SECONDS else 0
        self._fast = self._fast + 1 if since < FAST_SECONDS else 0
        fast, self._words, self._heard_at = at - self._heard_at < FAST_SECONDS, words, at
        if self._repeats >= REPEATS or self._fast >= FAST_IN_A_ROW:
            self._quiet_until = at + QUIET_SECONDS
        elif not fast and (since > SOON_SECONDS or not again):
            self._quiet_until = 0.0  # not at once after our words, or other words: it is a person after all
