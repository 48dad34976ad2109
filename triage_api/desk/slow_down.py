"""Slowing down guesses, by what is guessed at and never by IP address, which is not looked at anywhere."""

import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

from triage_api.clock import Clock
from triage_api.desk.refusals import TooFast

FREE_FAILURES = 5
LONGEST_WAIT_SECONDS = 30
FORGOTTEN_AFTER = timedelta(minutes=30)
NAMES_KEPT = 10_000


@dataclass(frozen=True)
class Failures:
    count: int
    last: datetime

    @property
    def next_at(self) -> datetime:
        beyond = self.count - FREE_FAILURES
        if beyond < 0:
            return self.last
        return self.last + timedelta(seconds=min(2.0 ** min(beyond, 10), LONGEST_WAIT_SECONDS))


class SlowDown:
    """After five failures each further attempt has to wait, twice as long every time, 30 seconds at most.

    For names that nobody else can know, such as an invitation's code: whoever hammers one takes every turn.
    """

    def __init__(self, now: Clock) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._by_name: OrderedDict[bytes, Failures] = OrderedDict()

    def attempt(self, name: str) -> None:
        """Counts the attempt as failed before it is checked, so that parallel guesses count too; TooFast when early."""
        key, now = hashlib.sha256(name.encode()).digest(), self._now()
        with self._lock:
            failures = self._by_name.get(key)
            if failures is not None and _early(failures, now):
                raise TooFast(seconds=_wait(failures, now))
            self._by_name[key] = _one_more(failures, now)
            self._by_name.move_to_end(key)
            while len(self._by_name) > NAMES_KEPT:
                self._by_name.popitem(last=False)

    def succeeded(self, name: str) -> None:
        with self._lock:
            self._by_name.pop(hashlib.sha256(name.encode()).digest(), None)


class Guesses:
    """Slows down guesses of two halves that only together let in: a key made of a passphrase, and a code.

    Whoever knows a name can hammer it for ever, so failures that show neither half keep nobody out: they only make
    further wrong answers say "wait". What waits is whoever shows one half and not the other, each half for itself:
    with the passphrase known a code, and with the code app known a passphrase, is tried twice a minute at the most. A
    code of six digits, of which three are right at a time, then needs four months. Who knows neither half may try as
    fast as the server answers, but has to hit both in one attempt, which is hopeless, and learns nothing on the way:
    all wrong answers are alike, and count alike. By luck they hit a code now and then, which is half a minute's wait.

    What it does not hold off: whoever knows one half of hers can go on showing it, and keep her waiting. Then her
    passphrase is changed, or her code app set anew; a passkey signs in past all this.
    """

    def __init__(self, now: Clock) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._wrong: OrderedDict[bytes, Failures] = OrderedDict()
        self._halves: dict[tuple[str, str], Failures] = {}
        """By account and half: of accounts that exist, so that no flood of names makes it forget."""

    def both_right(self, name: str, whose: str, *, key: bool, code: bool) -> bool:
        """Whether this attempt may go on. `whose` is the account, empty when there is none of that name; the halves
        must have been checked for it too, at the same cost. TooFast when there was too much that was wrong.

        A half that is right is counted as failed before anybody is told, so that parallel guesses count too.
        """
        now = self._now()
        shown = [(whose, half) for half, right in (("key", key), ("code", code)) if right and whose]
        with self._lock:
            free = not any(_early(self._halves.get(one), now) for one in shown)
            if free:
                for one in shown:
                    self._halves[one] = _one_more(self._halves.get(one), now)
            if len(shown) == 2 and free:
                return True
            known = hashlib.sha256(name.encode()).digest()
            before = self._wrong.get(known)
            after = self._wrong[known] = _one_more(before, now)
            self._wrong.move_to_end(known)
            while len(self._wrong) > NAMES_KEPT:
                self._wrong.popitem(last=False)
            if _early(before, now):
                raise TooFast(seconds=_wait(after, now))
            return False

    def succeeded(self, name: str, whose: str) -> None:
        with self._lock:
            self._wrong.pop(hashlib.sha256(name.encode()).digest(), None)
            for half in ("key", "code"):
                self._halves.pop((whose, half), None)


def _one_more(failures: Failures | None, now: datetime) -> Failures:
    if failures is None or now - failures.last >= FORGOTTEN_AFTER:
        return Failures(1, now)
    return Failures(failures.count + 1, now)


def _early(failures: Failures | None, now: datetime) -> bool:
    return failures is not None and now - failures.last < FORGOTTEN_AFTER and now < failures.next_at


def _wait(failures: Failures, now: datetime) -> int:
    return max(1, round((failures.next_at - now).total_seconds()))
