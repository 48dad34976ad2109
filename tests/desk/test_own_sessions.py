"""Where somebody is signed in, and ending it."""

from typing import Any

from tests.desk.audit.test_deeds import rows
from tests.desk.counsellor import Counsellor
from tests.queue.world import HandClock, Server
from triage_api.base64url import b64u


def signs_in_elsewhere(maja: Counsellor) -> Counsellor:
    """The same person with another browser."""
    other = Counsellor(**{**maja.__dict__})
    return other.signs_in()


def listed(someone: Counsellor) -> list[dict[str, Any]]:
    answer = someone.call("GET", "sessions")
    assert answer.status_code == 200
    return list(answer.json())


def test_a_list_shows_when_and_nothing_that_tells_a_device(maja: Counsellor, clock: HandClock) -> None:
    clock.moves(minutes=11)
    other = signs_in_elsewhere(maja)
    newest, oldest = listed(other)
    assert set(newest) == {"name", "began", "used", "this"}
    assert (newest["this"], oldest["this"]) == (True, False)
    assert oldest["began"] == "2026-11-21T03:00:00Z", "rounded down to five minutes"
    assert newest["began"] == "2026-11-21T03:10:00Z"
    assert maja.token not in str(listed(maja))


def test_one_or_all_others_are_ended_and_their_streams_close(maja: Counsellor, server: Server) -> None:
    first, second, third = maja, signs_in_elsewhere(maja), signs_in_elsewhere(maja)
    name = next(one["name"] for one in listed(second) if one["this"])
    with server.stream("/desk/api/events", second.token) as heard:
        heard.until("waiting")
        assert first.call("POST", "sessions/end", {"name": name}).status_code == 204
        assert heard.ends()
    assert second.call("GET", "me").status_code == 401
    assert first.call("POST", "sessions/end-others").json() == {"sessions": 1}
    assert third.call("GET", "me").status_code == 401
    assert first.call("GET", "me").status_code == 200
    assert first.call("POST", "sessions/end-others").json() == {"sessions": 0}
    assert [row.who for row in rows(server) if row.deed == "sessions_ended"] == [maja.id, maja.id]


def test_duty_goes_on_with_one_session_and_ends_with_the_last(maja: Counsellor, server: Server) -> None:
    other = signs_in_elsewhere(maja)
    other.call("POST", "duty", {"on": True})
    maja.call("POST", "sessions/end-others")
    assert server.app.state.desk.duty.is_on(maja.id)
    mine = listed(maja)[0]["name"]
    assert maja.call("POST", "sessions/end", {"name": mine}).status_code == 204
    assert not server.app.state.desk.duty.is_on(maja.id)


def test_nobody_ends_a_session_of_somebody_else(maja: Counsellor, server: Server, clock: HandClock) -> None:
    nils = Counsellor(server, clock, sign_in_name="nils", name="Nils Exempel").joins().signs_in()
    hers = listed(maja)[0]["name"]
    answer = nils.call("POST", "sessions/end", {"name": hers})
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "no_such_session")
    assert maja.call("GET", "me").status_code == 200


def test_an_administrator_ends_all_of_somebody(maja: Counsellor, server: Server, clock: HandClock) -> None:
    ada = Counsellor(server, clock, sign_in_name="ada", name="Ada Exempel", role="administrator").joins().signs_in()
    other = signs_in_elsewhere(maja)
    maja.call("POST", "duty", {"on": True})
    answer = ada.call("POST", "people/end-sessions", {"counsellor_id": maja.id})
    assert answer.json() == {"sessions": 2}
    assert (maja.call("GET", "me").status_code, other.call("GET", "me").status_code) == (401, 401)
    assert not server.app.state.desk.duty.is_on(maja.id)
    noted = [(row.who, row.about) for row in rows(server) if row.deed == "sessions_ended"]
    assert noted == [(ada.id, maja.id)]
    assert ada.call("POST", "people/end-sessions", {"counsellor_id": "A" * 22}).status_code == 404
    assert maja.signs_in().call("GET", "me").status_code == 200, "ended, not removed"


def test_forged_and_stale_sessions_are_refused_and_noted(maja: Counsellor, server: Server, clock: HandClock) -> None:
    forged = Counsellor(server, clock, token=b64u(bytes(32)))
    for _ in range(3):
        assert forged.call("GET", "me").status_code == 401
    clock.moves(minutes=30)
    assert maja.call("GET", "me").status_code == 401
    noted = sorted(row.who for row in rows(server) if row.deed == "session_refused")
    assert noted == sorted(["", maja.id])


def test_who_comes_without_any_token_leaves_no_trace(server: Server, clock: HandClock) -> None:
    assert Counsellor(server, clock).call("GET", "me").status_code == 401
    assert [row for row in rows(server) if row.deed == "session_refused"] == []
