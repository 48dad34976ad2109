"""How counsellors choose to be told, what reaches them, and what is seen of it when it does not."""

from typing import Any

import pytest
from sqlalchemy import delete, update

from tests.databases import on_sqlite
from tests.desk.alerts.conftest import PATIENCE, TRIAL, WAITS, Told
from tests.desk.counsellor import Counsellor, sign_roster
from tests.desk.rota.conftest import ada, nils
from tests.desk.rota.planning import plans
from tests.door.conftest import eventually
from tests.phone.double import SOMEBODY
from tests.queue.world import HandClock, Server, serving
from triage_api.command.doctor import alerts_found
from triage_api.desk.alerts.sweep import sweep_channels
from triage_api.desk.alerts.tables import channels
from triage_api.desk.audit.row import SERVER
from triage_api.desk.tables import accounts as account_rows
from triage_api.desk.tables import metadata

__all__ = ["ada", "nils"]

PHONE = {"kind": "sms", "number": SOMEBODY, "language": "sv", "urgent_only": True}


def audit(server: Server) -> list[tuple[str, str]]:
    with server.app.state.desk.accounts.reading() as connection:
        rows = connection.exec_driver_sql("SELECT who, deed FROM audit WHERE deed LIKE 'alert%%' ORDER BY number")
        return [(who, deed) for who, deed in rows]


def test_a_browser_and_a_phone_are_tried_and_told(told: Told, maja: Counsellor) -> None:
    device = told.browser_of(maja)
    phone = maja.call("POST", "alerts/channels", PHONE).json()["id"]
    mine = maja.call("GET", "alerts").json()
    assert (mine["sms"], mine["mail"]) == (True, False)
    assert [(one["kind"], one["urgent_only"], one["trouble"]) for one in mine["channels"]] in (
        [("push", False, None), ("sms", True, None)],
        [("sms", True, None), ("push", False, None)],
    )
    for channel in mine["channels"]:
        assert maja.call("POST", f"alerts/channels/{channel['id']}/try").status_code == 204
    assert [one["say"] for one in device.got] == [TRIAL]
    eventually(lambda: told.inbox.of(SOMEBODY) == [TRIAL], PATIENCE)
    maja.call("POST", "duty", {"on": True})
    told.comes(maja)
    told.gets(device, TRIAL, WAITS)
    eventually(lambda: told.inbox.of(SOMEBODY) == [TRIAL, WAITS], PATIENCE)
    assert maja.call("POST", f"alerts/channels/{phone}/remove").status_code == 204
    assert len(maja.call("GET", "alerts").json()["channels"]) == 1


@on_sqlite
def test_where_alerts_go_stands_nowhere_in_clear(told: Told, maja: Counsellor) -> None:
    device = told.browser_of(maja)
    maja.call("POST", "alerts/channels", PHONE)
    one = told.comes(maja)
    maja.call("POST", "duty", {"on": True})
    told.gets(device, WAITS)
    raw = b"".join(file.read_bytes() for file in told.server.settings.var.glob("accounts.sqlite*"))
    case_id = one.case["envelope"]["case_id"]
    for clear in (device.id, SOMEBODY, SOMEBODY.removeprefix("+46"), case_id, one.verifier):
        assert clear.encode() not in raw
    assert SOMEBODY not in maja.call("GET", "alerts").text


def test_what_is_kept_of_an_alert_names_no_level_and_no_case(maja: Counsellor) -> None:
    columns = {column.name for table in metadata.sorted_tables if table.name.startswith("alert") for column in table.c}
    assert not columns & {"level", "language_of_person", "case_id", "verifier", "channel"}


