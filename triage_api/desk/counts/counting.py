"""Counting a contact when it is over: in memory first, by the sweep into the database, never in anybody's way.

Until it is counted, a contact is its few clear words in this process's memory: ten minutes at most, in which the
counsellor may say how it ended. A crash loses those, which a count by month can bear.
"""

import threading
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from triage_api.clock import Clock
from triage_api.database import Database
from triage_api.desk.counts.contact import Cell, cells_of
from triage_api.desk.counts.outcomes import Assessment, Outcomes
from triage_api.desk.counts.tables import counts
from triage_api.errors import BadRequest
from triage_api.queue.over import CaseOverFacts
from triage_api.words import CaseId

CAN_BE_SAID_FOR = timedelta(minutes=10)


@dataclass(frozen=True)
class _Waits:
    facts: CaseOverFacts
    since: datetime


class Counts:
    """Safe from any thread."""

    def __init__(self, accounts: Database, outcomes: Outcomes, now: Clock) -> None:
        self._accounts = accounts
        self.outcomes = outcomes
        self._now = now
        self._lock = threading.Lock()
        self._waits: dict[CaseId, _Waits] = {}
        self._ready: Counter[tuple[str, Cell]] = Counter()

    def case_over(self, facts: CaseOverFacts) -> None:
        """A case that a counsellor had waits for what she says; any other is counted now."""
        with self._lock:
            if facts.taken_by is None:
                self._add(facts, Assessment())
            else:
                self._waits[facts.case_id] = _Waits(facts, self._now())

    def check(self, said: Assessment) -> None:
        """BadRequest for a code that `outcomes` does not have."""
        known = said.outcome is None or said.outcome in self.outcomes.outcomes
        somewhere = said.county is None or said.county in self.outcomes.counties
        if not known or not somewhere or not set(said.needs) <= self.outcomes.needs.keys():
            raise BadRequest

    def say(self, case_id: CaseId, counsellor_id: str, said: Assessment) -> bool:
        """Counts the case with what its counsellor says; false when it is not hers, or has been counted already."""
        with self._lock:
            waits = self._waits.get(case_id)
            if waits is None or waits.facts.taken_by != counsellor_id:
                return False
            del self._waits[case_id]
            self._add(waits.facts, said)
            return True

    def write(self, everything: bool = False) -> None:
        """For the sweep, and for the end of the process: what waited ten minutes is counted as not said."""
        with self._lock:
            for case_id, waits in list(self._waits.items()):
                if everything or self._now() - waits.since >= CAN_BE_SAID_FOR:
                    del self._waits[case_id]
                    self._add(waits.facts, Assessment())
            ready = Counter(self._ready)
        if not ready:
            return
        dialect = postgresql if self._accounts.engine.dialect.name == "postgresql" else sqlite
        with self._accounts.writing() as connection:
            # In one order everywhere, so that two processes never wait for each other's rows.
            for (month, (subject, row, column)), n in sorted(ready.items()):
                new = dialect.insert(counts).values(month=month, subject=subject, row=row, column=column, n=n)
                key = ["month", "subject", "row", "column"]
                connection.execute(new.on_conflict_do_update(index_elements=key, set_={"n": counts.c.n + n}))
        with self._lock:
            self._ready -= ready

    def of_month(self, month: str) -> dict[Cell, int]:
        """What was counted, as it is: only for `triage_api.desk.counts.suppress`."""
        with self._accounts.reading() as connection:
            found = connection.execute(select(counts).where(counts.c.month == month)).all()
        return {(one.subject, one.row, one.column): one.n for one in found}

    def months(self) -> list[str]:
        """Those in which something was counted, the newest first."""
        with self._accounts.reading() as connection:
            newest = select(counts.c.month).distinct().order_by(counts.c.month.desc())
            return list(connection.scalars(newest))

    def _add(self, facts: CaseOverFacts, said: Assessment) -> None:
        month = f"{self._now():%Y-%m}"
        self._ready.update((month, cell) for cell in cells_of(facts, said))
