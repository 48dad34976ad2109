"""A counsellor's page renews its keys: the next one waits for the signer, the old one goes when nothing needs it."""

import secrets
from datetime import timedelta
from typing import Any

import pytest

from tests.databases import on_sqlite
from tests.desk.audit.test_deeds import rows
from tests.desk.counsellor import Counsellor, sign_roster
from tests.desk.test_cases import hands_off
from tests.queue.world import HandClock, Server, envelope, person, sealed_secret
from triage_api.base64url import b64u
from triage_api.clock import seconds, written
from triage_api.desk.key_request import asks, proves, raw, request_of
from triage_api.desk.pending import wanted_now
from triage_api.roster import RosterFile


def renewal(maja: Counsellor, older: list[str] | None = None, **changed: Any) -> dict[str, Any]:
    """The body by which her page brings a new key; `older` are those it keeps, the one before unless said."""
    fresh, made = b64u(secrets.token_bytes(1216)), written(seconds(maja.clock()))
    body = {
        "replaces": maja.wrapped_keys["nonce"],
        "wrapped_keys": {"nonce": b64u(secrets.token_bytes(12)), "ciphertext": b64u(secrets.token_bytes(300))},
        "seal_key": fresh,
        "proof": b64u(maja.sign_key.sign(b"lykta seal key v1\n" + raw(fresh))),
        "made": made,
        "request": b64u(maja.sign_key.sign(request_of(maja.id, made, fresh))),
        "older": [maja.seal_key] if older is None else older,
    }
    return body | changed


def renews(maja: Counsellor, **changed: Any) -> dict[str, Any]:
    body = renewal(maja, **changed)
    answer = maja.call("POST", "keys/keep", body)
    assert answer.status_code == 204, answer.text
    maja.wrapped_keys, maja.seal_key = body["wrapped_keys"], body["seal_key"]
    return body


def gives_up(maja: Counsellor, newest: dict[str, Any]) -> Any:
    """Her page keeps the newest key alone."""
    wrapped = {"nonce": b64u(secrets.token_bytes(12)), "ciphertext": b64u(secrets.token_bytes(200))}
    body = newest | {"replaces": maja.wrapped_keys["nonce"], "wrapped_keys": wrapped, "older": []}
    answer = maja.call("POST", "keys/keep", body)
    maja.wrapped_keys = wrapped
    return answer


def test_the_next_key_waits_for_the_signer_while_the_old_one_holds(
    maja: Counsellor, server: Server, clock: HandClock
) -> None:
    accounts, roster = server.app.state.desk.accounts, RosterFile(server.settings.roster_file)
    assert wanted_now(accounts, roster, clock).pending == ()
    body = renews(maja)
    (waits,) = wanted_now(accounts, roster, clock).pending
    assert (waits.seal_key, waits.made, waits.request) == (body["seal_key"], body["made"], body["request"])
    assert proves(waits.sign_key, waits.seal_key, waits.proof)
    assert asks(waits.sign_key, maja.id, str(waits.made), waits.seal_key, str(waits.request))
    assert maja.call("GET", "me").json()["on_roster"] is True, "by the old key, which her page still has"
    hands_off(server, maja)
    assert maja.call("POST", "claim").status_code == 200
    sign_roster(server, clock, maja, number=2)
    assert wanted_now(accounts, roster, clock).pending == ()
    assert maja.call("GET", "me").json()["on_roster"] is True
    assert maja.call("GET", "keys").json()["wrapped_keys"] == body["wrapped_keys"]


def test_once_given_up_the_old_key_counts_for_nothing(maja: Counsellor, server: Server, clock: HandClock) -> None:
    old = server.settings.roster_file.read_bytes()
    newest = renews(maja)
    sign_roster(server, clock, maja, number=2)
    assert gives_up(maja, newest).status_code == 204
    server.settings.roster_file.write_bytes(old)
    assert maja.call("GET", "me").json()["on_roster"] is False, "an old roster, with a key that nobody has any more"
    deeds = [row.deed for row in rows(server) if row.who == maja.id]
    assert deeds[-2:] == ["next_key", "key_given_up"]


@on_sqlite
def test_the_ciphertext_of_a_key_that_was_given_up_is_off_the_disk(
    maja: Counsellor, server: Server, clock: HandClock
) -> None:
    newest = renews(maja)
    kept_before = maja.wrapped_keys["ciphertext"].encode()

    def files() -> bytes:
        return b"".join(file.read_bytes() for file in server.settings.var.glob("accounts.sqlite*"))

    assert kept_before in files()
    gives_up(maja, newest)
    assert kept_before not in files()


