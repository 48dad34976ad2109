"""Guesses are slowed for everybody alike, and nobody is ever refused."""

import time

from hypothesis import given
from hypothesis import strategies as st

from tests.queue.world import HandClock, Server
from triage_api.bearer import new_token
from triage_api.mailbox.pace import FREE_MISSES, LONGEST_SECONDS, Pace


def test_the_wait_grows_with_misses_and_fades_by_itself() -> None:
    clock = HandClock()
    pace = Pace(clock)
    waits = []
    for _ in range(100):
        waits.append(pace.wait_seconds())
        pace.missed()
    assert waits[: int(FREE_MISSES)] == [0.0] * int(FREE_MISSES), "who mistypes once or twice waits for nothing"
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_SECONDS
    clock.moves(minutes=5)
    assert pace.wait_seconds() == 0.0


@given(st.lists(st.floats(min_value=-3600, max_value=3600)))
def test_no_flood_and_no_leap_of_the_clock_makes_anybody_wait_longer(steps: list[float]) -> None:
    clock = HandClock()
    pace = Pace(clock)
    for step in steps:
        clock.moves(seconds=step)
        pace.missed()
        assert 0 <= pace.wait_seconds() <= LONGEST_SECONDS


def test_a_caller_waits_and_is_answered(server: Server) -> None:
    for _ in range(15):
        server.app.state.pace.missed()
    begun = time.monotonic()
    assert server.post("/api/mailbox/open", token=new_token()).json() == {"letters": []}
    assert time.monotonic() - begun > 0.8
