"""Signing in and out."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest

from tests.desk.counsellor import Counsellor
from tests.queue.world import HandClock, Server
from triage_api.base64url import b64u
from triage_api.desk.refusals import TooFast
from triage_api.desk.slow_down import NAMES_KEPT, Guesses


def test_signing_in_gives_a_token_the_wrapped_keys_and_what_opens_them(invited: Counsellor) -> None:
    invited.joins()
    session = invited.tries_to_sign_in().json()
    assert session["wrapped_keys"] == invited.wrapped_keys
    assert session["wraps"] == [invited.wrap]
    assert session["counsellor"] == {"id": invited.id, "name": "Maja Exempel", "role": "counsellor"}
    assert len(session["token"]) == 43


def test_a_code_works_once(invited: Counsellor) -> None:
    invited.joins()
    code = invited.code_now()
    assert invited.tries_to_sign_in(totp=code).status_code == 200
    assert invited.tries_to_sign_in(totp=code).status_code == 401


def test_the_code_that_confirmed_the_invitation_does_not_sign_in(invited: Counsellor) -> None:
    code = invited.is_invited()
    invited.accepts(code)
    invited.confirms(code)
    assert invited.tries_to_sign_in().status_code == 401


def test_of_two_requests_with_one_code_one_gets_in(invited: Counsellor) -> None:
    invited.joins()
    code = invited.code_now()
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: invited.tries_to_sign_in(totp=code).status_code, range(4)))
    assert sorted(answers) == [200, 401, 401, 401]


def test_a_clock_that_is_one_step_off_is_forgiven_two_are_not(invited: Counsellor) -> None:
    invited.joins()
    assert invited.totp is not None
    now, step = invited.clock(), timedelta(seconds=30)
    assert invited.tries_to_sign_in(totp=invited.totp.at(now + 2 * step)).status_code == 401
    assert invited.tries_to_sign_in(totp=invited.totp.at(now - 2 * step)).status_code == 401
    assert invited.tries_to_sign_in(totp=invited.totp.at(now + step)).status_code == 200


def test_a_server_clock_that_was_ahead_locks_nobody_out_and_opens_no_code_twice(invited: Counsellor) -> None:
    invited.joins()
    invited.clock.moves(days=1)
    assert invited.tries_to_sign_in().status_code == 200
    invited.clock.moves(days=-1)
    code = invited.code_now()
    assert invited.tries_to_sign_in(totp=code).status_code == 200
    assert invited.tries_to_sign_in(totp=code).status_code == 401
    assert invited.totp is not None
    late = invited.totp.at(invited.clock() + timedelta(seconds=30))
    assert invited.tries_to_sign_in(totp=late).status_code == 200
    assert invited.tries_to_sign_in(totp=code).status_code == 401, "nor an older one"


def test_every_wrong_part_is_refused_with_the_same_words(invited: Counsellor) -> None:
    invited.joins()
    wrong_code = "000000" if invited.code_now() != "000000" else "111111"
    answers = [
        invited.tries_to_sign_in(auth_key=b64u(secrets.token_bytes(32))),
        invited.tries_to_sign_in(totp=wrong_code),
        invited.tries_to_sign_in(sign_in_name="nobody"),
    ]
    assert [answer.status_code for answer in answers] == [401, 401, 401]
    assert len({answer.text for answer in answers}) == 1
    assert invited.tries_to_sign_in().status_code == 200


def test_an_account_that_was_never_confirmed_does_not_sign_in(invited: Counsellor) -> None:
    invited.accepts(invited.is_invited())
    invited.clock.moves(seconds=30)
    assert invited.tries_to_sign_in().status_code == 401


def test_a_name_nobody_has_gets_constant_parameters_of_the_same_shape(invited: Counsellor) -> None:
    invited.joins()

    def kdf(name: str) -> dict[str, object]:
        found: dict[str, object] = invited.call("POST", "sign-in/begin", {"sign_in_name": name}).json()["kdf"]
        return found

    true, false = kdf("maja"), kdf("nobody")
    assert false == kdf(" NOBODY ")
    assert false != kdf("nobody2")
    assert true == kdf("maja") != false
    assert len(str(true["salt"])) == len(str(false["salt"])) == 22
    assert {**true, "salt": ""} == {**false, "salt": ""}


def test_guessing_is_slowed_for_names_that_exist_and_that_do_not(invited: Counsellor) -> None:
    invited.joins()
    for name in ("maja", "nobody"):
        wrong = {"sign_in_name": name, "auth_key": b64u(bytes(32))}
        seen = [invited.tries_to_sign_in(**wrong).status_code for _ in range(7)]
        assert seen == [401, 401, 401, 401, 401, 429, 429]


def test_being_slowed_down_passes_and_never_locks_out(invited: Counsellor, clock: HandClock) -> None:
    invited.joins()
    for _ in range(60):
        answer = invited.tries_to_sign_in(auth_key=b64u(bytes(32)))
        if answer.status_code == 429:
            wait = answer.json()["error"]["seconds"]
            assert 1 <= wait <= 30
            clock.moves(seconds=wait)
    clock.moves(seconds=30)
    assert invited.tries_to_sign_in().status_code == 200


def test_whoever_hammers_a_name_keeps_nobody_out(invited: Counsellor, clock: HandClock) -> None:
    invited.joins()
    wrong = {"auth_key": b64u(bytes(32)), "totp": "000000" if invited.code_now() != "000000" else "111111"}
    for _ in range(3):
        seen = {invited.tries_to_sign_in(**wrong).status_code for _ in range(40)}
        assert 429 in seen
        assert invited.tries_to_sign_in().status_code == 200, "in the midst of it"
        clock.moves(seconds=30)


@pytest.mark.parametrize("known", ["passphrase", "code"])
def test_who_knows_one_half_has_to_wait_for_each_guess_of_the_other(
    invited: Counsellor, clock: HandClock, known: str
) -> None:
    invited.joins()
    code = invited.code_now()
    wrong = {"totp": "000000" if code != "000000" else "111111"} if known == "passphrase" else {"auth_key": "A" * 43}
    answers = [invited.tries_to_sign_in(**wrong) for _ in range(12)]
    garbage = invited.tries_to_sign_in(auth_key="A" * 43, totp="222222" if code != "222222" else "333333")
    assert [answer.status_code for answer in answers] == [401] * 5 + [429] * 7
    assert garbage.json() == answers[-1].json(), "and does not learn which half is right"
    lucky = invited.tries_to_sign_in()
    assert lucky.status_code == 429, "a guess that is right is not looked at before its time"
    clock.moves(seconds=1)
    assert invited.tries_to_sign_in().status_code == 200


def test_parallel_guesses_of_one_half_count_each(invited: Counsellor) -> None:
    invited.joins()
    code = invited.code_now()
    guesses = [f"{number:06}" for number in range(20) if f"{number:06}" != code]
    with ThreadPoolExecutor(8) as pool:
        seen = list(pool.map(lambda guess: invited.tries_to_sign_in(totp=guess).status_code, guesses))
    assert seen.count(401) == 5
    assert invited.tries_to_sign_in().status_code == 429


def test_a_flood_of_names_makes_no_guess_forgotten(clock: HandClock) -> None:
    guesses = Guesses(clock)
    for _ in range(6):
        with suppress(TooFast):
            guesses.both_right("maja", "A" * 22, key=True, code=False)
    for number in range(NAMES_KEPT + 1):
        guesses.both_right(f"name {number}", "", key=False, code=False)
    assert not guesses.both_right("maja", "A" * 22, key=True, code=True)


def test_a_session_ends_after_thirty_idle_minutes(maja: Counsellor, clock: HandClock) -> None:
    for _ in range(3):
        clock.moves(minutes=29)
        assert maja.call("POST", "languages", {"languages": ["sv"]}).status_code == 204
    clock.moves(minutes=30)
    assert maja.call("GET", "me").status_code == 401


def test_a_session_ends_after_twelve_hours_however_busy(maja: Counsellor, clock: HandClock) -> None:
    for _ in range(12 * 4 - 1):
        clock.moves(minutes=15)
        maja.is_here(in_use=True)
    clock.moves(minutes=15)
    assert maja.call("GET", "me").status_code == 401


def test_signing_out_ends_the_session_the_duty_and_the_stream(maja: Counsellor, server: Server) -> None:
    assert maja.call("POST", "duty", {"on": True}).status_code == 204
    with server.stream("/desk/api/events", maja.token) as heard:
        heard.until("offers")  # the last of what a page is told at first
        assert maja.call("POST", "sign-out").status_code == 204
        assert heard.ends()
    assert maja.call("GET", "me").status_code == 401
    assert server.get("/internal/duty", server.internal_key).json() == {"on_duty": 0, "next": None}


def test_revoking_ends_every_session_of_an_account(maja: Counsellor, server: Server) -> None:
    server.app.state.desk.sessions.end_all_of(maja.id)
    assert maja.call("GET", "me").status_code == 401


def test_no_token_is_kept_as_it_is(maja: Counsellor, server: Server) -> None:
    assert maja.token not in repr(vars(server.app.state.desk.sessions))
    assert "ServerKey(…)" in repr(server.app.state.desk.key)
