"""Which languages each counsellor takes, in memory: it says whom she is given first, and nothing that has to last."""

import threading
from collections.abc import Iterable

from triage_api.clock import Clock
from triage_api.database import Database
from triage_api.desk.rota.kept import read_plan
from triage_api.desk.rota.turns import on_call
from triage_api.words import Language

ALL = frozenset(Language)


class Languages:
    """As she chose at the desk; else as the turn in which she went on duty says; else all of them."""

    def __init__(self, accounts: Database, now: Clock) -> None:
        self._accounts = accounts
        self._now = now
        self._lock = threading.Lock()
        self._chosen: dict[str, frozenset[Language]] = {}
        self._planned: dict[str, frozenset[Language]] = {}

    def of(self, counsellor_id: str) -> frozenset[Language]:
        with self._lock:
            return self._chosen.get(counsellor_id) or self._planned.get(counsellor_id) or ALL

    def choose(self, counsellor_id: str, languages: Iterable[Language]) -> None:
        """Until she signs out."""
        with self._lock:
            self._chosen[counsellor_id] = frozenset(languages)

    def begin_turn(self, counsellor_id: str) -> None:
        """She goes on duty: takes what her turns of this moment say, in whichever tier."""
        with self._accounts.reading() as connection:
            turns = on_call(read_plan(connection), self._now())
        hers = [
            one.takes.languages for tier in turns.values() for one in tier if one.takes.counsellor_id == counsellor_id
        ]
        with self._lock:
            self._planned[counsellor_id] = frozenset().union(*hers)

    def forget(self, counsellor_id: str) -> None:
        with self._lock:
            self._chosen.pop(counsellor_id, None)
            self._planned.pop(counsellor_id, None)

    def of_all(self, counsellors: Iterable[str]) -> frozenset[Language]:
        """What at least one of these takes."""
        return frozenset().union(*(self.of(one) for one in counsellors))