def test_how_old_a_roster_still_matters_is_what_living_cases_were_sealed_by(
    maja: Counsellor, server: Server, clock: HandClock
) -> None:
    def oldest() -> Any:
        return maja.call("GET", "keys").json()["oldest_roster"]

    assert oldest() is None
    other = Counsellor(server, clock)
    hands_off(server, other)
    assert oldest() is None, "it is not wrapped for her"
    first, second = person(maja.id), person(maja.id)
    first.case["envelope"]["roster_number"], second.case["envelope"]["roster_number"] = 9, 11
    assert (server.receives(second).status_code, oldest()) == (201, 11)
    assert (server.receives(first).status_code, oldest()) == (201, 9)
    left = envelope(maja.id) | {"case_id": second.case["envelope"]["case_id"], "roster_number": 8}
    assert server.post("/api/case/left", {"envelope": left}, second.token).status_code == 204
    assert oldest() == 8
    case_id = maja.call("POST", "claim").json()["case_id"]
    secret = {"epoch": 1, "roster_number": 5, "sealed": sealed_secret()}
    holder = next(one for one in (first, second) if one.case["envelope"]["case_id"] == case_id)
    assert server.post("/api/case/secret", secret, holder.token).status_code == 204
    assert oldest() == 5
    for one in (first, second):
        server.post("/api/case/end", None, one.token)
    assert oldest() is None


def test_of_two_pages_that_renew_at_once_the_second_reads_again(maja: Counsellor) -> None:
    late = renewal(maja)
    renews(maja)
    answer = maja.call("POST", "keys/keep", late)
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "keys_changed")
    assert maja.call("GET", "keys").json()["wrapped_keys"] == maja.wrapped_keys


@pytest.mark.parametrize("apart", [timedelta(days=15), timedelta(days=-15), timedelta(minutes=11)])
def test_a_key_is_asked_for_at_the_servers_time_or_not_at_all(
    maja: Counsellor, clock: HandClock, apart: timedelta
) -> None:
    """The signer would take no request from another day, and a page would ask for none after it for as long."""
    told = maja.call("GET", "keys").json()
    assert told["now"] == written(seconds(clock()))
    made = written(seconds(clock() + apart))
    fresh = renewal(maja)["seal_key"]
    asked = b64u(maja.sign_key.sign(request_of(maja.id, made, fresh)))
    proof = b64u(maja.sign_key.sign(b"lykta seal key v1\n" + raw(fresh)))
    answer = maja.call("POST", "keys/keep", renewal(maja, seal_key=fresh, proof=proof, made=made, request=asked))
    assert (answer.status_code, "another time" in answer.json()["error"]["say"]) == (422, True)
    assert maja.call("GET", "keys").json() == told


def test_after_the_servers_clock_went_wrong_the_next_key_is_asked_for_by_the_right_one(
    maja: Counsellor, server: Server, clock: HandClock
) -> None:
    first = maja.seal_key
    clock.moves(minutes=20)
    ahead = renews(maja)
    clock.moves(minutes=-20)
    renews(maja, older=[ahead["seal_key"], first])
    (waits,) = wanted_now(server.app.state.desk.accounts, RosterFile(server.settings.roster_file), clock).pending
    assert (waits.seal_key, waits.made) == (maja.seal_key, written(seconds(clock())))


@pytest.mark.parametrize("wrong", ["proof", "request", "made", "no request", "foreign older", "twice", "too many"])
def test_a_key_that_the_identity_key_did_not_ask_for_is_refused_and_noted(
    wrong: str, maja: Counsellor, server: Server
) -> None:
    thief = Counsellor(maja.server, maja.clock, id=maja.id)
    body = renewal(maja)
    if wrong in ("proof", "request"):
        forged = b"lykta seal key v1\n" + raw(body["seal_key"])
        if wrong == "request":
            forged = request_of(maja.id, body["made"], body["seal_key"])
        body[wrong] = b64u(thief.sign_key.sign(forged))
    elif wrong == "made":
        body["made"] = "2026-11-22T03:00:00Z"
    elif wrong == "no request":
        body |= {"made": None, "request": None}
    elif wrong == "foreign older":
        body["older"] = [thief.seal_key]
    else:
        body["older"] = [maja.seal_key] * (2 if wrong == "twice" else 6)
    before = maja.call("GET", "keys").json()
    assert maja.call("POST", "keys/keep", body).status_code == 422
    noted = [row.deed for row in rows(server) if row.who == maja.id][-1] == "key_refused"
    assert noted or wrong == "too many", "which is no body at all"
    assert maja.call("GET", "keys").json() == before
