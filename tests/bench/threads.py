"""What five thousand conversations by text hold in memory, and how long a sweep over them takes."""

import gc
import time
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from tests.bench.crowd import invented
from tests.bench.replies import Row
from triage_api.sms.number import PhoneNumber
from triage_api.sms.outlive import NoCopy
from triage_api.sms.pace import Pace
from triage_api.sms.route import KEPT_SECONDS
from triage_api.sms.thread import Thread
from triage_api.sms.threads import Threads
from triage_api.words import Language

MANY = 5_000
BEGUN = datetime(2026, 11, 21, tzinfo=UTC)


class Hand:
    at = BEGUN

    def __call__(self) -> datetime:
        return self.at


def threads() -> Iterator[Row]:
    held, swept, forgotten = _measure()
    yield f"memory of one conversation by text, of {MANY} (without its side at the door)", f"{held / 1024:.1f} KB", ""
    yield f"a sweep over {MANY} conversations; one that forgets them all", f"{swept:.1f} / {forgotten:.0f} ms", ""


def _measure() -> tuple[float, float, float]:
    clock = Hand()
    gone: list[Thread] = []
    all_of_them = Threads(NoCopy(), lambda today: Pace(clock, 150, today), clock, gone.append)
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for n in range(MANY):
        thread = all_of_them.open(PhoneNumber(invented(n)), Language.sv)
        thread.pace.hears(f"en vanlig fråga, som nummer {n} skrev")
        thread.offered = {"1": "support.money", "2": "handoff.ask"}
        thread.token = "t" * 42 + str(n)
    held = (tracemalloc.get_traced_memory()[0] - before) / MANY
    tracemalloc.stop()
    swept = _timed(all_of_them)
    clock.at = BEGUN + timedelta(seconds=KEPT_SECONDS + 1)
    forgotten = _timed(all_of_them)
    assert len(gone) == MANY
    return held, swept, forgotten


def _timed(all_of_them: Threads) -> float:
    begun = time.perf_counter()
    all_of_them.sweep()
    return (time.perf_counter() - begun) * 1000
