"""Waiting in line: the order, a person's place in it, and the level that can rise while they wait."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, and_, case, func, or_, select, update

from triage_api.clock import seconds
from triage_api.queue.given import EVERYBODY, Given, may_be_given
from triage_api.queue.queue import LINE, Queue, bell_of_case
from triage_api.queue.state import State
from triage_api.queue.tables import cases, readers, urgency
from triage_api.words import Channel, Level, Verifier


@dataclass(frozen=True)
class Waiting:
    """The line as one counsellor sees it: those she could take, since only their envelopes are wrapped for her.

    `by_text` of them write by text; `unreachable` of those can get no answer any more, and are counted all the same.
    `for_her` of them would be given to her now (`triage_api.queue.given`); `by_language` names only languages in which
    somebody waits.
    """

    waiting: int
    by_level: dict[str, int]
    longest_minutes: int
    by_text: int
    unreachable: int
    for_her: int
    by_language: dict[str, int]


def place_in_line(connection: Connection, arrival: int, level: str) -> int:
    """1 for the next to be taken: most urgent first, then longest waiting, of those an answer can reach."""
    rank = Level(level).rank
    before = or_(urgency > rank, and_(urgency == rank, cases.c.arrival < arrival))
    ahead = connection.scalar(select(func.count()).where(cases.c.state == State.waiting, cases.c.reachable, before))
    return int(ahead or 0) + 1


def line_for(queue: Queue, counsellor_id: str, given: Given = EVERYBODY) -> Waiting:
    how = (cases.c.level, cases.c.channel, cases.c.reachable, cases.c.language)
    hers = func.sum(case((may_be_given(given), 1), else_=0))
    mine = (
        select(*how, func.count().label("n"), func.min(cases.c.arrived_at).label("since"), hers.label("hers"))
        .join(readers, readers.c.case_id == cases.c.case_id)
        .where(cases.c.state == State.waiting, readers.c.counsellor_id == counsellor_id)
        .group_by(*how)
    )
    with queue.cases.reading() as connection:
        found = connection.execute(mine).all()
    counts = {level.value: 0 for level in Level}
    by_language: Counter[str] = Counter()
    for row in found:
        counts[row.level] += row.n
        by_language[row.language] += row.n
    longest = max((seconds(queue.now()) - row.since for row in found), default=0)
    return Waiting(
        waiting=sum(counts.values()),
        by_level=counts,
        longest_minutes=max(longest, 0) // 60,
        by_text=sum(row.n for row in found if row.channel == Channel.sms),
        unreachable=sum(row.n for row in found if not row.reachable),
        for_her=sum(row.hers for row in found),
        by_language=dict(sorted(by_language.items())),
    )


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
