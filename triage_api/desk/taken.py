"""Whom each counsellor takes, in memory: it says whom she is given first, and nothing that has to last."""

import threading
from collections.abc import Iterable
from enum import StrEnum
from typing import Generic, TypeVar

from triage_api.clock import Clock
from triage_api.database import Database
from triage_api.desk.rota.kept import read_plan
from triage_api.desk.rota.turns import on_call
from triage_api.words import Language, Writer

Word = TypeVar("Word", bound=StrEnum)


class Choices(Generic[Word]):
    """Languages, or who writes: as she chose at the desk; else as the turn in which she went on duty says; else all."""

    def __init__(self, every: Iterable[Word]) -> None:
        self._every = frozenset(every)
        self._lock = threading.Lock()
        self._chosen: dict[str, frozenset[Word]] = {}
        self._planned: dict[str, frozenset[Word]] = {}

    def of(self, counsellor_id: str) -> frozenset[Word]:
        """Never empty."""
        with self._lock:
            return self._chosen.get(counsellor_id) or self._planned.get(counsellor_id) or self._every

    def choose(self, counsellor_id: str, words: Iterable[Word]) -> None:
        """Until she signs out. None of them is all of them: whoever waits must have somebody."""
        with self._lock:
            self._chosen[counsellor_id] = frozenset(words) or self._every

    def plan(self, counsellor_id: str, words: Iterable[Word]) -> None:
        with self._lock:
            self._planned[counsellor_id] = frozenset(words)

    def forget(self, counsellor_id: str) -> None:
        with self._lock:
            self._chosen.pop(counsellor_id, None)
            self._planned.pop(counsellor_id, None)

    def of_all(self, counsellors: Iterable[str]) -> frozenset[Word]:
        """What at least one of these takes."""
        return frozenset[Word]().union(*(self.of(one) for one in counsellors))


class Taken:
    """What counsellors take of both kinds; somebody is theirs at once who is theirs in each."""

    def __init__(self, accounts: Database, now: Clock) -> None:
        self._accounts = accounts
        self._now = now
        self.languages = Choices(Language)
        self.personas = Choices(Writer)

    def begin_turn(self, counsellor_id: str) -> None:
        """She goes on duty: takes what her turns of this moment say, in whichever tier."""
        with self._accounts.reading() as connection:
            turns = on_call(read_plan(connection), self._now())
        hers = [one.takes for tier in turns.values() for one in tier if one.takes.counsellor_id == counsellor_id]
        self.languages.plan(counsellor_id, (one for takes in hers for one in takes.languages))
        self.personas.plan(counsellor_id, (one for takes in hers for one in takes.personas))

    def forget(self, counsellor_id: str) -> None:
        self.languages.forget(counsellor_id)
        self.personas.forget(counsellor_id)
