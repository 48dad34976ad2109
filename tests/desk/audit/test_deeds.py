"""What is noted of who answers, and what is never noted of who writes."""

import json

from tests.desk.counsellor import Counsellor, sign_roster
from tests.desk.test_cases import hands_off
from tests.queue.world import HandClock, Person, Server, sealed
from triage_api.clock import seconds
from triage_api.desk.audit.chain import Sound, rows_of, verify
from triage_api.desk.audit.row import Row
from triage_api.desk.audit.sweep import sweep_audit


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
