"""Inviting, accepting, confirming."""

import base64
from typing import Any

import pytest

from tests.desk.counsellor import Counsellor, new_wrap, sign_roster
from tests.postgres_server import postgres_server
from tests.queue.world import HandClock, Server
from triage_api.base64url import b64u
from triage_api.database import Database
from triage_api.desk.pending import wanted_now
from triage_api.roster import RosterFile


def test_an_invitation_is_opened_accepted_and_confirmed(invited: Counsellor) -> None:
    invited.role = "supervisor"
    code = invited.is_invited()
    opened = invited.call("POST", "invitations/open", {"code": code})
    assert opened.json() == {"role": "supervisor", "expires": "2026-11-22T03:02:17Z"}
    accepted = invited.accepts(code)
    assert accepted.status_code == 201
    assert accepted.json()["totp_uri"].startswith("otpauth://totp/Lykta:maja?secret=")
    assert invited.confirms(code).status_code == 204


def test_a_used_invitation_is_over(invited: Counsellor) -> None:
    code = invited.is_invited()
    invited.accepts(code)
    invited.confirms(code)
    for path, body in (
        ("open", {"code": code}),
        ("accept", invited.account(code)),
        ("confirm", {"code": code, "totp": "000000"}),
    ):
        answer = invited.call("POST", f"invitations/{path}", body)
        assert (answer.status_code, answer.json()["error"]["code"]) == (410, "invitation_over")


def test_an_invitation_expires_after_a_day(invited: Counsellor, clock: HandClock) -> None:
    code = invited.is_invited()
    clock.moves(hours=23, minutes=59)
    assert invited.call("POST", "invitations/open", {"code": code}).status_code == 200
    clock.moves(minutes=1)
    assert invited.call("POST", "invitations/open", {"code": code}).status_code == 410
    assert invited.accepts(code).status_code == 410


@pytest.mark.parametrize("code", ["x", "A" * 43, "A" * 64])
def test_an_invented_code_is_over(invited: Counsellor, code: str) -> None:
    assert invited.call("POST", "invitations/open", {"code": code}).status_code == 410


def test_accepting_may_be_repeated_until_confirmed_and_the_last_one_counts(invited: Counsellor) -> None:
    code = invited.is_invited()
    invited.accepts(code)
    first = invited.code_now()
    again = Counsellor(invited.server, invited.clock, name="Maja E.")
    assert again.accepts(code).status_code == 201
    refused = invited.call("POST", "invitations/confirm", {"code": code, "totp": first})
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "wrong_totp")
    assert again.confirms(code).status_code == 204


def test_a_sign_in_name_is_given_once_however_it_is_written(invited: Counsellor) -> None:
    invited.joins()
    twin = Counsellor(invited.server, invited.clock, sign_in_name="  ＭＡＪＡ ")
    answer = twin.accepts(twin.is_invited())
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "name_taken")


def test_guessing_the_code_of_an_invitation_is_slowed(invited: Counsellor) -> None:
    code = invited.is_invited()
    invited.accepts(code)
    wrong = "000000" if invited.code_now() != "000000" else "000001"
    guesses = [invited.call("POST", "invitations/confirm", {"code": code, "totp": wrong}) for _ in range(8)]
    assert guesses[-1].status_code == 429


def test_a_sealing_key_that_its_signing_key_did_not_choose_is_refused(invited: Counsellor) -> None:
    body = invited.account(invited.is_invited()) | {"seal_key": b64u(bytes(1216))}
    assert invited.call("POST", "invitations/accept", body).status_code == 422


@pytest.mark.parametrize(
    "wrong",
    [
        {"counsellor_id": "../etc"},
        {"sign_in_name": "\u0000"},
        {"sign_in_name": "a\u202eb"},
        {"name": "x" * 65},
        {"name": " "},
        {"auth_key": "AAAA"},
        {"kdf": {"salt": b64u(bytes(16)), "memory_kib": 8, "passes": 1, "lanes": 1}},
        {"wrapped_keys": {"nonce": "AAAA", "ciphertext": "AAAA"}},
        {"wrap": new_wrap("recovery")},
        {"wrap": new_wrap("passphrase") | {"ciphertext": "AAAA"}},
        {"passphrase": "lantern seven quiet river stone"},
    ],
)
def test_an_account_that_is_not_as_agreed_is_refused_and_not_kept(invited: Counsellor, wrong: dict[str, Any]) -> None:
    code = invited.is_invited()
    answer = invited.call("POST", "invitations/accept", invited.account(code) | wrong)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "bad_request")
    assert invited.call("POST", "invitations/confirm", {"code": code, "totp": "000000"}).status_code == 410


def test_neither_code_nor_key_nor_totp_secret_stands_in_the_database(invited: Counsellor, kind: str) -> None:
    code = invited.is_invited()
    invited.accepts(code)
    assert invited.totp is not None
    if kind == "sqlite":
        kept = list(invited.server.settings.var.glob("accounts.sqlite*"))
    else:
        accounts: Database = invited.server.app.state.desk.accounts
        kept = [*postgres_server().files(str(accounts.engine.url.database)), *postgres_server().journal()]
    files = b"".join(file.read_bytes() for file in kept)
    raw = [base64.urlsafe_b64decode(it + "=") for it in (code, invited.auth_key)]
    assert b"maja" in files, "the search must be able to find what is there"
    for secret in (code.encode(), invited.auth_key.encode(), invited.totp.secret.encode(), *raw):
        assert secret not in files


def test_who_is_active_and_not_on_the_roster_waits_for_the_signer(
    invited: Counsellor, server: Server, clock: HandClock
) -> None:
    accounts = server.app.state.desk.accounts
    roster = RosterFile(server.settings.roster_file)
    code = invited.is_invited()
    invited.accepts(code)
    assert wanted_now(accounts, roster, clock).pending == ()
    invited.confirms(code)
    (waits,) = wanted_now(accounts, roster, clock).pending
    assert (waits.counsellor_id, waits.seal_key, waits.role) == (invited.id, invited.seal_key, "counsellor")
    sign_roster(server, clock, invited)
    assert wanted_now(accounts, roster, clock).pending == ()
    clock.moves(days=8)
    assert len(wanted_now(accounts, roster, clock).pending) == 1
