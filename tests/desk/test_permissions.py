"""Who may call: every endpoint of the desk, walked signed out, and signed in but off the roster."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI

from tests.desk.counsellor import Counsellor
from tests.queue.world import Server, sealed
from triage_api.app import desk_surface

OPEN_TO_ALL = {
    ("post", "/invitations/open"),
    ("post", "/invitations/accept"),
    ("post", "/invitations/confirm"),
    ("post", "/sign-in/begin"),
    ("post", "/sign-in"),
}
FOR_THE_ROSTER = {("post", "/claim"), ("post", "/duty"), ("post", "/letters")}

BODIES: dict[str, Any] = {
    "/duty": {"on": True},
    "/cases/{case_id}/messages": {"epoch": 1, "seq": 1, "sealed": sealed()},
    "/letters": {"mailbox": "A" * 43, "sealed": sealed(1120 + 4096 + 16)},
}


def endpoints(server: Server) -> Iterator[tuple[str, str]]:
    """Every method and path that the desk's surface has, from the surface itself."""
    surface: FastAPI = desk_surface(server.app.state.desk)
    for path, methods in surface.openapi()["paths"].items():
        for method in methods:
            yield method, path


def test_every_endpoint_but_the_way_in_refuses_who_is_not_signed_in(invited: Counsellor, server: Server) -> None:
    walked = 0
    for method, path in endpoints(server):
        if (method, path) in OPEN_TO_ALL:
            continue
        for token in ("", "A" * 43):
            invited.token = token
            answer = invited.call(method.upper(), path.lstrip("/").replace("{case_id}", "A" * 22), BODIES.get(path))
            assert answer.status_code == 401, (method, path, answer.status_code)
            assert answer.json()["error"]["code"] == "not_signed_in"
        walked += 1
    assert walked == 13


def test_the_way_in_is_open_to_five_calls_and_no_other(server: Server) -> None:
    assert {one for one in endpoints(server) if one in OPEN_TO_ALL} == OPEN_TO_ALL


def test_who_is_signed_in_but_off_the_roster_takes_nobody(invited: Counsellor, server: Server) -> None:
    invited.joins().signs_in()
    for method, path in endpoints(server):
        if (method, path) in FOR_THE_ROSTER:
            answer = invited.call(method.upper(), path.lstrip("/"), BODIES.get(path))
            assert (answer.status_code, answer.json()["error"]["code"]) == (403, "not_on_roster")


def test_a_case_token_does_not_open_the_desk(invited: Counsellor, server: Server) -> None:
    invited.token = server.internal_key
    assert invited.call("GET", "me").status_code == 401


def test_an_account_that_was_removed_is_out_at_once(maja: Counsellor, server: Server) -> None:
    with server.app.state.desk.accounts.writing() as connection:
        connection.exec_driver_sql("DELETE FROM accounts")
    assert maja.call("GET", "me").status_code == 401
