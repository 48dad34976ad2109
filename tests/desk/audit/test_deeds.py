"""What is noted of who answers, and what is never noted of who writes."""

import json

import pytest

from tests.desk.counsellor import Counsellor, sign_roster
from tests.desk.test_cases import hands_off
from tests.queue.world import HandClock, Person, Server, sealed
from triage_api.clock import seconds
from triage_api.desk.audit.chain import Sound, rows_of, verify
from triage_api.desk.audit.row import Row
from triage_api.desk.audit.sweep import sweep_audit
from triage_api.desk.people.put_out import take_cases_back
from triage_api.lifespan import round_of
from triage_api.queue.close import end_case
from triage_api.queue.queue import the_person
from triage_api.queue.state import Step
from triage_api.steady import Steady


def rows(server: Server) -> list[Row]:
    desk = server.app.state.desk
    desk.audit.flush()
    with desk.accounts.reading() as connection:
        assert isinstance(verify(connection), Sound)
        return rows_of(connection)


def deeds(server: Server) -> list[tuple[str, str]]:
    return [(row.who, row.deed) for row in rows(server) if row.deed != "settings"]


def close(maja: Counsellor, one: Person) -> None:
    assert maja.call("POST", f"cases/{one.case['envelope']['case_id']}/close").status_code == 200


def test_a_counsellors_day_is_noted(maja: Counsellor, server: Server) -> None:
    sweep_audit(server.app.state.desk, server.settings)
    maja.call("POST", "duty", {"on": True})
    maja.call("POST", "duty", {"on": True})
    one = hands_off(server, maja)
    maja.call("POST", "claim")
    maja.call("POST", "letters", {"mailbox": "A" * 43, "sealed": sealed(1120 + 4096 + 16)})
    maja.call("POST", f"cases/{one.case['envelope']['case_id']}/return")
    maja.call("POST", "claim")
    close(maja, one)
    maja.call("POST", "sign-out")
    hers = ["duty_on", "claimed", "letter", "gave_back", "claimed", "closed", "duty_off"]
    assert deeds(server) == [
        ("operator", "invited"),
        (maja.id, "joined"),
        (maja.id, "signed_in"),
        ("server", "roster"),
        *((maja.id, deed) for deed in hers),
    ]


def test_one_tag_runs_through_a_case_and_leads_to_nothing(maja: Counsellor, server: Server) -> None:
    first, second = hands_off(server, maja, level="immediate"), hands_off(server, maja)
    maja.call("POST", "claim")
    close(maja, first)
    maja.call("POST", "claim")
    close(maja, second)
    tags = [row.about for row in rows(server) if row.deed in ("claimed", "closed")]
    assert tags[0] == tags[1] != tags[2] == tags[3]
    audit = server.app.state.desk.audit
    audit.forget_tags(server.app.state.queue)
    assert audit.tags.known() == []
    said = json.dumps([row.__dict__ for row in rows(server)])
    for one in (first, second):
        for secret in (one.case["envelope"]["case_id"], one.verifier, one.token, "immediate", '"th"'):
            assert secret not in said


def test_a_letters_row_has_no_tag_that_would_say_for_whom_it_was(maja: Counsellor, server: Server) -> None:
    hands_off(server, maja)
    maja.call("POST", "claim")
    maja.call("POST", "letters", {"mailbox": "A" * 43, "sealed": sealed(1120 + 4096 + 16)})
    assert [row.about for row in rows(server) if row.deed == "letter"] == [""]


def test_times_are_rounded_down_to_five_minutes(maja: Counsellor, server: Server, clock: HandClock) -> None:
    assert {row.at % 300 for row in rows(server)} == {0}
    assert all(0 <= seconds(clock()) - row.at < 900 for row in rows(server))


