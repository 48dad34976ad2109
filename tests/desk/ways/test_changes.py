"""The ways into one's own account: looked at, changed and taken away by whoever has just signed in."""

import secrets
from typing import Any

import pytest

from tests.desk.audit.test_deeds import rows
from tests.desk.counsellor import Counsellor, new_recovery, new_wrap
from tests.queue.world import HandClock, Server
from triage_api.base64url import b64u


def new_passphrase() -> dict[str, Any]:
    return {
        "kdf": {"salt": b64u(secrets.token_bytes(16))},
        "auth_key": b64u(secrets.token_bytes(32)),
        "wrap": new_wrap("passphrase"),
    }


def kinds(one: Counsellor) -> list[tuple[str, str]]:
    return [(way["kind"], way["id"]) for way in one.call("GET", "ways").json()["ways"]]


def test_an_invitation_leaves_a_passphrase_and_a_recovery_code(maja: Counsellor) -> None:
    assert kinds(maja) == [("passphrase", maja.wrap["id"]), ("recovery", maja.recovery["wrap"]["id"])]


def test_a_new_passphrase_takes_the_place_of_the_old_one_and_ends_the_other_sessions(maja: Counsellor) -> None:
    old, first_session = maja.auth_key, maja.token
    maja.signs_in()
    new = new_passphrase()
    assert maja.call("POST", "ways/passphrase", new).status_code == 204
    assert maja.call("GET", "me").status_code == 200
    maja.token, second_session = first_session, maja.token
    assert maja.call("GET", "me").status_code == 401
    maja.token = second_session
    assert maja.tries_to_sign_in(auth_key=old).status_code == 401
    maja.auth_key = new["auth_key"]
    assert maja.tries_to_sign_in().json()["wraps"] == [new["wrap"]]


def test_a_new_recovery_code_takes_the_place_of_the_old_one(maja: Counsellor, server: Server) -> None:
    new = new_recovery()
    assert maja.call("POST", "ways/recovery", new).status_code == 204
    assert kinds(maja)[1] == ("recovery", new["wrap"]["id"])
    noted = [(row.deed, row.about) for row in rows(server) if row.who == maja.id]
    assert noted[-1] == ("way_added", "recovery")


def test_the_recovery_code_may_be_taken_away_and_the_passphrase_not(maja: Counsellor, server: Server) -> None:
    (_, passphrase), (_, recovery) = kinds(maja)
    assert maja.call("POST", f"ways/{recovery}/remove").status_code == 204
    last = maja.call("POST", f"ways/{passphrase}/remove")
    assert (last.status_code, last.json()["error"]["code"]) == (409, "last_way")
    assert kinds(maja) == [("passphrase", passphrase)]
    gone = maja.call("POST", f"ways/{recovery}/remove")
    assert (gone.status_code, gone.json()["error"]["code"]) == (404, "no_such_way")
    body = {"sign_in_name": "maja", "auth_key": maja.recovery["auth_key"], "totp": maja.code_now()}
    assert maja.call("POST", "recovery/open", body).status_code == 401


def test_somebody_elses_way_in_is_none_of_hers(maja: Counsellor, server: Server, clock: HandClock) -> None:
    robin = Counsellor(server, clock, sign_in_name="robin").joins()
    for way in (robin.wrap["id"], robin.recovery["wrap"]["id"], "A" * 22):
        assert maja.call("POST", f"ways/{way}/remove").status_code == 404
    assert len(kinds(robin.signs_in())) == 2


def test_a_session_that_is_not_fresh_looks_and_does_not_touch(maja: Counsellor, clock: HandClock) -> None:
    assert maja.call("GET", "ways").json()["fresh"] is True
    clock.moves(minutes=10)
    assert maja.call("GET", "ways").json()["fresh"] is False
    (_, passphrase), (_, recovery) = kinds(maja)
    for path, body in (
        ("ways/passphrase", new_passphrase()),
        ("ways/recovery", new_recovery()),
        (f"ways/{recovery}/remove", None),
    ):
        answer = maja.call("POST", path, body)
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "sign_in_again")
    assert kinds(maja) == [("passphrase", passphrase), ("recovery", recovery)]


@pytest.mark.parametrize("kind", ["recovery", "passkey"])
def test_a_wrap_of_another_kind_is_not_taken_for_a_passphrase(maja: Counsellor, kind: str) -> None:
    assert maja.call("POST", "ways/passphrase", new_passphrase() | {"wrap": new_wrap(kind)}).status_code == 422


def test_an_id_that_is_taken_moves_nobody_elses_way_in(maja: Counsellor, server: Server, clock: HandClock) -> None:
    robin = Counsellor(server, clock, sign_in_name="robin").joins()
    taken = new_recovery() | {"wrap": new_wrap("recovery") | {"id": robin.wrap["id"]}}
    answer = maja.call("POST", "ways/recovery", taken)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "bad_request")
    assert len(kinds(maja)) == len(kinds(robin.signs_in())) == 2
