"""Waiting in line: the order, a person's place in it, and the level that can rise while they wait."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, and_, func, or_, select, update

from triage_api.clock import seconds
from triage_api.queue.queue import LINE, Queue, bell_of_case
from triage_api.queue.state import State
from triage_api.queue.tables import cases, readers, urgency
from triage_api.words import Channel, Level, Verifier


@dataclass(frozen=True)
class Waiting:
    """The line as one counsellor sees it: those she could take, since only their envelopes are wrapped for her.

    `by_text` of them write by text; `unreachable` of those can get no answer any more, and are counted all the same.
    """

    waiting: int
    by_level: dict[str, int]
    longest_minutes: int
    by_text: int
    unreachable: int


def place_in_line(connection: Connection, arrival: int, level: str) -> int:
    """1 for the next to be taken: most urgent first, then longest waiting, of those an answer can reach."""
    rank = Level(level).rank
    before = or_(urgency > rank, and_(urgency == rank, cases.c.arrival < arrival))
    ahead = connection.scalar(select(func.count()).where(cases.c.state == State.waiting, cases.c.reachable, before))
    return int(ahead or 0) + 1


def line_for(queue: Queue, counsellor_id: str) -> Waiting:
    mine = (
        select(cases.c.level, cases.c.channel, cases.c.reachable, func.count(), func.min(cases.c.arrived_at))
        .join(readers, readers.c.case_id == cases.c.case_id)
        .where(cases.c.state == State.waiting, readers.c.counsellor_id == counsellor_id)
        .group_by(cases.c.level, cases.c.channel, cases.c.reachable)
    )
    with queue.cases.reading() as connection:
        found = connection.execute(mine).all()
    counts = {level.value: 0 for level in Level}
    for level, _, _, count, _ in found:
        counts[level] += count
    longest = max((seconds(queue.now()) - since for *_, since in found), default=0)
    by_text = sum(count for _, channel, _, count, _ in found if channel == Channel.sms)
    unreachable = sum(count for _, _, reachable, count, _ in found if not reachable)
    return Waiting(sum(counts.values()), counts, max(longest, 0) // 60, by_text, unreachable)


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
