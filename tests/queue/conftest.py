"""Fixtures of the queue's tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import a_case_database, both_databases, kind
from tests.queue.world import HandClock, Server, counsellor_id, install, open_queue, serving
from triage_api.queue.queue import Queue

__all__ = ["kind"]


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def case_url(kind: str, tmp_path: Path) -> Iterator[str]:
    with a_case_database(kind, tmp_path) as url:
        yield url


@pytest.fixture
def queue(case_url: str, clock: HandClock) -> Iterator[Queue]:
    one = open_queue(case_url, clock)
    yield one
    one.cases.close()


@pytest.fixture
def maja() -> str:
    return counsellor_id()


@pytest.fixture(scope="module")
def server(kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with (
        both_databases(kind) as databases,
        serving(install(tmp_path_factory.mktemp("installed"), **databases)) as running,
    ):
        yield running
