"""The server's clock is set ahead, or back, while people wait."""

import logging

import pytest

from tests.desk.audit.test_deeds import deeds
from tests.desk.counsellor import Counsellor
from tests.desk.test_cases import hands_off
from tests.queue.world import HandClock, Server, sealed
from triage_api.command.doctor import clock_found
from triage_api.lifespan import round_of
from triage_api.steady import Steady


def sweeps(server: Server) -> None:
    for step in round_of(server.settings, server.app.state.desk):
        step()


def believes_the_clock(server: Server, clock: HandClock) -> None:
    """As a restart would."""
    server.app.state.desk.steady = Steady(clock, lambda: 0.0)


def test_a_clock_set_a_day_ahead_destroys_nobody(
    maja: Counsellor, server: Server, clock: HandClock, caplog: pytest.LogCaptureFixture
) -> None:
    believes_the_clock(server, clock)
    hands_off(server, maja)
    maja.call("POST", "claim")
    waits = hands_off(server, maja)
    assert maja.call("POST", "letters", {"mailbox": "A" * 43, "sealed": sealed(1120 + 4096 + 16)}).status_code == 204
    queue, letters = server.app.state.queue, server.app.state.letters
    with caplog.at_level(logging.ERROR, "lykta.api"):
        clock.moves(days=40)
        for _ in range(3):
            sweeps(server)
        assert [record.getMessage() for record in caplog.records if "clock" in record.getMessage()] == [
            "The clock has jumped ahead by about 960 hours: until it is right, nothing is destroyed because of its age."
            " Set it right or, if it is right now, start Lykta again."
        ]
        (found,) = clock_found(server.settings, server.url)
        assert (found.good, "960 hours" in found.says) == (False, True)
        clock.moves(days=-40)
        sweeps(server)
        assert caplog.records[-1].getMessage().startswith("The clock is in step again")
    (found,) = clock_found(server.settings, server.url)
    assert found.good
    assert len(letters.of("A" * 43)) == 1
    assert queue.endings.of_person(waits.verifier) is None
    assert maja.call("POST", f"cases/{maja.call('GET', 'cases').json()[0]['case_id']}/close").status_code == 200
    assert maja.call("POST", "claim").json()["case_id"] == waits.case["envelope"]["case_id"]
    assert deeds(server).count(("server", "clock_jumped")) == 1


def test_a_day_that_has_passed_destroys_as_ever_and_so_does_a_jump_that_is_confirmed(
    maja: Counsellor, server: Server, clock: HandClock
) -> None:
    believes_the_clock(server, clock)
    waits, queue = hands_off(server, maja), server.app.state.queue
    clock.moves(hours=25)
    sweeps(server)
    assert queue.endings.of_person(waits.verifier) is None
    believes_the_clock(server, clock)
    sweeps(server)
    assert queue.endings.of_person(waits.verifier).by == "expired"


def test_what_was_deleted_is_cleared_also_while_the_clock_is_wrong(
    maja: Counsellor, server: Server, clock: HandClock
) -> None:
    believes_the_clock(server, clock)
    one, queue = hands_off(server, maja), server.app.state.queue
    forget, queue.cases.forget_deleted = queue.cases.forget_deleted, lambda *_tables: False
    assert server.post("/api/case/end", token=one.token).status_code == 503
    queue.cases.forget_deleted = forget
    clock.moves(days=2)
    sweeps(server)
    assert queue.endings.of_person(one.verifier).shredded_at is not None


def test_a_clock_put_back_destroys_nobody(maja: Counsellor, server: Server, clock: HandClock) -> None:
    believes_the_clock(server, clock)
    waits, queue = hands_off(server, maja), server.app.state.queue
    clock.moves(days=-3)
    sweeps(server)
    later = hands_off(server, maja)
    clock.moves(days=3)
    sweeps(server)
    assert [queue.endings.of_person(one.verifier) for one in (waits, later)] == [None, None]
