"""What one bell of the line costs with a thousand who wait and all their streams open: read once, or once for each."""

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench.replies import Row
from tests.databases import KINDS, a_case_database
from tests.queue.world import counsellor_id, open_queue, person
from triage_api.events import Rung
from triage_api.queue.line import OLDEST_SECONDS
from triage_api.queue.person_events import PersonWatch
from triage_api.queue.queue import LINE, Queue
from triage_api.queue.receive import receive_case

WAITING = 1_000
BOARDS = 20
BELLS = 5


def measure() -> Iterator[Row]:
    """Both ways in turn, on the same line; a full look is what each stream did at every bell before."""
    for kind in KINDS:
        with tempfile.TemporaryDirectory() as folder, a_case_database(kind, Path(folder)) as url:
            queue = open_queue(url)
            took = _bells(queue)
            queue.cases.close()
        ours, before = min(one for one, _ in took), min(other for _, other in took)
        name = (
            f"one bell, {WAITING:,} who wait with their streams and {BOARDS} boards, {kind}: shared / each for itself"
        )
        yield name, f"{ours * 1000:.0f} / {before * 1000:.0f} ms, {before / ours:.0f} ×", "≥ 10 ×"


def _bells(queue: Queue) -> list[tuple[float, float]]:
    """The seconds that each bell took in the one way and in the other."""
    kim = counsellor_id()
    watches = []
    for _ in range(WAITING):
        one = person(kim)
        receive_case(queue, one.new_case)
        watches.append(PersonWatch(queue, one.verifier, 0))
    for watch in watches:
        watch.look()

    def all_look(rung: Rung, oldest_seconds: float) -> None:
        queue.bells.ring(LINE)
        for watch in watches:
            watch.look(rung)
        for _ in range(BOARDS):
            queue.line.standing(oldest_seconds).waiting_for(kim, 0)

    def shared() -> None:
        all_look(Rung({LINE}), OLDEST_SECONDS)

    def each() -> None:
        all_look(Rung(), 0)

    return [(_seconds(shared), _seconds(each)) for _ in range(BELLS)]


def _seconds(what: Callable[[], None]) -> float:
    begun = time.perf_counter()
    what()
    return time.perf_counter() - begun
