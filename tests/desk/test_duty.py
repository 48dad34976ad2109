"""On duty and off."""

import pytest

from tests.desk.counsellor import Counsellor, sign_roster
from tests.queue.world import HandClock, Server, person


def on_duty(server: Server) -> int:
    return int(server.get("/internal/duty", server.internal_key).json()["on_duty"])


def test_a_counsellor_goes_on_duty_and_off(maja: Counsellor, server: Server) -> None:
    maja.call("POST", "duty", {"on": True})
    assert (on_duty(server), maja.call("GET", "me").json()["on_duty"]) == (1, True)
    maja.call("POST", "duty", {"on": False})
    assert (on_duty(server), maja.call("GET", "me").json()["on_duty"]) == (0, False)


def test_duty_ends_two_minutes_after_the_page_was_heard_of_last(
    maja: Counsellor, server: Server, clock: HandClock
) -> None:
    maja.call("POST", "duty", {"on": True})
    with server.stream("/desk/api/events", maja.token) as heard:
        heard.until("waiting")
        for _ in range(20):
            clock.moves(minutes=1)
            maja.is_here()
        assert on_duty(server) == 1
    clock.moves(seconds=119)
    assert on_duty(server) == 1
    clock.moves(seconds=1)
    assert on_duty(server) == 0


def test_a_page_that_has_fallen_silent_is_gone_though_its_stream_looks_open(
    maja: Counsellor, server: Server, clock: HandClock
) -> None:
    duty = server.app.state.desk.duty
    maja.call("POST", "duty", {"on": True})
    with server.stream("/desk/api/events", maja.token) as heard:
        heard.until("waiting")
        last = clock()
        clock.moves(seconds=59)
        assert duty.gone_since(maja.id) is None
        clock.moves(seconds=1)
        assert duty.gone_since(maja.id) == last, "a lid was shut, or the network is gone"
        clock.moves(seconds=60)
        assert on_duty(server) == 0
        maja.is_here()
        assert duty.gone_since(maja.id) is None


def test_a_clock_that_was_put_back_keeps_nobody_there(maja: Counsellor, server: Server, clock: HandClock) -> None:
    duty = server.app.state.desk.duty
    with server.stream("/desk/api/events", maja.token) as heard:
        heard.until("waiting")
        clock.moves(days=-1)
        assert duty.gone_since(maja.id) is None
        clock.moves(minutes=1)
        assert duty.gone_since(maja.id) is not None


def test_a_page_left_open_keeps_no_session_on_duty_with_a_case_or_not(
    maja: Counsellor, server: Server, clock: HandClock
) -> None:
    maja.call("POST", "duty", {"on": True})
    server.receives(person(maja.id))
    maja.call("POST", "claim")
    with server.stream("/desk/api/events", maja.token) as heard:
        heard.until("waiting")
        for _ in range(29):
            clock.moves(minutes=1)
            maja.is_here()
            for read in ("me", "texting", "keys", "cases", "roster"):
                assert maja.call("GET", read).status_code == 200
        clock.moves(minutes=1)
        server.app.state.bells.ring("line")
        with pytest.raises(StopIteration):
            heard.until("anything")
    assert maja.call("GET", "me").status_code == 401


def test_a_night_on_duty_at_a_page_that_is_used_does_not_sign_her_out(
    maja: Counsellor, server: Server, clock: HandClock
) -> None:
    maja.call("POST", "duty", {"on": True})
    with server.stream("/desk/api/events", maja.token) as heard:
        heard.until("waiting")
        for minute in range(100):
            clock.moves(minutes=1)
            maja.is_here(in_use=minute % 25 == 0)
        assert maja.call("GET", "me").json()["on_duty"] is True


def test_without_a_key_on_the_roster_nobody_goes_on_duty(invited: Counsellor, server: Server, clock: HandClock) -> None:
    invited.joins().signs_in()
    answer = invited.call("POST", "duty", {"on": True})
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "not_on_roster")
    assert invited.call("GET", "me").json()["on_roster"] is False
    sign_roster(server, clock, invited)
    assert invited.call("GET", "me").json()["on_roster"] is True
    assert invited.call("POST", "duty", {"on": True}).status_code == 204


def test_an_expired_roster_holds_nobody(maja: Counsellor, clock: HandClock, server: Server) -> None:
    sign_roster(server, clock, maja, number=2, expires="2026-11-21T03:00:00Z")
    assert maja.call("POST", "claim").status_code == 403


def test_a_roster_with_another_key_under_her_id_does_not_hold_her(
    maja: Counsellor, server: Server, clock: HandClock
) -> None:
    sign_roster(server, clock, Counsellor(server, clock, id=maja.id), number=2)
    assert maja.call("GET", "me").json()["on_roster"] is False


def test_the_roster_is_passed_on_byte_for_byte_and_read_again_when_signed_anew(
    maja: Counsellor, server: Server, clock: HandClock
) -> None:
    file = server.settings.roster_file
    assert server.get("/api/roster").content == file.read_bytes()
    sign_roster(server, clock, maja, number=2, demo=True)
    assert maja.call("GET", "roster").content == file.read_bytes()
    assert maja.call("GET", "me").json()["demo"] is True
    file.unlink()
    assert server.get("/api/roster").status_code == 404


def test_a_broken_roster_holds_nobody_and_breaks_nothing(maja: Counsellor, server: Server) -> None:
    server.settings.roster_file.write_text('{"payload": "AAAA"')
    assert maja.call("GET", "me").json()["on_roster"] is False
    assert server.get("/api/roster").status_code == 200
