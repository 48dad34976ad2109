"""Fixtures of the desk's tests: the real API with a clock moved by hand, and Maja, who answers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import both_databases, kind
from tests.desk.counsellor import Counsellor, sign_roster
from tests.queue.world import HandClock, Server, install, serving

__all__ = ["kind"]


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def server(kind: str, tmp_path: Path, clock: HandClock) -> Iterator[Server]:
    with both_databases(kind) as databases, serving(install(tmp_path, **databases), clock) as running:
        yield running


@pytest.fixture
def invited(server: Server, clock: HandClock) -> Counsellor:
    """Maja before she has done anything."""
    return Counsellor(server, clock)


@pytest.fixture
def maja(invited: Counsellor, server: Server, clock: HandClock) -> Counsellor:
    """Maja signed in, her key on the roster."""
    invited.joins()
    sign_roster(server, clock, invited)
    return invited.signs_in()
