"""Whether the clock goes evenly, and that nothing dies of a clock that does not."""

from datetime import timedelta

import pytest

from tests.queue.world import HandClock
from triage_api.steady import Steady, boot_seconds


class Machine:
    """A clock that can be set, and the seconds that pass whatever it says."""

    def __init__(self) -> None:
        self.clock, self.passed = HandClock(), 1000.0
        self.steady = Steady(self.clock, lambda: self.passed)

    def goes_on(self, hours: float) -> None:
        self.clock.moves(hours=hours)
        self.passed += hours * 3600


@pytest.fixture
def machine() -> Machine:
    return Machine()


def test_time_that_passes_is_no_jump_however_much(machine: Machine) -> None:
    for hours in (0.003, 5, 24 * 400):  # a sweep that was kept waiting, a laptop that slept
        machine.goes_on(hours)
        assert machine.steady.look()


def test_a_jump_ahead_is_not_believed_until_it_is_taken_back(machine: Machine) -> None:
    machine.clock.moves(hours=24)
    for _ in range(3):
        assert not machine.steady.look()
        assert machine.steady.ahead == timedelta(hours=24)
        machine.goes_on(10)
    machine.clock.moves(hours=-24)
    assert machine.steady.look()
    assert not machine.steady.ahead


def test_a_restart_believes_it(machine: Machine) -> None:
    machine.clock.moves(hours=24)
    assert not machine.steady.look()
    assert Steady(machine.clock, lambda: machine.passed).look()


def test_a_clock_put_back_is_followed_and_its_return_is_a_jump(machine: Machine) -> None:
    machine.clock.moves(hours=-24)
    assert machine.steady.look()
    machine.goes_on(1)
    assert machine.steady.look()
    machine.clock.moves(hours=24)
    assert not machine.steady.look(), "who came meanwhile would be a day old"


def test_small_corrections_pass_however_many(machine: Machine) -> None:
    for _ in range(100):
        machine.clock.moves(minutes=50)
        assert machine.steady.look()


def test_the_second_clock_never_goes_back() -> None:
    before = boot_seconds()
    assert boot_seconds() >= before
