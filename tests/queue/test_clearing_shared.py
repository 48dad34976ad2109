"""One clearing for all who end while it goes on, and none that was not done is told as done."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from triage_api.database import Database, open_database
from triage_api.queue.tables import cases

PEOPLE = 6


class Work:
    """The clearing, as slow as the test wants it; `turns` says what comes of each."""

    def __init__(self, *turns: bool | Exception) -> None:
        self.turns, self.done = list(turns), 0
        self.at_work, self.go_on = threading.Event(), threading.Event()

    def __call__(self, *_: object) -> bool:
        turn = self.turns[self.done]
        self.done += 1
        self.at_work.set()
        assert self.go_on.wait(30)
        if isinstance(turn, Exception):
            raise turn
        return turn


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return open_database(f"sqlite:///{tmp_path / 'cases.sqlite'}")


def test_all_who_ask_while_one_goes_on_share_the_next(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    work = Work(True, *[True] * PEOPLE)
    monkeypatch.setattr(database, "_forget_deleted", work)
    with ThreadPoolExecutor(1 + PEOPLE) as pool:
        first = pool.submit(database.forget_deleted, cases)
        assert work.at_work.wait(30)
        others = [pool.submit(database.forget_deleted, cases) for _ in range(PEOPLE)]
        work.go_on.set()
        assert [one.result(30) for one in (first, *others)] == [True] * (1 + PEOPLE)
    assert work.done >= 2, "the first had begun before the others asked"


def test_a_clearing_that_failed_is_nobodys_success(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    work = Work(True, OSError("the disk"), OSError("the disk"))
    work.go_on.set()
    monkeypatch.setattr(database, "_forget_deleted", work)
    assert database.forget_deleted(cases)
    with pytest.raises(OSError, match="the disk"):
        database.forget_deleted(cases)
    shared = next(iter(database._clearings.values()))
    assert not shared._last, "whoever waited would be told that it is gone"
