"""Ada, who plans; Maja and Nils, who answer. The clock stands at 04:02 in Sweden, on Saturday 21 November 2026."""

import pytest

from tests.desk.counsellor import Counsellor, sign_roster
from tests.queue.world import HandClock, Server


@pytest.fixture
def ada(server: Server, clock: HandClock) -> Counsellor:
    """An administrator, on no roster."""
    return Counsellor(server, clock, sign_in_name="ada", name="Ada Exempel", role="administrator").joins().signs_in()


@pytest.fixture
def nils(server: Server, clock: HandClock, maja: Counsellor) -> Counsellor:
    other = Counsellor(server, clock, sign_in_name="nils", name="Nils Exempel").joins()
    sign_roster(server, clock, maja, other, number=2)
    return other.signs_in()
