"""A planner plans, and everybody reads it."""

from typing import Any

import pytest

from tests.desk.counsellor import Counsellor
from tests.desk.rota.planning import EVERYBODY, changes, plans, shift_of, week_of
from tests.queue.world import HandClock, Server


def test_what_is_planned_is_read_by_everybody(ada: Counsellor, maja: Counsellor, nils: Counsellor) -> None:
    shift_id = plans(ada, maja, "mon", "22:00", "06:00", tier=2, languages=["sv", "th"], holidays="never")
    (shift,) = nils.call("GET", "rota").json()["shifts"]
    expected = shift_of(maja, "mon", "22:00", "06:00", tier=2, languages=["sv", "th"], holidays="never")
    told = {**shift, "languages": sorted(shift["languages"]), "personas": sorted(shift["personas"])}
    wanted = {**expected, "personas": sorted(expected["personas"]), "id": shift_id, "first": None, "last": None}
    assert told == wanted
    assert week_of(nils)["2026-11-23"] == [(maja.id, "22:00", "06:00")]


def test_only_those_who_answer_people_can_be_planned(ada: Counsellor, maja: Counsellor, nils: Counsellor) -> None:
    people = maja.call("GET", "rota").json()["people"]
    assert [one["name"] for one in people] == ["Maja Exempel", "Nils Exempel"]
    for nobody in (ada.id, "A" * 22):
        answer = ada.call("POST", "rota/shifts", {**shift_of(maja, "mon", "08:00", "16:00"), "counsellor_id": nobody})
        assert (answer.status_code, answer.json()["error"]["code"]) == (422, "nobody_to_plan")


def test_who_may_edit_is_told_so(ada: Counsellor, maja: Counsellor) -> None:
    assert [one.call("GET", "rota").json()["may_edit"] for one in (ada, maja)] == [True, False]


def test_a_shift_is_altered_and_removed(ada: Counsellor, maja: Counsellor, nils: Counsellor) -> None:
    shift_id = plans(ada, maja, "mon", "08:00", "16:00")
    changed = shift_of(nils, "mon", "09:00", "17:00", tier=2)
    assert ada.call("POST", f"rota/shifts/{shift_id}", changed).status_code == 204
    assert week_of(maja)["2026-11-23"] == [(nils.id, "09:00", "17:00")]
    assert ada.call("POST", f"rota/shifts/{shift_id}/remove").status_code == 204
    assert week_of(maja)["2026-11-23"] == []
    for path, body in ((f"rota/shifts/{shift_id}", changed), (f"rota/shifts/{shift_id}/remove", None)):
        answer = ada.call("POST", path, body)
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "no_such_shift")


def test_a_day_is_cancelled_replaced_and_as_every_week_again(
    ada: Counsellor, maja: Counsellor, nils: Counsellor
) -> None:
    shift_id, day = plans(ada, maja, "mon", "08:00", "16:00"), "2026-11-23"
    changes(ada, kind="cancelled", date=day, shift=shift_id)
    assert week_of(maja)[day] == []
    replaced = changes(ada, kind="replaced", date=day, shift=shift_id, counsellor_id=nils.id)
    assert week_of(maja)[day] == [(nils.id, "08:00", "16:00")]
    assert [one["kind"] for one in maja.call("GET", "rota").json()["changes"]] == ["replaced"], "one change a day"
    assert ada.call("POST", f"rota/changes/{replaced}/remove").status_code == 204
    assert week_of(maja)[day] == [(maja.id, "08:00", "16:00")]
    assert ada.call("POST", f"rota/changes/{replaced}/remove").status_code == 404


def test_a_shift_is_added_to_one_day(ada: Counsellor, nils: Counsellor, maja: Counsellor) -> None:
    added = {"counsellor_id": nils.id, "tier": 1, **EVERYBODY, "from": "18:00", "until": "18:00"}
    changes(ada, kind="added", date="2026-11-24", **added)
    assert [day for day, turns in week_of(maja).items() if turns] == ["2026-11-24"]
    (change,) = maja.call("GET", "rota").json()["changes"]
    assert (change["kind"], change["shift"], change["counsellor_id"]) == ("added", None, nils.id)


def test_a_shift_cannot_be_changed_on_a_day_it_does_not_begin_on(ada: Counsellor, maja: Counsellor) -> None:
    shift_id = plans(ada, maja, "mon", "08:00", "16:00", holidays="never", first="2026-12-01")
    for day in ("2026-11-23", "2026-12-08", "2027-01-06"):
        answer = ada.call("POST", "rota/changes", {"kind": "cancelled", "date": day, "shift": shift_id})
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "no_such_shift")
    changes(ada, kind="cancelled", date="2026-12-07", shift=shift_id)


