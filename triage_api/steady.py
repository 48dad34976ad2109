"""Whether the clock goes evenly, before anything is destroyed because of its age.

A clock that is set a day ahead makes everything a day older at once. Beside it runs one that nobody sets: it counts the
seconds since the machine was started, those it slept as well. When the two part, the machine's clock has been set.
"""

import sys
import time
from collections.abc import Callable
from datetime import timedelta

from triage_api.clock import Clock

MOST = timedelta(hours=1)
"""So much may be put right without a word: nothing lives so short a time that it would be lost by that."""


def boot_seconds() -> float:
    """Seconds by a clock that cannot be set; where there is no better one, it stands still while the machine sleeps."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if sys.platform == "linux" else time.monotonic()


class Steady:
    """Looked at by the sweep. `ahead`: by how much the clock has jumped forward; nothing while it is in step.

    What it was at the start counts as right, so a restart is how an operator says that the clock is right now. A clock
    that is put back makes everything younger, which destroys nothing: it is followed, so that its return is a jump.
    """

    def __init__(self, now: Clock, passed: Callable[[], float] = boot_seconds) -> None:
        self._now, self._passed = now, passed
        self._expected = now() - timedelta(seconds=passed())
        self.ahead = timedelta()

    def look(self) -> bool:
        """Whether ages count: not from a jump of more than an hour forward until the clock is back in step."""
        began = self._now() - timedelta(seconds=self._passed())
        if began - self._expected > MOST:
            self.ahead = began - self._expected
            return False
        self._expected, self.ahead = began, timedelta()
        return True