def test_nobody_answers_and_the_next_tier_hears_then_the_supervisor(
    told: Told, maja: Counsellor, nils: Counsellor, ada: Counsellor, clock: HandClock
) -> None:
    rita = Counsellor(told.server, clock, sign_in_name="rita", name="Rita Exempel", role="supervisor").joins()
    sign_roster(told.server, clock, maja, nils, rita, number=3)
    rita.signs_in()
    plans(ada, maja, "sat", "00:00", "00:00")
    plans(ada, nils, "sat", "00:00", "00:00", tier=2)
    browsers = [told.browser_of(one) for one in (maja, nils, rita)]
    told.comes(maja, nils, rita)
    told.gets(browsers[0], WAITS)
    clock.moves(minutes=3)
    told.gets(browsers[1], WAITS)
    clock.moves(minutes=4)
    told.gets(browsers[2], WAITS)
    assert [len(one.got) for one in browsers] == [1, 1, 1]
    assert audit(told.server) == [
        (SERVER, "alert_sent"),
        (SERVER, "alert_sent"),
        (SERVER, "alert_raised"),
        (SERVER, "alert_sent"),
        (SERVER, "alert_raised"),
    ]
    assert nils.call("POST", "alerts/seen").status_code == 204
    assert audit(told.server)[-1] == (nils.id, "alert_seen")


def test_a_restart_in_the_middle_repeats_nothing_and_forgets_nothing(
    told: Told, maja: Counsellor, nils: Counsellor, ada: Counsellor, clock: HandClock
) -> None:
    plans(ada, maja, "sat", "00:00", "00:00")
    plans(ada, nils, "sat", "00:00", "00:00", tier=2)
    hers, his = told.browser_of(maja), told.browser_of(nils)
    told.comes(maja, nils)
    told.gets(hers, WAITS)
    clock.moves(minutes=1)
    with serving(told.server.settings, clock) as again:
        again.app.state.desk.alerts.look()
        assert told.counted("alert_told") == 1
        clock.moves(minutes=2)
        again.app.state.desk.alerts.look()
        again.app.state.bells.ring("line")
        eventually(lambda: [one["say"] for one in his.got] == [WAITS], PATIENCE)
    assert [one["say"] for one in hers.got] == [WAITS]


def test_who_claims_has_answered(
    told: Told, maja: Counsellor, nils: Counsellor, ada: Counsellor, clock: HandClock
) -> None:
    plans(ada, nils, "sat", "00:00", "00:00", tier=2)
    maja.call("POST", "duty", {"on": True})
    device = told.browser_of(nils)
    told.comes(maja, nils)
    told.looks()
    assert maja.call("POST", "claim").status_code == 200
    told.looks()
    clock.moves(minutes=1)
    told.looks()
    assert (device.got, told.counted("alerts")) == ([], 0)


def test_the_board_says_that_nobody_has_seen_it_until_somebody_has(told: Told, maja: Counsellor) -> None:
    maja.call("POST", "duty", {"on": True})
    with told.server.stream("/desk/api/events", maja.token) as board:
        assert board.until("alert") == {"unseen": False}
        told.comes(maja)
        told.looks()
        assert board.until("alert") == {"unseen": True}
        maja.call("POST", "alerts/seen")
        assert board.until("alert") == {"unseen": False}


def test_nobody_silences_an_alert_that_others_were_told_of(
    told: Told, maja: Counsellor, nils: Counsellor, clock: HandClock
) -> None:
    maja.call("POST", "duty", {"on": True})
    told.comes(maja, nils)
    told.looks()
    with (
        told.server.stream("/desk/api/events", maja.token) as hers,
        told.server.stream("/desk/api/events", nils.token) as his,
    ):
        assert (hers.until("alert"), his.until("alert")) == ({"unseen": True}, {"unseen": False})
        assert nils.call("POST", "alerts/seen").status_code == 204
        assert ("alert_seen" in {deed for _, deed in audit(told.server)}) is False
        sign_roster(told.server, clock, nils, number=3)
        refused = maja.call("POST", "alerts/seen")
        assert (refused.status_code, refused.json()["error"]["code"]) == (403, "not_on_roster")
        sign_roster(told.server, clock, maja, nils, number=4)
        assert maja.call("POST", "alerts/seen").status_code == 204
        assert hers.until("alert") == {"unseen": False}
    assert audit(told.server)[-1] == (maja.id, "alert_seen")


