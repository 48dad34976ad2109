"""The line as all see who wait in it or look at it: read once for each bell, however many streams hear that bell."""

import threading
import time
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, Row, case, func, literal_column, select

from triage_api.clock import ROUNDED_TO_SECONDS
from triage_api.database import Database
from triage_api.events import Bells
from triage_api.queue.given import EVERYBODY, Given
from triage_api.queue.state import State
from triage_api.queue.tables import cases, readers, urgency
from triage_api.words import Channel, Level, Verifier

OLDEST_SECONDS = 5.0
"""Of a reading that streams share without having heard a bell."""


@dataclass(frozen=True)
class Waiting:
    """The line as one counsellor sees it: those she could take, since only their envelopes are wrapped for her.

    `by_text` of them write by text; `unreachable` of those can get no answer any more, and are counted all the same.
    `for_her` of them would be given to her now (`triage_api.queue.given`); `by_language` names only languages in which
    somebody waits, `by_writer` likewise who writes.
    """

    waiting: int
    by_level: dict[str, int]
    longest_minutes: int
    by_text: int
    unreachable: int
    for_her: int
    by_language: dict[str, int]
    by_writer: dict[str, int]


@dataclass(frozen=True)
class Place:
    """1 for the next to be taken: most urgent first, then longest waiting, of those an answer can reach."""

    place: int
    epoch: int


@dataclass(frozen=True)
class Standing:
    """One reading of the line; `others_since` is the second of `Given` that its groups were told apart by."""

    places: Mapping[Verifier, Place]
    of_counsellor: Mapping[str, Sequence[Sequence[Any]]]
    others_since: int

    def waiting_for(self, counsellor_id: str, now: int, given: Given = EVERYBODY) -> Waiting:
        """`now` in seconds."""
        found = self.of_counsellor.get(counsellor_id, ())
        counts = {level.value: 0 for level in Level}
        by_language: Counter[str] = Counter()
        by_writer: Counter[str] = Counter()
        longest = by_text = unreachable = for_her = 0
        for _, level, channel, reachable, who, long, people, since in found:
            language, writer = who.split()
            counts[level] += people
            by_language[language] += people
            by_writer[writer] += people
            longest = max(longest, now - since)
            by_text += people if channel == Channel.sms else 0
            unreachable += 0 if reachable else people
            for_her += people if long or given.at_once(language, writer, level) else 0
        minutes = longest // 60
        languages, writers = dict(sorted(by_language.items())), dict(sorted(by_writer.items()))
        return Waiting(sum(counts.values()), counts, minutes, by_text, unreachable, for_her, languages, writers)


class Line:
    """Safe from any thread. Whoever was woken by the bell `topic` gets what was so when it rang, or later."""

    def __init__(self, database: Database, bells: Bells, topic: str) -> None:
        self._database = database
        self._reading = threading.Lock()
        self._standing: Standing | None = None
        self._rung, self._read_at_rung, self._read_at = 0, -1, 0.0
        bells.before(topic, self._has_rung)

    def standing(self, oldest_seconds: float, others_since: int | None = None) -> Standing:
        """What was read since the bell rang last, unless that is older: a bell of another process can be lost.

        `others_since` for who asks whom a counsellor would be given; times of arrival are rounded, so that this changes
        once in five minutes and streams still share a reading.
        """
        cut = None if others_since is None else others_since - others_since % ROUNDED_TO_SECONDS
        with self._reading:
            old = time.monotonic() - self._read_at >= oldest_seconds
            kept = self._standing
            other = kept is not None and cut is not None and kept.others_since != cut
            if kept is None or old or other or self._read_at_rung != self._rung:
                # Before: what changes now is read anew.
                self._read_at_rung, self._read_at = self._rung, time.monotonic()
                kept = _read(self._database, cut if cut is not None else kept.others_since if kept is not None else 0)
                self._standing = kept
            return kept

    def _has_rung(self) -> None:
        self._rung += 1


def _read(database: Database, others_since: int) -> Standing:
    in_line = select(cases.c.verifier, urgency, cases.c.arrival, cases.c.reachable, cases.c.epoch).where(
        cases.c.state == State.waiting
    )
    # Written out: PostgreSQL takes one expression with two parameters for two expressions.
    cut = literal_column(str(int(others_since)), Integer)
    alike = (
        readers.c.counsellor_id,
        cases.c.level,
        cases.c.channel,
        cases.c.reachable,
        (cases.c.language + literal_column("' '") + cases.c.writer).label("who"),  # one key is sorted quicker than two
        case((cases.c.arrived_at <= cut, 1), else_=0).label("long"),
    )
    counted = (
        select(
            *alike,
            func.count().label("people"),
            func.min(cases.c.arrived_at).label("since"),
        )
        .join(cases, readers.c.case_id == cases.c.case_id)
        .where(cases.c.state == State.waiting)
        .group_by(*alike)
    )
    with database.reading() as connection:
        people = connection.execute(in_line).all()
        groups = connection.execute(counted).all()
    before = sorted((-rank, arrival) for _, rank, arrival, reachable, _ in people if reachable)
    places = {
        Verifier(verifier): Place(bisect_left(before, (-rank, arrival)) + 1, epoch)
        for verifier, rank, arrival, _, epoch in people
    }
    of_counsellor: dict[str, list[Row[Any]]] = defaultdict(list)
    for group in groups:
        of_counsellor[group.counsellor_id].append(group)
    return Standing(places, of_counsellor, others_since)
