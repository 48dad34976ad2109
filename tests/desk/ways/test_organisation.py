"""What a counsellor's page seals to the organisation's recovery key: kept beside her ways in, and no way in itself."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select

from tests.desk.audit.test_deeds import rows
from tests.desk.counsellor import Counsellor, sign_roster
from tests.queue.world import HandClock, Server
from triage_api.base64url import b64u
from triage_api.desk.audit.row import OPERATOR, Deed
from triage_api.desk.tables import organisation_wraps
from triage_api.desk.ways.organisation import name_of_key, sweep_organisation, wrap_of

KEY, OTHER_KEY = (b64u(secrets.token_bytes(1216)) for _ in "12")


def new_wrap(key: str = KEY) -> dict[str, str]:
    """Looks like a vault key that was sealed to this recovery key."""
    return {
        "id": b64u(secrets.token_bytes(16)),
        "recovery_key": name_of_key(key),
        "sealed": b64u(secrets.token_bytes(1168)),
        "signature": b64u(secrets.token_bytes(64)),
    }


@pytest.fixture
def maja(maja: Counsellor, server: Server, clock: HandClock) -> Counsellor:
    """Signed in; the roster carries a recovery key."""
    sign_roster(server, clock, maja, number=2, recovery_key=KEY)
    return maja


def kept(server: Server, one: Counsellor) -> dict[str, Any] | None:
    with server.app.state.desk.accounts.reading() as connection:
        wrap = wrap_of(connection, one.id)
    return wrap.model_dump() if wrap else None


def test_it_is_kept_beside_the_ways_in_and_is_none(maja: Counsellor, server: Server) -> None:
    first, second = new_wrap(), new_wrap()
    before = maja.call("GET", "ways").json()
    assert maja.call("POST", "ways/organisation", first).status_code == 204
    assert kept(server, maja) == first
    assert maja.call("POST", "ways/organisation", second).status_code == 204
    assert kept(server, maja) == second, "it takes the place of the one before"
    after = maja.call("GET", "ways").json()
    assert (before["organisation"], after["organisation"]) == (False, True)
    assert after["ways"] == before["ways"]
    assert maja.tries_to_sign_in().json()["wraps"] == [maja.wrap], "signing in does not give it out"


def test_of_two_pages_that_come_at_once_one_is_kept(maja: Counsellor, server: Server) -> None:
    wraps = [new_wrap() for _ in range(12)]
    with ThreadPoolExecutor(6) as pages:
        answers = list(pages.map(lambda wrap: maja.call("POST", "ways/organisation", wrap), wraps))
    assert {answer.status_code for answer in answers} == {204}
    assert kept(server, maja) in wraps


def test_no_call_takes_it_away(maja: Counsellor, server: Server) -> None:
    wrap = new_wrap()
    maja.call("POST", "ways/organisation", wrap)
    gone = maja.call("POST", f"ways/{wrap['id']}/remove")
    assert (gone.status_code, gone.json()["error"]["code"]) == (404, "no_such_way")
    assert kept(server, maja) == wrap


@pytest.mark.parametrize("carries", [{}, {"recovery_key": OTHER_KEY}, {"recovery_key": "no key"}])
def test_nothing_is_kept_for_a_key_that_the_roster_does_not_carry(
    carries: dict[str, str], maja: Counsellor, server: Server, clock: HandClock
) -> None:
    sign_roster(server, clock, maja, number=3, **carries)
    refused = maja.call("POST", "ways/organisation", new_wrap())
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "other_recovery_key")
    assert kept(server, maja) is None


@pytest.mark.parametrize(
    "wrong", [{"id": "A"}, {"sealed": "AAAA"}, {"signature": ""}, {"recovery_key": KEY}, {"kind": "recovery"}]
)
def test_what_is_no_wrap_is_not_taken_for_one(wrong: dict[str, str], maja: Counsellor, server: Server) -> None:
    assert maja.call("POST", "ways/organisation", new_wrap() | wrong).status_code == 422
    assert kept(server, maja) is None


def test_a_page_that_was_left_open_after_her_key_left_the_roster_seals_nothing(
    maja: Counsellor, server: Server, clock: HandClock
) -> None:
    sign_roster(server, clock, number=3, recovery_key=KEY)
    refused = maja.call("POST", "ways/organisation", new_wrap())
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "not_on_roster")


@pytest.mark.parametrize("carries", [{}, {"recovery_key": OTHER_KEY}])
def test_what_is_sealed_to_a_key_that_is_off_goes(
    carries: dict[str, str], maja: Counsellor, server: Server, clock: HandClock
) -> None:
    maja.call("POST", "ways/organisation", new_wrap())
    sweep_organisation(server.app.state.desk)
    assert kept(server, maja) is not None
    server.settings.roster_file.write_text("{")
    sweep_organisation(server.app.state.desk)
    assert kept(server, maja) is not None, "of a roster that cannot be read nothing is known"
    sign_roster(server, clock, maja, number=3, **carries)
    sweep_organisation(server.app.state.desk)
    assert kept(server, maja) is None


def test_that_a_key_is_on_another_or_off_stands_in_the_audit(
    maja: Counsellor, server: Server, clock: HandClock
) -> None:
    desk = server.app.state.desk
    for number, carries in enumerate([KEY, KEY, OTHER_KEY, None, None], start=3):
        sign_roster(server, clock, maja, number=number, **({"recovery_key": carries} if carries else {}))
        sweep_organisation(desk)
    noted = [row.about for row in rows(server) if row.deed == Deed.org_key]
    assert noted == [name_of_key(KEY), name_of_key(OTHER_KEY), "off"]


def test_where_there_never_was_a_key_the_audit_says_nothing_of_one(
    maja: Counsellor, server: Server, clock: HandClock
) -> None:
    sign_roster(server, clock, maja, number=3)
    sweep_organisation(server.app.state.desk)
    assert Deed.org_key not in [row.deed for row in rows(server)]


def test_who_is_removed_leaves_nothing_sealed(maja: Counsellor, server: Server, clock: HandClock) -> None:
    maja.call("POST", "ways/organisation", new_wrap())
    robin = Counsellor(server, clock, sign_in_name="robin", role="administrator").joins().signs_in()
    assert robin.call("POST", "people/remove", {"counsellor_id": maja.id}).status_code == 200
    with server.app.state.desk.accounts.reading() as connection:
        assert connection.execute(select(organisation_wraps)).all() == []


def test_its_use_is_told_to_her_and_to_administrators_and_to_no_other_counsellor(
    maja: Counsellor, server: Server, clock: HandClock
) -> None:
    desk = server.app.state.desk
    robin = Counsellor(server, clock, sign_in_name="robin", role="administrator").joins().signs_in()
    nils = Counsellor(server, clock, sign_in_name="nils").joins().signs_in()
    nothing = {"given_out": None, "used": None}
    assert maja.call("GET", "ways").json()["organisation_use"] == nothing
    for deed in (Deed.org_key_exported, Deed.org_key_used):
        with desk.accounts.writing() as connection:
            desk.audit.note(connection, OPERATOR, deed, maja.id)
        clock.moves(days=1)
    maja.signs_in()
    told = {"given_out": "2026-11-21", "used": "2026-11-22"}
    assert maja.call("GET", "ways").json()["organisation_use"] == told
    assert robin.signs_in().call("GET", "ways").json()["organisation_use"] == nothing
    assert nils.signs_in().call("GET", "ways").json()["organisation_use"] == nothing
    people = {one["id"]: one["organisation_use"] for one in robin.call("GET", "people").json()}
    assert people == {maja.id: told, robin.id: nothing, nils.id: nothing}
