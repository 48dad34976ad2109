"""Coming back with the recovery code, when passphrase or code app are lost."""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx
import pyotp
import pytest

from tests.desk.audit.test_deeds import rows
from tests.desk.counsellor import Counsellor, new_recovery, new_wrap
from tests.queue.world import HandClock, Server, serving
from triage_api.base64url import b64u
from triage_api.desk.audit.row import OPERATOR
from triage_api.desk.ways.reset import create_reset


@dataclass
class Recovery:
    """Maja, who has lost her passphrase and found the paper."""

    maja: Counsellor

    def opens(self, **changed: Any) -> httpx.Response:
        body = {
            "sign_in_name": self.maja.sign_in_name,
            "auth_key": self.maja.recovery["auth_key"],
            "totp": self.maja.code_now(),
        } | changed
        answer = self.maja.call("POST", "recovery/open", {key: value for key, value in body.items() if value})
        self.maja.clock.moves(seconds=30)
        return answer

    def finishes(self, ticket: str, **changed: Any) -> httpx.Response:
        """With a new passphrase, which is remembered if it was taken."""
        made = {"auth_key": b64u(secrets.token_bytes(32)), "wrap": new_wrap("passphrase"), "recovery": new_recovery()}
        body = {"kdf": {"salt": b64u(secrets.token_bytes(16))}, **made, **changed}
        answer = self.maja.server.post("/desk/api/recovery/finish", body, ticket)
        if answer.status_code == 204:
            for name, value in made.items():
                setattr(self.maja, name, value)
        return answer


@pytest.fixture
def recovery(invited: Counsellor) -> Recovery:
    return Recovery(invited.joins())


