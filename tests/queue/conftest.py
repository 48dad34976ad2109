"""Fixtures of the queue's tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.queue.world import HandClock, Server, counsellor_id, install, open_queue, serving
from triage_api.queue.queue import Queue


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def queue(tmp_path: Path, clock: HandClock) -> Iterator[Queue]:
    one = open_queue(tmp_path / "cases.sqlite", clock)
    yield one
    one.cases.close()


@pytest.fixture
def maja() -> str:
    return counsellor_id()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(install(tmp_path_factory.mktemp("installed"))) as running:
        yield running
