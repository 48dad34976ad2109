"""Whom a counsellor is given first, by the languages and persons she takes; and that neither keeps anybody waiting."""

from itertools import product

import pytest

from tests.desk.counsellor import Counsellor, sign_roster
from tests.desk.rota.planning import plans
from tests.queue.world import HandClock, Server, person
from triage_api.words import Language, Level, Writer


def waits(
    server: Server, *readers: Counsellor, language: str = "sv", level: str = "routine", writer: str = "self"
) -> str:
    one = person(*(reader.id for reader in readers), language=language, level=level, writer=writer)
    assert server.receives(one).status_code == 201
    return str(one.case["envelope"]["case_id"])


def takes(who: Counsellor, *languages: str) -> None:
    assert who.call("POST", "languages", {"languages": languages}).status_code == 204


def takes_who_writes(who: Counsellor, *personas: str) -> None:
    assert who.call("POST", "personas", {"personas": personas}).status_code == 204


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


def test_she_is_given_first_who_writes_as_she_takes(maja: Counsellor, server: Server) -> None:
    waits(server, maja, writer="friend", level="elevated")
    hers = waits(server, maja, writer="minor")
    takes_who_writes(maja, "minor")
    assert maja.call("GET", "me").json()["personas"] == ["minor"]
    assert is_given(maja) == hers
    assert is_given(maja) is None


def test_a_colleague_who_takes_them_has_them_at_once(maja: Counsellor, server: Server, clock: HandClock) -> None:
    nils = Counsellor(server, clock, sign_in_name="nils", name="Nils Exempel").joins()
    sign_roster(server, clock, maja, nils, number=2)
    nils.signs_in()
    friend = waits(server, maja, nils, writer="friend")
    takes_who_writes(maja, "self")
    takes_who_writes(nils, "friend")
    assert is_given(maja) is None
    assert is_given(nils) == friend


def test_who_is_hers_is_so_by_language_and_by_who_writes(maja: Counsellor, server: Server) -> None:
    waits(server, maja, language="th", writer="minor")
    waits(server, maja, language="sv", writer="self")
    hers = waits(server, maja, language="sv", writer="minor")
    takes(maja, "sv")
    takes_who_writes(maja, "minor")
    assert is_given(maja) == hers
    assert is_given(maja) is None


@pytest.mark.parametrize("level", ["high", "immediate"])
def test_danger_waits_for_nobody_who_takes_them(maja: Counsellor, server: Server, level: str) -> None:
    waits(server, maja, writer="self")
    in_danger = waits(server, maja, writer="minor", level=level)
    takes_who_writes(maja, "self")
    assert is_given(maja) == in_danger


def test_nobody_waits_long_for_who_takes_them(maja: Counsellor, server: Server, clock: HandClock) -> None:
    long = waits(server, maja, writer="minor")
    takes_who_writes(maja, "self", "friend")
    assert is_given(maja) is None
    clock.moves(minutes=10)
    assert is_given(maja) == long


def test_to_name_nobody_is_to_take_everybody(maja: Counsellor, server: Server, clock: HandClock) -> None:
    ada = Counsellor(server, clock, sign_in_name="ada", name="Ada Exempel", role="supervisor").joins().signs_in()
    plans(ada, maja, "sat", "00:00", "08:00", personas=["friend"])
    maja.call("POST", "duty", {"on": True})
    takes_who_writes(maja)
    assert maja.call("GET", "me").json()["personas"] == sorted(Writer)
    anybody = waits(server, maja, writer="other")
    assert is_given(maja) == anybody


def test_the_board_counts_for_her_exactly_whom_she_is_given(maja: Counsellor, server: Server, clock: HandClock) -> None:
    for language, writer, level in product(Language, Writer, Level):
        waits(server, maja, language=language, writer=writer, level=level)
    clock.moves(minutes=10)
    long = waits(server, maja, language="th", writer="other")
    clock.moves(minutes=10)
    waits(server, maja, language="th", writer="other")
    takes(maja, "sv", "ro")
    takes_who_writes(maja, "friend", "minor")
    with server.stream("/desk/api/events", maja.signs_in().token) as board:
        assert board.until("waiting")["for_her"] == 4 * 4 * 4 + 1
    given = []
    server.app.state.desk.chats_at_once = 99
    while (one := is_given(maja)) is not None:
        given.append(one)
    assert len(given) == 4 * 4 * 4 + 1
    assert given[-1] == long


def test_the_board_says_what_they_write_and_how_many_would_be_given_to_her(
    maja: Counsellor, server: Server, clock: HandClock
) -> None:
    nils = Counsellor(server, clock, sign_in_name="nils", name="Nils Exempel").joins()
    sign_roster(server, clock, maja, nils, number=2)
    nils.signs_in()
    for who in (maja, nils):
        takes(who, "sv")
        assert who.call("POST", "duty", {"on": True}).status_code == 204
    for language, writer in (("sv", "self"), ("th", "self"), ("th", "minor")):
        waits(server, maja, nils, language=language, writer=writer)
    with server.stream("/desk/api/events", maja.token) as board:
        line = board.until("waiting")
        assert (line["waiting"], line["for_her"]) == (3, 1)
        assert (line["by_language"], line["untaken"]) == ({"sv": 1, "th": 2}, ["th"])
        takes(nils, "th")
        assert board.until("waiting")["untaken"] == []
        assert (line["by_writer"], line["untaken_personas"]) == ({"minor": 1, "self": 2}, [])
        takes_who_writes(maja, "self")
        takes_who_writes(nils, "friend", "self")
        assert board.until("waiting")["untaken_personas"] == ["minor"]


def test_going_on_duty_begins_with_whom_her_turn_takes(maja: Counsellor, server: Server, clock: HandClock) -> None:
    ada = Counsellor(server, clock, sign_in_name="ada", name="Ada Exempel", role="supervisor").joins().signs_in()
    plans(ada, maja, "sat", "00:00", "08:00", languages=["th"], personas=["friend"])
    plans(ada, maja, "sat", "02:00", "06:00", languages=["th"], personas=["minor"], tier=2)
    plans(ada, maja, "sun", "02:00", "06:00", personas=["other"])
    everything = ["en", "ro", "sv", "th"]
    assert maja.call("GET", "me").json()["languages"] == everything
    maja.call("POST", "duty", {"on": True})
    assert maja.call("GET", "me").json()["languages"] == ["th"]
    assert maja.call("GET", "me").json()["personas"] == ["friend", "minor"], "those of both her turns of now"
    takes(maja, "th", "en")
    takes_who_writes(maja, "self")
    maja.call("POST", "duty", {"on": False})
    maja.call("POST", "duty", {"on": True})
    assert maja.call("GET", "me").json()["languages"] == ["en", "th"], "what she chose herself stays"
    assert maja.call("GET", "me").json()["personas"] == ["self"]
    maja.call("POST", "sign-out")
    anew = maja.signs_in().call("GET", "me").json()
    assert (anew["languages"], anew["personas"]) == (everything, sorted(Writer))


@pytest.mark.parametrize("languages", [[], ["de"], "sv", None])
def test_what_is_no_choice_is_refused(maja: Counsellor, languages: object) -> None:
    assert maja.call("POST", "languages", {"languages": languages}).status_code == 422


@pytest.mark.parametrize("personas", [["nobody"], ["self"] * 5, "self", None])
def test_what_is_no_choice_of_persons_is_refused(maja: Counsellor, personas: object) -> None:
    assert maja.call("POST", "personas", {"personas": personas}).status_code == 422