def test_with_a_shift_its_changes_go(ada: Counsellor, maja: Counsellor) -> None:
    shift_id = plans(ada, maja, "mon", "08:00", "16:00")
    changes(ada, kind="cancelled", date="2026-11-23", shift=shift_id)
    ada.call("POST", f"rota/shifts/{shift_id}/remove")
    assert maja.call("GET", "rota").json()["changes"] == []


def test_who_stood_in_for_whom_is_forgotten_after_four_weeks(
    ada: Counsellor, maja: Counsellor, clock: HandClock
) -> None:
    shift_id = plans(ada, maja, "mon", "08:00", "16:00")
    changes(ada, kind="cancelled", date="2026-11-23", shift=shift_id)
    clock.moves(days=40)
    ada.signs_in()
    changes(ada, kind="cancelled", date="2027-01-04", shift=shift_id)
    assert [one["date"] for one in ada.call("GET", "rota").json()["changes"]] == ["2027-01-04"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"from": "24:00"},
        {"until": "8:00"},
        {"weekday": "monday"},
        {"tier": 4},
        {"tier": "1"},
        {"languages": []},
        {"languages": ["de"]},
        {"personas": ["anybody"]},
        {"holidays": "sometimes"},
        {"first": "2026-12-01", "last": "2026-11-30"},
        {"first": "tomorrow"},
        {"counsellor_id": "x"},
        {"more": 1},
    ],
)
def test_what_is_no_shift_is_refused(wrong: dict[str, Any], ada: Counsellor, maja: Counsellor) -> None:
    answer = ada.call("POST", "rota/shifts", {**shift_of(maja, "mon", "08:00", "16:00"), **wrong})
    assert answer.status_code == 422
    assert ada.call("GET", "rota").json()["shifts"] == []


def test_a_shift_of_an_account_that_is_gone_promises_nothing(
    ada: Counsellor, maja: Counsellor, nils: Counsellor, server: Server
) -> None:
    plans(ada, nils, "mon", "08:00", "16:00")
    with server.app.state.desk.accounts.writing() as connection:
        connection.exec_driver_sql("DELETE FROM accounts WHERE sign_in_name = 'nils'")
    assert week_of(maja)["2026-11-23"] == []
    assert maja.call("GET", "rota/now").json()["next"] is None


def test_who_is_on_call_now_who_is_next_and_what_is_mine(
    ada: Counsellor, maja: Counsellor, nils: Counsellor, clock: HandClock
) -> None:
    plans(ada, maja, "fri", "22:00", "06:00")
    plans(ada, nils, "sat", "06:00", "14:00", tier=2)
    now = maja.call("GET", "rota/now").json()
    assert {tier: [turn["counsellor_id"] for turn in turns] for tier, turns in now["on_call"].items()} == {
        **{"1": [maja.id], "2": []},
        "3": [],
    }
    assert (now["next"]["counsellor_id"], now["next"]["begins"]) == (nils.id, "2026-11-21T05:00:00Z")
    assert [turn["date"] for turn in now["mine"]] == ["2026-11-20", "2026-11-27", "2026-12-04"]
    clock.moves(hours=2)
    maja.signs_in()
    assert [turn["date"] for turn in maja.call("GET", "rota/now").json()["mine"]] == ["2026-11-27", "2026-12-04"]


def test_where_nobody_is_planned_the_desk_says_nobody(maja: Counsellor) -> None:
    now = maja.call("GET", "rota/now").json()
    assert (now["on_call"], now["next"], now["mine"]) == ({"1": [], "2": [], "3": []}, None, [])


def test_a_week_tells_its_holidays(maja: Counsellor) -> None:
    week = maja.call("GET", "rota/week/2026-12-21").json()
    assert [day["date"][-2:] for day in week if day["holiday"]] == ["24", "25", "26"]
    for nowhere in ("1999-12-31", "9999-12-31", "monday"):
        assert maja.call("GET", f"rota/week/{nowhere}").status_code == 422


def test_an_administrator_is_never_put_on_the_roster(ada: Counsellor, server: Server, clock: HandClock) -> None:
    from triage_api.desk.pending import wanted_now

    desk = server.app.state.desk
    assert [one.name for one in wanted_now(desk.accounts, desk.roster, clock).pending] == []