def test_a_quiet_alert_goes_only_where_it_is_wanted(told: Told, maja: Counsellor) -> None:
    maja.call("POST", "duty", {"on": True})
    loud, every = told.browser_of(maja, urgent_only=True), told.browser_of(maja)
    told.comes(maja, level="routine")
    told.gets(every, WAITS)
    assert (loud.got, every.got[0]["quiet"]) == ([], True)


def test_danger_reaches_a_phone_for_danger_alone_just_after_a_quiet_alert(
    told: Told, maja: Counsellor, clock: HandClock
) -> None:
    maja.call("POST", "duty", {"on": True})
    loud, every = told.browser_of(maja, urgent_only=True), told.browser_of(maja)
    told.comes(maja, level="routine")
    told.gets(every, WAITS)
    clock.moves(minutes=1)
    told.comes(maja, level="immediate")
    told.gets(loud, WAITS)
    told.gets(every, WAITS, WAITS)
    assert [one["quiet"] for one in every.got] == [True, False]


def test_what_could_not_be_sent_is_one_message_in_the_end_also_when_the_first_of_two_waits_no_more(
    told: Told, maja: Counsellor, ada: Counsellor, clock: HandClock
) -> None:
    plans(ada, maja, "sat", "00:00", "00:00")
    device = told.browser_of(maja)
    device.answers = 503
    first = told.comes(maja)
    told.looks()
    eventually(lambda: told.due_later() == 1, PATIENCE)
    maja.call("POST", "alerts/seen")
    clock.moves(minutes=3)
    told.comes(maja)
    told.looks()
    eventually(lambda: told.due_later() == 2, PATIENCE)
    told.server.post("/api/case/end", token=first.token)
    told.looks()
    assert told.counted("alert_sends") == 1
    device.answers = 201
    clock.moves(seconds=30)
    told.gets(device, WAITS)
    eventually(lambda: told.counted("alert_sends") == 0, PATIENCE)
    assert [one["say"] for one in device.got] == [WAITS]


def test_a_dead_subscription_is_dropped(told: Told, maja: Counsellor) -> None:
    maja.call("POST", "duty", {"on": True})
    told.browser_of(maja).answers = 410
    told.comes(maja)
    told.looks()
    eventually(lambda: maja.call("GET", "alerts").json()["channels"] == [], PATIENCE)
    assert told.counted("alert_sends") == 0


def test_what_cannot_be_sent_is_tried_again_and_shown_until_it_goes(
    told: Told, maja: Counsellor, ada: Counsellor, clock: HandClock
) -> None:
    maja.call("POST", "duty", {"on": True})
    device = told.browser_of(maja)
    device.answers = 503
    told.comes(maja)

    def ways() -> list[dict[str, Any]]:
        return list(ada.call("GET", "alerts/standing").json()["people"][0]["ways"])

    told.looks()
    eventually(lambda: ada.call("GET", "alerts/standing").json()["unsent"] == 1, PATIENCE)
    assert ways()[0]["trouble"] is None, "once is nothing"
    clock.moves(seconds=6)
    told.looks()
    eventually(lambda: ways()[0]["trouble"] == "unreachable", PATIENCE)
    assert told.server.get("/internal/alerts", told.server.internal_key).json() == {
        "people": 1,
        "without": 0,
        "troubled": 1,
        "unsent": 1,
    }
    assert [one.good for one in alerts_found(told.server.settings, told.server.url)] == [True, False, False]
    device.answers = 201
    clock.moves(seconds=20)
    told.gets(device, WAITS)
    eventually(lambda: ways()[0]["trouble"] is None, PATIENCE)


def test_one_address_that_cannot_be_opened_keeps_nobody_else_from_being_told(told: Told, maja: Counsellor) -> None:
    """After the accounts were put back without their server key."""
    maja.call("POST", "duty", {"on": True})
    maja.call("POST", "alerts/channels", PHONE)
    with told.server.app.state.desk.accounts.writing() as connection:
        connection.execute(update(channels).values(sealed=bytes(64)))
    (lost,) = maja.call("GET", "alerts").json()["channels"]
    assert maja.call("POST", f"alerts/channels/{lost['id']}/try").status_code == 502
    device = told.browser_of(maja)
    told.comes(maja)
    told.gets(device, WAITS)

    def troubles() -> set[tuple[str, str | None]]:
        return {(one["kind"], one["trouble"]) for one in maja.call("GET", "alerts").json()["channels"]}

    eventually(lambda: troubles() == {("sms", "refused"), ("push", None)}, PATIENCE)


