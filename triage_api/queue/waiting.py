"""Waiting in line: the order, a person's place in it, and the level that can rise while they wait."""

from collections.abc import Callable

from sqlalchemy import Connection, and_, func, or_, select, update

from triage_api.clock import seconds
from triage_api.queue.given import EVERYBODY, Given
from triage_api.queue.line import Waiting
from triage_api.queue.queue import LINE, Queue, bell_of_case
from triage_api.queue.state import State
from triage_api.queue.tables import cases, urgency
from triage_api.words import Level, Verifier


def place_in_line(connection: Connection, arrival: int, level: str) -> int:
    """1 for the next to be taken: most urgent first, then longest waiting, of those an answer can reach."""
    rank = Level(level).rank
    before = or_(urgency > rank, and_(urgency == rank, cases.c.arrival < arrival))
    ahead = connection.scalar(select(func.count()).where(cases.c.state == State.waiting, cases.c.reachable, before))
    return int(ahead or 0) + 1


def line_for(queue: Queue, counsellor_id: str, given: Given = EVERYBODY) -> Waiting:
    """The line as it is now for one counsellor; streams share a reading instead (`queue.line`)."""
    return queue.line.standing(0, given.others_since).waiting_for(counsellor_id, seconds(queue.now()), given)


class CasesForDoor:
    """The queue as the door may use it (`triage_api.door.cases.Cases`)."""

    def __init__(self, queue: Queue) -> None:
        self._queue = queue

    def raise_level(self, verifier: Verifier, level: Level) -> None:
        lower = [lesser.value for lesser in Level if lesser.rank < level.rank]
        rise = (
            update(cases)
            .where(cases.c.verifier == verifier, cases.c.state == State.waiting, cases.c.level.in_(lower))
            .values(level=level.value)
            .returning(cases.c.case_id)
        )
        with self._queue.cases.writing() as connection:
            risen = connection.scalar(rise)
        if risen is not None:
            self._queue.bells.ring(LINE, bell_of_case(risen))

    def place(self, verifier: Verifier) -> int | None:
        with self._queue.cases.reading() as connection:
            mine = select(cases.c.arrival, cases.c.level).where(
                cases.c.verifier == verifier, cases.c.state == State.waiting
            )
            row = connection.execute(mine).one_or_none()
            return None if row is None else place_in_line(connection, row.arrival, row.level)

    def on_ended(self, callback: Callable[[Verifier], None]) -> None:
        self._queue.when_ended.append(callback)