def test_failed_sign_ins_are_noted_by_account_and_once_in_five_minutes(maja: Counsellor, server: Server) -> None:
    for _ in range(3):
        maja.tries_to_sign_in(auth_key="A" * 43)
    for name in ("nobody", "nobody else"):
        maja.tries_to_sign_in(sign_in_name=name)
    failed = [who for who, deed in deeds(server) if deed == "sign_in_failed"]
    assert sorted(failed) == sorted([maja.id, ""])
    maja.tries_to_sign_in(auth_key="A" * 43)
    assert [who for who, deed in deeds(server) if deed == "sign_in_failed"] == failed, "what is written counts, too"


def test_a_failed_sign_in_writes_nothing_while_it_is_answered(maja: Counsellor, server: Server) -> None:
    before = len(rows(server))
    maja.tries_to_sign_in(auth_key="A" * 43)
    with server.app.state.desk.accounts.reading() as connection:
        assert len(rows_of(connection)) == before, "else an unknown name could be told by the time it takes"


def test_each_new_roster_and_each_change_of_settings_is_noted_once(
    maja: Counsellor, server: Server, clock: HandClock
) -> None:
    desk, settings = server.app.state.desk, server.settings
    for _ in range(2):
        sweep_audit(desk, settings)
    sign_roster(server, clock, maja, number=2)
    sweep_audit(desk, settings)
    sweep_audit(desk, settings.model_copy(update={"port": settings.port + 1}))
    found = [(row.deed, row.about) for row in rows(server) if row.who == "server"]
    assert [about for deed, about in found if deed == "roster"] == ["1", "2"]
    assert len([about for deed, about in found if deed == "settings"]) == 2


def test_an_audit_that_cannot_be_written_keeps_nobody_from_a_counsellor(maja: Counsellor, server: Server) -> None:
    one = hands_off(server, maja)
    accounts = server.app.state.desk.accounts
    with accounts.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE audit RENAME TO away")
    assert maja.call("POST", "claim").status_code == 200
    close(maja, one)
    with accounts.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE away RENAME TO audit")
    assert [deed for _, deed in deeds(server)][-2:] == ["claimed", "closed"]


def swept(server: Server) -> None:
    for step in round_of(server.settings, server.app.state.desk):
        step()


def tagged(server: Server, *names: str) -> list[tuple[str, str, str]]:
    return [(row.who, row.deed, row.about) for row in rows(server) if row.deed in names]


def test_every_claim_has_an_end_also_one_that_nobody_made(
    maja: Counsellor, server: Server, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server.app.state.desk, "steady", Steady(clock, lambda: 0.0))
    one = hands_off(server, maja)
    maja.call("POST", "claim")
    clock.moves(minutes=6)
    swept(server)
    maja.call("POST", "claim")
    server.post("/api/case/end", token=one.token)
    ends = tagged(server, "claimed", "lapsed", "left")
    assert [(who, deed) for who, deed, _ in ends] == [
        (maja.id, "claimed"),
        (maja.id, "lapsed"),
        (maja.id, "claimed"),
        ("server", "left"),
    ]
    assert len({tag for _, _, tag in ends}) == 1
    assert ends[0][2]


def test_who_leaves_before_anybody_had_them_is_not_noted_and_who_expires_is(
    maja: Counsellor, server: Server, clock: HandClock
) -> None:
    server.post("/api/case/end", token=hands_off(server, maja).token)
    one = hands_off(server, maja)
    end_case(server.app.state.queue, the_person(one.verifier), Step.expire)
    assert tagged(server, "left", "expired") == [("server", "expired", "")]


def test_a_case_taken_back_from_who_was_removed_is_noted(maja: Counsellor, server: Server) -> None:
    hands_off(server, maja)
    maja.call("POST", "claim")
    take_cases_back(server.app.state.desk, [maja.id])
    claimed, taken = tagged(server, "claimed", "taken_back")
    assert (taken[0], taken[2]) == (maja.id, claimed[2])


def test_duty_that_runs_out_is_noted_once(
    maja: Counsellor, server: Server, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server.app.state.desk, "steady", Steady(clock, lambda: 0.0))
    maja.call("POST", "duty", {"on": True})
    clock.moves(minutes=2)
    swept(server)
    swept(server)
    assert tagged(server, "duty_on", "duty_off") == [(maja.id, "duty_on", ""), (maja.id, "duty_off", "gone")]