def refused(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def test_the_code_opens_the_vault_and_sets_a_new_passphrase(recovery: Recovery) -> None:
    maja = recovery.maja
    old = maja.auth_key
    opened = recovery.opens().json()
    assert opened["wraps"] == [maja.recovery["wrap"]]
    assert opened["wrapped_keys"] == maja.wrapped_keys
    assert opened["counsellor"] == {"id": maja.id, "name": maja.name}
    assert opened["totp_uri"] is None
    assert recovery.finishes(opened["ticket"]).status_code == 204
    assert maja.tries_to_sign_in(auth_key=old).status_code == 401
    assert maja.tries_to_sign_in().json()["wraps"] == [maja.wrap]


def test_a_code_works_once_and_the_next_one_is_as_good(recovery: Recovery) -> None:
    used = recovery.maja.recovery["auth_key"]
    assert recovery.finishes(recovery.opens().json()["ticket"]).status_code == 204
    assert refused(recovery.opens(auth_key=used)) == (401, "not_recovered")
    assert recovery.opens().status_code == 200


def test_a_page_that_went_away_in_between_loses_nothing(recovery: Recovery) -> None:
    assert recovery.opens().status_code == 200
    assert recovery.finishes(recovery.opens().json()["ticket"]).status_code == 204


def test_of_two_recoveries_by_one_code_one_counts(recovery: Recovery) -> None:
    first, second = recovery.opens().json()["ticket"], recovery.opens().json()["ticket"]
    assert recovery.finishes(first).status_code == 204
    assert refused(recovery.finishes(second)) == (401, "not_signed_in")


def test_a_ticket_is_over_after_a_quarter_of_an_hour(recovery: Recovery, clock: HandClock) -> None:
    ticket = recovery.opens().json()["ticket"]
    clock.moves(minutes=15)
    assert refused(recovery.finishes(ticket)) == (401, "not_signed_in")


def test_neither_a_session_nor_nothing_finishes_a_recovery_and_a_ticket_opens_no_desk(recovery: Recovery) -> None:
    maja = recovery.maja
    ticket = recovery.opens().json()["ticket"]
    maja.signs_in()
    for token in (maja.token, "A" * 43, "x", ""):
        assert recovery.finishes(token).status_code == 401
    maja.token = ticket
    assert maja.call("GET", "me").status_code == 401


def test_every_session_ends_with_it(recovery: Recovery, server: Server) -> None:
    maja = recovery.maja.signs_in()
    ticket = recovery.opens().json()["ticket"]
    with server.stream("/desk/api/events", maja.token) as heard:
        heard.until("waiting")
        assert recovery.finishes(ticket).status_code == 204
        assert heard.ends()
    assert maja.call("GET", "me").status_code == 401


def test_every_wrong_part_is_refused_with_the_same_words(recovery: Recovery, server: Server) -> None:
    maja = recovery.maja
    wrong_code = "000000" if maja.code_now() != "000000" else "111111"
    answers = [
        recovery.opens(auth_key=b64u(bytes(32))),
        recovery.opens(totp=wrong_code),
        recovery.opens(sign_in_name="nobody"),
        recovery.opens(totp=None, reset="A" * 16),
        recovery.opens(auth_key=maja.auth_key),
    ]
    assert {refused(answer) for answer in answers} == {(401, "not_recovered")}
    assert len({answer.text for answer in answers}) == 1
    assert (maja.id, "sign_in_failed") in [(row.who, row.deed) for row in rows(server)]


def test_a_code_of_the_app_works_once_here_too(recovery: Recovery, server: Server) -> None:
    code = recovery.maja.code_now()
    assert recovery.opens(totp=code).status_code == 200
    assert recovery.opens(totp=code).status_code == 401
    assert (recovery.maja.id, "sign_in_failed") in [(row.who, row.deed) for row in rows(server)]


def test_guessing_is_slowed_as_for_signing_in_and_keeps_nobody_from_it(recovery: Recovery) -> None:
    body = {"sign_in_name": "maja", "auth_key": b64u(bytes(32)), "totp": "000000"}
    seen = [recovery.maja.call("POST", "recovery/open", body).status_code for _ in range(7)]
    assert seen == [401, 401, 401, 401, 401, 429, 429]
    assert recovery.opens().status_code == 200, "nor from coming back with the true code"
    assert recovery.maja.tries_to_sign_in().status_code == 200


def test_who_has_lost_the_code_app_too_comes_back_with_a_reset(recovery: Recovery, server: Server) -> None:
    maja = recovery.maja
    reset = create_reset(server.app.state.desk.accounts, "maja", OPERATOR, maja.clock)
    lost, opened = maja.totp, recovery.opens(totp=None, reset=reset).json()
    maja.totp = pyotp.parse_uri(opened["totp_uri"])  # type: ignore[assignment]
    assert refused(recovery.finishes(opened["ticket"])) == (422, "wrong_totp")
    assert recovery.finishes(opened["ticket"], totp=maja.code_now()).status_code == 204
    maja.clock.moves(seconds=30)
    assert lost is not None
    assert maja.tries_to_sign_in(totp=lost.at(maja.clock())).status_code == 401
    assert maja.tries_to_sign_in().status_code == 200
    assert recovery.opens(totp=None, reset=reset).status_code == 401, "a reset works once"
    noted = [(row.who, row.deed, row.about) for row in rows(server)]
    assert noted.index((OPERATOR, "reset", maja.id)) < noted.index((maja.id, "recovered", "reset"))


def test_a_reset_is_worth_nothing_without_the_code_nor_after_a_day(recovery: Recovery, server: Server) -> None:
    accounts = server.app.state.desk.accounts
    reset = create_reset(accounts, "maja", OPERATOR, recovery.maja.clock)
    assert recovery.opens(totp=None, reset=reset, auth_key=b64u(bytes(32))).status_code == 401
    recovery.maja.clock.moves(hours=24)
    assert recovery.opens(totp=None, reset=reset).status_code == 401
    assert create_reset(accounts, "nobody", OPERATOR) is None


def test_an_administrator_gives_a_reset_and_no_more(recovery: Recovery, server: Server, clock: HandClock) -> None:
    robin = Counsellor(server, clock, sign_in_name="robin", role="administrator").joins().signs_in()
    given = robin.call("POST", "resets", {"sign_in_name": " MAJA"})
    assert given.status_code == 201
    assert (robin.id, "reset", recovery.maja.id) in [(row.who, row.deed, row.about) for row in rows(server)]
    assert recovery.opens(totp=None, reset=given.json()["reset"], auth_key=robin.auth_key).status_code == 401
    assert recovery.opens(totp=None, reset=given.json()["reset"]).status_code == 200
    assert refused(robin.call("POST", "resets", {"sign_in_name": "nobody"})) == (404, "nobody_by_that_name")
    clock.moves(minutes=10)
    assert refused(robin.call("POST", "resets", {"sign_in_name": "maja"})) == (403, "sign_in_again")


def test_a_reset_helps_where_the_key_that_sealed_the_code_apps_is_lost(
    recovery: Recovery, server: Server, clock: HandClock
) -> None:
    server.settings.server_key_file.write_text(b64u(secrets.token_bytes(32)))
    with serving(server.settings, clock) as restored:
        recovery.maja.server = restored
        assert recovery.opens().status_code == 401
        reset = create_reset(restored.app.state.desk.accounts, "maja", OPERATOR, clock)
        assert recovery.opens(totp=None, reset=reset).status_code == 200


@pytest.mark.parametrize("how", [str.lower, lambda code: code.replace("-", " – "), lambda code: code.replace("0", "o")])
def test_a_reset_is_taken_however_it_is_typed(recovery: Recovery, server: Server, how: Callable[[str], str]) -> None:
    reset = create_reset(server.app.state.desk.accounts, "maja", OPERATOR, recovery.maja.clock)
    assert reset is not None
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", reset)
    assert recovery.opens(totp=None, reset=how(reset)).status_code == 200


def test_a_newer_reset_takes_the_place_of_the_one_before(recovery: Recovery, server: Server) -> None:
    first, second = (create_reset(server.app.state.desk.accounts, "maja", OPERATOR, recovery.maja.clock) for _ in "12")
    assert recovery.opens(totp=None, reset=first).status_code == 401
    assert recovery.opens(totp=None, reset=second).status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"totp": None},
        {"reset": "A" * 16},
        {"auth_key": "AAAA"},
        {"totp": "12345"},
        {"code": "lantern"},
        {"totp": None, "reset": "U" * 16},
    ],
)
def test_what_is_no_recovery_is_not_taken_for_one(recovery: Recovery, wrong: dict[str, Any]) -> None:
    assert refused(recovery.opens(**wrong)) == (422, "bad_request")


@pytest.mark.parametrize(
    "wrong", [{"wrap": new_wrap("recovery")}, {"recovery": {"auth_key": "A"}}, {"kdf": {"salt": "AAAA"}}]
)
def test_what_is_no_new_way_in_changes_nothing(recovery: Recovery, wrong: dict[str, Any]) -> None:
    ticket = recovery.opens().json()["ticket"]
    assert recovery.finishes(ticket, **wrong).status_code == 422
    assert recovery.finishes(ticket).status_code == 204