def test_who_hears_of_nothing_is_shown_to_who_plans(told: Told, maja: Counsellor, ada: Counsellor) -> None:
    said = ada.call("GET", "alerts/standing").json()
    assert said == {"people": [{"id": maja.id, "name": maja.name, "ways": []}], "unsent": 0}


@pytest.mark.parametrize(
    ("body", "seen"),
    [
        ({**PHONE, "number": "112"}, (422, "bad_request")),
        ({**PHONE, "number": "0900 12 34"}, (422, "bad_request")),
        ({**PHONE, "number": "not a number"}, (422, "bad_request")),
        ({**PHONE, "language": "th"}, (422, "bad_request")),
        ({**PHONE, "kind": "fax"}, (422, "bad_request")),
        ({"kind": "mail", "address": "maja@example.org", "language": "sv", "urgent_only": False}, (409, "not_set_up")),
        (
            {"kind": "mail", "address": "a\r\nBcc: b@example.org", "language": "sv", "urgent_only": False},
            (422, "bad_request"),
        ),
        (
            {"kind": "push", "language": "sv", "urgent_only": False, "p256dh": "AAAA", "auth": "AAAA"}
            | {"endpoint": "http://127.0.0.1:1/"},
            (422, "bad_request"),
        ),
    ],
)
def test_what_leads_nowhere_is_refused(told: Told, maja: Counsellor, body: Any, seen: tuple[int, str]) -> None:
    answer = maja.call("POST", "alerts/channels", body)
    assert (answer.status_code, answer.json()["error"]["code"]) == seen


def test_another_counsellors_way_is_nobodys_and_six_are_enough(told: Told, maja: Counsellor, nils: Counsellor) -> None:
    first = maja.call("POST", "alerts/channels", PHONE).json()["id"]
    for call in ("remove", "try"):
        assert nils.call("POST", f"alerts/channels/{first}/{call}").status_code == 404
    for _ in range(5):
        assert maja.call("POST", "alerts/channels", PHONE).status_code == 201
    seventh = maja.call("POST", "alerts/channels", PHONE)
    assert (seventh.status_code, seventh.json()["error"]["code"]) == (409, "too_many_channels")


def test_with_an_account_goes_where_it_was_told(told: Told, maja: Counsellor, nils: Counsellor) -> None:
    for one in (maja, nils):
        assert one.call("POST", "alerts/channels", PHONE).status_code == 201
    accounts = told.server.app.state.desk.accounts
    with accounts.writing() as connection:
        connection.execute(delete(account_rows).where(account_rows.c.counsellor_id == nils.id))
    sweep_channels(accounts)
    assert told.counted("alert_channels") == 1
    assert len(maja.call("GET", "alerts").json()["channels"]) == 1


def test_trials_cannot_be_sent_without_end(told: Told, maja: Counsellor) -> None:
    phone = maja.call("POST", "alerts/channels", PHONE).json()["id"]
    answers = [maja.call("POST", f"alerts/channels/{phone}/try") for _ in range(8)]
    assert {answer.status_code for answer in answers} == {204, 429}


def test_a_trial_that_does_not_go_says_so(told: Told, maja: Counsellor) -> None:
    device = told.browser_of(maja)
    channel = maja.call("GET", "alerts").json()["channels"][0]["id"]
    device.answers = 500
    answer = maja.call("POST", f"alerts/channels/{channel}/try")
    assert (answer.status_code, answer.json()["error"]["code"]) == (502, "not_sent")
    device.answers = 404
    assert maja.call("POST", f"alerts/channels/{channel}/try").status_code == 404
    assert maja.call("GET", "alerts").json()["channels"] == []