def test_ways_to_be_told_are_noted_without_where_they_lead(maja: Counsellor, server: Server) -> None:
    server.app.state.desk.outbox.senders["mail"] = object()
    new = {"kind": "mail", "address": "maja@example.org", "language": "sv", "urgent_only": False}
    channel = maja.call("POST", "alerts/channels", new).json()["id"]
    assert maja.call("POST", f"alerts/channels/{channel}/remove").status_code == 204
    assert maja.call("POST", f"alerts/channels/{channel}/remove").status_code == 404
    assert tagged(server, "channel_added", "channel_removed") == [
        (maja.id, "channel_added", "mail"),
        (maja.id, "channel_removed", "mail"),
    ]
    assert "example.org" not in json.dumps([row.__dict__ for row in rows(server)])


def test_what_is_too_large_is_noted_once_with_whose_session_it_came(maja: Counsellor, server: Server) -> None:
    large = {"sign_in_name": "maja", "auth_key": "A" * 70_000}
    for _ in range(3):
        assert maja.call("POST", "languages", large).status_code == 413
        assert server.post("/desk/api/sign-in", large).status_code == 413
        assert server.post("/api/case/messages", large, "A" * 43).status_code == 413, "a person's is nobody's business"
    assert sorted(who for who, deed in deeds(server) if deed == "too_large") == sorted(["", maja.id])


def test_what_did_not_open_in_her_browser_is_noted_by_the_cases_tag(
    maja: Counsellor, server: Server, clock: HandClock
) -> None:
    one, other = hands_off(server, maja), hands_off(server, maja)
    first, second = (each.case["envelope"]["case_id"] for each in (one, other))
    assert maja.call("POST", f"cases/{first}/not-opened").status_code == 404, "not hers yet"
    maja.call("POST", "claim")
    for _ in range(2):
        assert maja.call("POST", f"cases/{first}/not-opened").status_code == 204
    assert maja.call("POST", f"cases/{second}/not-opened").status_code == 404
    claimed, not_opened = tagged(server, "claimed", "not_opened")
    assert (not_opened[0], not_opened[2]) == (maja.id, claimed[2])


def test_a_key_that_is_not_signed_is_noted(maja: Counsellor, invited: Counsellor, server: Server) -> None:
    nils = Counsellor(server, invited.clock, sign_in_name="nils")
    account = nils.account(nils.is_invited())
    assert nils.call("POST", "invitations/accept", account | {"proof": "A" * 86}).status_code == 422
    assert tagged(server, "key_refused") == [("", "key_refused", "")]


def test_what_is_done_to_the_rota_is_noted_and_what_was_refused_is_not(
    maja: Counsellor, server: Server, clock: HandClock
) -> None:
    tove = Counsellor(server, clock, sign_in_name="tove", name="Tove Exempel", role="supervisor").joins().signs_in()
    shift = {"counsellor_id": maja.id, "tier": 1, "languages": ["sv"], "personas": ["self"], "from": "22:00"}
    shift |= {"until": "06:00", "weekday": "sat"}
    made = tove.call("POST", "rota/shifts", shift).json()["id"]
    cancelled = {"kind": "cancelled", "date": "2026-11-28", "shift": made}
    change = tove.call("POST", "rota/changes", cancelled).json()["id"]
    for path, body in (
        (f"rota/shifts/{made}", shift | {"tier": 2}),
        ("rota/shifts/none", shift),
        (f"rota/changes/{change}/remove", None),
        (f"rota/shifts/{made}/remove", None),
        (f"rota/shifts/{made}/remove", None),
    ):
        tove.call("POST", path, body)
    assert [(who, about) for who, _, about in tagged(server, "planned")] == [
        (tove.id, f"shift {maja.id}"),
        (tove.id, "cancelled"),
        (tove.id, f"shift_altered {maja.id}"),
        (tove.id, "change_removed"),
        (tove.id, "shift_removed"),
    ]
