"""Whom a counsellor is given first, by the languages she takes; and that a language keeps nobody waiting for long."""

import pytest

from tests.desk.counsellor import Counsellor, sign_roster
from tests.desk.rota.planning import plans
from tests.queue.world import HandClock, Server, person


def waits(server: Server, *readers: Counsellor, language: str, level: str = "routine") -> str:
    one = person(*(reader.id for reader in readers), language=language, level=level)
    assert server.receives(one).status_code == 201
    return str(one.case["envelope"]["case_id"])


def takes(who: Counsellor, *languages: str) -> None:
    assert who.call("POST", "languages", {"languages": languages}).status_code == 204


def is_given(who: Counsellor) -> str | None:
    answer = who.call("POST", "claim")
    return str(answer.json()["case_id"]) if answer.status_code == 200 else None


def test_she_is_given_those_of_her_languages_first(maja: Counsellor, server: Server) -> None:
    waits(server, maja, language="th", level="elevated")
    hers = waits(server, maja, language="ro")
    takes(maja, "sv", "ro")
    assert maja.call("GET", "me").json()["languages"] == ["ro", "sv"]
    assert is_given(maja) == hers
    assert is_given(maja) is None


@pytest.mark.parametrize("level", ["high", "immediate"])
def test_danger_waits_for_no_language(maja: Counsellor, server: Server, level: str) -> None:
    waits(server, maja, language="sv")
    in_danger = waits(server, maja, language="th", level=level)
    takes(maja, "sv")
    assert is_given(maja) == in_danger


def test_nobody_waits_for_a_language_for_long(maja: Counsellor, server: Server, clock: HandClock) -> None:
    long = waits(server, maja, language="th")
    takes(maja, "sv")
    assert is_given(maja) is None
    clock.moves(minutes=10)
    assert is_given(maja) == long


def test_the_board_says_what_they_write_and_how_many_would_be_given_to_her(
    maja: Counsellor, server: Server, clock: HandClock
) -> None:
    nils = Counsellor(server, clock, sign_in_name="nils", name="Nils Exempel").joins()
    sign_roster(server, clock, maja, nils, number=2)
    nils.signs_in()
    for who in (maja, nils):
        takes(who, "sv")
        assert who.call("POST", "duty", {"on": True}).status_code == 204
    for language in ("sv", "th", "th"):
        waits(server, maja, nils, language=language)
    with server.stream("/desk/api/events", maja.token) as board:
        line = board.until("waiting")
        assert (line["waiting"], line["for_her"]) == (3, 1)
        assert (line["by_language"], line["untaken"]) == ({"sv": 1, "th": 2}, ["th"])
        takes(nils, "th")
        assert board.until("waiting")["untaken"] == []


def test_going_on_duty_begins_with_the_languages_of_her_turn(
    maja: Counsellor, server: Server, clock: HandClock
) -> None:
    ada = Counsellor(server, clock, sign_in_name="ada", name="Ada Exempel", role="supervisor").joins().signs_in()
    plans(ada, maja, "sat", "00:00", "08:00", languages=["th"])
    everything = ["en", "ro", "sv", "th"]
    assert maja.call("GET", "me").json()["languages"] == everything
    maja.call("POST", "duty", {"on": True})
    assert maja.call("GET", "me").json()["languages"] == ["th"]
    takes(maja, "th", "en")
    maja.call("POST", "duty", {"on": False})
    maja.call("POST", "duty", {"on": True})
    assert maja.call("GET", "me").json()["languages"] == ["en", "th"], "what she chose herself stays"
    maja.call("POST", "sign-out")
    assert maja.signs_in().call("GET", "me").json()["languages"] == everything


@pytest.mark.parametrize("languages", [[], ["de"], "sv", None])
def test_what_is_no_choice_is_refused(maja: Counsellor, languages: object) -> None:
    assert maja.call("POST", "languages", {"languages": languages}).status_code == 422
