"""A short memory, never on disk, of cases that have ended or gone back: so that a page that was offline hears of it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from triage_api.words import CaseId, Verifier

EndedBy = Literal["person", "counsellor", "stopped", "expired"]
"""`stopped`: by the counsellor, as abuse. The person is told another sentence then, and nothing is kept about them."""
KEPT = timedelta(minutes=10)


@dataclass(frozen=True)
class Ending:
    """`shredded_at` is None from the deletion of the rows until the journal is emptied as well."""

    case_id: CaseId
    verifier: Verifier
    by: EndedBy
    counsellor_id: str | None
    at: datetime
    shredded_at: int | None = None


@dataclass(frozen=True)
class GivenBack:
    """`to` is the colleague who took the case over; None when it went to the line."""

    case_id: CaseId
    counsellor_id: str
    at: datetime
    to: str | None = None


class Endings:
    """Safe from any thread. The sweep has it forget after ten minutes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ended: dict[CaseId, Ending] = {}
        self._given_back: list[GivenBack] = []

    @contextmanager
    def noted_if_kept(self, ending: Ending) -> Iterator[None]:
        """Notes the ending around the commit that makes it true; forgets it again when that fails."""
        with self._lock:
            self._ended[ending.case_id] = ending
        try:
            yield
        except BaseException:
            with self._lock:
                self._ended.pop(ending.case_id, None)
            raise

    def note_given_back(self, given_back: GivenBack) -> None:
        with self._lock:
            self._given_back.append(given_back)

    def shredded(self, case_id: CaseId, at: int) -> Ending | None:
        with self._lock:
            if case_id not in self._ended:
                return None
            self._ended[case_id] = replace(self._ended[case_id], shredded_at=at)
            return self._ended[case_id]

    def of_person(self, verifier: Verifier) -> Ending | None:
        return self._first(lambda ending: ending.verifier == verifier)

    def of_case(self, case_id: CaseId, counsellor_id: str) -> Ending | None:
        return self._first(lambda ending: ending.case_id == case_id and ending.counsellor_id == counsellor_id)

    def of_counsellor(self, counsellor_id: str) -> list[Ending]:
        with self._lock:
            return [ending for ending in self._ended.values() if ending.counsellor_id == counsellor_id]

    def given_back_by(self, counsellor_id: str) -> list[GivenBack]:
        with self._lock:
            return [note for note in self._given_back if note.counsellor_id == counsellor_id]

    def unshredded(self) -> list[Ending]:
        with self._lock:
            return [ending for ending in self._ended.values() if ending.shredded_at is None]

    def forget_old(self, now: datetime) -> None:
        """Drops what is older than ten minutes; an ending whose shredding is unfinished stays until it is done."""
        with self._lock:
            self._ended = {
                case_id: ending
                for case_id, ending in self._ended.items()
                if ending.shredded_at is None or now - ending.at < KEPT
            }
            self._given_back = [note for note in self._given_back if now - note.at < KEPT]

    def _first(self, is_it: Callable[[Ending], bool]) -> Ending | None:
        with self._lock:
            return next((ending for ending in self._ended.values() if is_it(ending)), None)
