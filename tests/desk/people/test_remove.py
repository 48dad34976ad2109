"""Somebody is removed: out at once, and no way back; nobody who wrote to them loses anything."""

import threading
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.desk.audit.test_deeds import rows
from tests.desk.counsellor import Counsellor, sign_roster
from tests.desk.rota.planning import changes, plans, week_of
from tests.desk.test_cases import hands_off, sends_secret
from tests.desk.test_offers import offers
from tests.queue.world import HandClock, Person, Server, sealed
from triage_api.clock import days
from triage_api.command.remove import remove as remove_by_command
from triage_api.command.trouble import Trouble
from triage_api.database import open_database
from triage_api.desk.people import remove as removal
from triage_api.desk.people.put_out import forget_removed, put_out
from triage_api.desk.tables import accounts, wraps
from triage_api.queue.claim import claim_next
from triage_api.queue.consult import read_consult
from triage_api.queue.take_over import take_over


def removes(ada: Counsellor, whom: Counsellor) -> dict[str, Any]:
    answer = ada.call("POST", "people/remove", {"counsellor_id": whom.id})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def refusal(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def state_of(server: Server, one: Person) -> dict[str, Any]:
    with server.stream("/api/case/events", one.token) as heard:
        return heard.until("state")


def test_who_is_removed_is_out_at_once_everywhere(ada: Counsellor, maja: Counsellor, server: Server) -> None:
    maja.call("POST", "duty", {"on": True})
    desk = server.app.state.desk
    with server.stream("/desk/api/events", maja.token) as heard:
        heard.until("alert")  # the last of what a stream begins with
        assert removes(ada, maja) == {"shifts": 0, "on_roster": True}
        assert heard.ends()
    assert maja.call("GET", "me").status_code == 401
    assert refusal(maja.tries_to_sign_in()) == (401, "not_signed_in")
    assert not desk.duty.is_on(maja.id)
    with desk.accounts.reading() as connection:
        row = connection.execute(accounts.select().where(accounts.c.counsellor_id == maja.id)).one()
    assert (row.state, row.name, row.removed_on) == ("removed", "Maja Exempel", days(maja.clock()))
    kept = (row.auth_hash, row.auth_salt, row.totp_sealed, row.wrapped_nonce, row.wrapped_ciphertext, row.kdf_salt)
    with desk.accounts.reading() as connection:
        left = connection.scalar(select(func.count()).select_from(wraps).where(wraps.c.counsellor_id == maja.id))
    assert (any(kept), left) == (False, 0), "nothing that proves her or opens her keys is left"


def test_whoever_wrote_with_her_waits_in_line_again_and_the_next_counsellor_takes_them(
    ada: Counsellor, maja: Counsellor, nils: Counsellor, server: Server
) -> None:
    one = hands_off(server, maja, nils)
    case_id = maja.call("POST", "claim").json()["case_id"]
    sends_secret(server, one)
    server.post("/api/case/messages", {"epoch": 1, "seq": 1, "sealed": sealed()}, one.token)
    last_words = sealed()
    maja.call("POST", f"cases/{case_id}/messages", {"epoch": 1, "seq": 1, "sealed": last_words})
    with server.stream("/api/case/events", one.token) as heard:
        assert heard.until("state")["state"] == "claimed"
        removes(ada, maja)
        told = heard.until("state")
    assert (told["state"], told["place"], told["back"]) == ("waiting", 1, True), "told as after a lapse"
    with server.stream("/api/case/events", one.token) as heard:
        assert heard.until("message")["sealed"] == last_words, "who was offline can still read what she wrote"
    for path, body in (("messages", {"epoch": 1, "seq": 2, "sealed": sealed()}), ("close", None), ("return", None)):
        assert refusal(maja.call("POST", f"cases/{case_id}/{path}", body)) == (401, "not_signed_in")
    taken = nils.call("POST", "claim").json()
    assert (taken["case_id"], taken["epoch"], taken["secret"]) == (case_id, 2, None)


def removed_on_the_way(
    ada: Counsellor, maja: Counsellor, path: str, step: Any, name: str, monkeypatch: pytest.MonkeyPatch
) -> Any:
    """She presses the button, is removed, and her call goes on only when the removal has looked for her cases."""
    pressed, removed = threading.Event(), threading.Event()

    def late(*given: Any) -> Any:
        pressed.set()
        assert removed.wait(10)
        return step(*given)

    monkeypatch.setattr(name, late)
    answers: list[Any] = []
    call = threading.Thread(target=lambda: answers.append(maja.call("POST", path)))
    call.start()
    assert pressed.wait(10)
    removes(ada, maja)
    removed.set()
    call.join(20)
    return answers[0]


def test_a_claim_that_was_on_its_way_gets_nothing(
    ada: Counsellor, maja: Counsellor, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = hands_off(server, maja)
    answer = removed_on_the_way(ada, maja, "claim", claim_next, "triage_api.desk.cases.claim_next", monkeypatch)
    assert refusal(answer) == (401, "not_signed_in")
    assert one.case["envelope"]["ciphertext"] not in answer.text
    assert state_of(server, one)["state"] == "waiting"


def test_a_case_she_was_about_to_take_over_is_not_given_to_her_and_waits_at_once(
    ada: Counsellor, maja: Counsellor, nils: Counsellor, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, offer_id = offered(maja, nils, server, "transfer")
    path, name = f"offers/{offer_id}/accept", "triage_api.desk.offers.take_over"
    answer = removed_on_the_way(ada, maja, path, take_over, name, monkeypatch)
    assert refusal(answer) == (401, "not_signed_in")
    assert "ciphertext" not in answer.text
    assert state_of(server, one)["state"] == "waiting"


def test_what_she_was_about_to_read_is_not_given_to_her_and_nobody_waits_for_her_advice(
    ada: Counsellor, maja: Counsellor, nils: Counsellor, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, offer_id = offered(maja, nils, server, "consult")
    path, name = f"offers/{offer_id}/read", "triage_api.desk.offers.read_consult"
    answer = removed_on_the_way(ada, maja, path, read_consult, name, monkeypatch)
    assert refusal(answer) == (401, "not_signed_in")
    assert "ciphertext" not in answer.text
    with server.stream("/desk/api/events", nils.token) as heard:
        assert heard.until("offers") == {"to_me": [], "by_me": [], "wishes": []}
    assert state_of(server, one)["state"] == "claimed", "with Nils, who asked"


def offered(maja: Counsellor, nils: Counsellor, server: Server, kind: str) -> tuple[Person, str]:
    """Nils has a case, and offers it to Maja."""
    one = hands_off(server, nils)
    case_id = nils.call("POST", "claim").json()["case_id"]
    assert maja.call("POST", "duty", {"on": True}).status_code == 204
    return one, offers(nils, case_id, maja, kind)


def test_an_old_roster_put_back_gives_her_nothing(
    ada: Counsellor, maja: Counsellor, nils: Counsellor, server: Server, clock: HandClock
) -> None:
    old = server.settings.roster_file.read_text()
    removes(ada, maja)
    sign_roster(server, clock, nils, number=3)
    server.settings.roster_file.write_text(old)
    hands_off(server, maja)
    assert refusal(maja.call("POST", "claim")) == (401, "not_signed_in")
    assert refusal(maja.tries_to_sign_in()) == (401, "not_signed_in")
    again = Counsellor(server, clock, sign_in_name="maja", id=maja.id)
    assert refusal(again.accepts(again.is_invited())) == (409, "name_taken"), "nor does an invitation bring the id back"


def test_nothing_more_is_sealed_for_her_while_the_old_roster_stands(
    ada: Counsellor, maja: Counsellor, nils: Counsellor, server: Server, clock: HandClock
) -> None:
    def readers() -> Any:
        return server.get("/internal/readers", server.internal_key).json()["may_own"]

    assert readers() is None
    removes(ada, maja)
    assert readers() == [nils.id]
    assert ada.call("GET", "me").json()["sign_anew"] is True
    assert nils.call("GET", "me").json()["sign_anew"] is True
    sign_roster(server, clock, nils, number=3)
    assert (readers(), nils.call("GET", "me").json()["sign_anew"]) == (None, False)


def test_her_shifts_stand_empty_and_whoever_changed_with_her_keeps_to_it(
    ada: Counsellor, maja: Counsellor, nils: Counsellor
) -> None:
    hers, his = plans(ada, maja, "mon", "08:00", "16:00"), plans(ada, nils, "tue", "08:00", "16:00")
    changes(ada, kind="replaced", date="2026-11-23", shift=hers, counsellor_id=nils.id)
    changes(ada, kind="replaced", date="2026-11-24", shift=his, counsellor_id=maja.id)
    assert removes(ada, maja)["shifts"] == 2
    week = week_of(nils)
    assert week["2026-11-23"] == [(nils.id, "08:00", "16:00")], "he said that he would come"
    assert week["2026-11-24"] == [], "he counts on being free"
    assert week_of(nils, "2026-11-30")["2026-11-30"] == []
    kept = [(change["kind"], change["date"]) for change in nils.call("GET", "rota").json()["changes"]]
    assert sorted(kept) == [("added", "2026-11-23"), ("cancelled", "2026-11-24")]


def test_the_list_says_who_is_there_and_whom_the_roster_still_names(
    ada: Counsellor, maja: Counsellor, nils: Counsellor, server: Server, clock: HandClock
) -> None:
    for one in (ada, maja, nils):
        one.call("GET", "me")
    people = {one["id"]: one for one in ada.call("GET", "people").json()}
    until = people[maja.id]["roster_until"]
    assert until == server.app.state.roster.view().people[maja.id]["until"]
    hers = {"id": maja.id, "name": "Maja Exempel", "role": "counsellor", "seen": "2026-11-21", "sessions": 1}
    hers |= {"organisation_use": {"given_out": None, "used": None}}
    assert people[maja.id] == hers | {"state": "active", "roster_until": until}
    assert people[ada.id]["roster_until"] is None
    removes(ada, maja)
    told = {one["id"]: one for one in ada.call("GET", "people").json()}[maja.id]
    assert (told["state"], told["roster_until"], told["sessions"]) == ("removed", until, 0)
    sign_roster(server, clock, nils, number=3)
    assert maja.id not in {one["id"] for one in ada.call("GET", "people").json()}


def test_nobody_removes_themself_nor_the_last_administrator(
    ada: Counsellor, maja: Counsellor, server: Server, clock: HandClock
) -> None:
    assert refusal(ada.call("POST", "people/remove", {"counsellor_id": ada.id})) == (409, "not_yourself")
    assert refusal(ada.call("POST", "people/remove", {"counsellor_id": "A" * 22})) == (404, "no_such_person")
    removes(ada, maja)
    assert refusal(ada.call("POST", "people/remove", {"counsellor_id": maja.id})) == (404, "no_such_person")
    with pytest.raises(Trouble, match="last administrator"):
        remove_by_command(server.settings, "ada", clock())
    other = Counsellor(server, clock, sign_in_name="ebba", name="Ebba Exempel", role="administrator").joins()
    removes(other.signs_in(), ada)
    assert ada.call("GET", "people").status_code == 401


def test_two_administrators_cannot_remove_each_other(ada: Counsellor, server: Server, clock: HandClock) -> None:
    ebba = Counsellor(server, clock, sign_in_name="ebba", name="Ebba Exempel", role="administrator").joins().signs_in()
    answers: list[Any] = []

    def removes_the_other(one: Counsellor, other: Counsellor) -> None:
        answers.append(one.call("POST", "people/remove", {"counsellor_id": other.id}))

    calls = [threading.Thread(target=removes_the_other, args=pair) for pair in ((ada, ebba), (ebba, ada))]
    for call in calls:
        call.start()
    for call in calls:
        call.join(20)
    assert sorted(answer.status_code for answer in answers) in ([200, 401], [200, 409])


def test_the_command_removes_while_the_desk_runs(ada: Counsellor, maja: Counsellor, server: Server) -> None:
    one = hands_off(server, maja)
    maja.call("POST", "claim")
    port = int(server.url.rsplit(":", 1)[1])
    said = remove_by_command(server.settings.model_copy(update={"port": port}), "Maja Exempel", maja.clock())
    assert said == [
        "Removed. They cannot sign in, and hold nothing any more.",
        "The signed roster still names them: sign it anew (`lykta roster sign`).",
    ]
    assert state_of(server, one)["state"] == "waiting"
    assert maja.call("GET", "me").status_code == 401
    assert [(row.who, row.about) for row in rows(server) if row.deed == "removed"] == [("operator", maja.id)]


def test_the_command_removes_where_no_desk_is_reached_and_the_sweep_makes_it_whole(
    ada: Counsellor, maja: Counsellor, server: Server, clock: HandClock
) -> None:
    one = hands_off(server, maja)
    maja.call("POST", "claim")
    said = remove_by_command(server.settings.model_copy(update={"port": 1}), "maja", clock())
    assert said[-1].startswith("The desk was not reached")
    put_out(server.app.state.desk)
    assert state_of(server, one)["state"] == "waiting"
    with pytest.raises(Trouble, match="Nobody with an account is called maja"):
        remove_by_command(server.settings, "maja", clock())


def test_the_command_asks_which_of_two(ada: Counsellor, maja: Counsellor, server: Server, clock: HandClock) -> None:
    Counsellor(server, clock, sign_in_name="another", name="Maja Exempel").joins()
    with pytest.raises(Trouble, match="Several are called"):
        remove_by_command(server.settings, "Maja Exempel", clock())


def test_a_removal_is_in_the_audit_with_who_did_it_and_whom(ada: Counsellor, maja: Counsellor, server: Server) -> None:
    removes(ada, maja)
    assert [(row.who, row.about) for row in rows(server) if row.deed == "removed"] == [(ada.id, maja.id)]


def test_the_old_sign_in_name_is_free_again_and_the_row_goes_with_the_audit(
    ada: Counsellor, maja: Counsellor, server: Server, clock: HandClock
) -> None:
    removes(ada, maja)
    Counsellor(server, clock, sign_in_name="maja", name="Maja Annan").joins().signs_in()
    clock.moves(days=365)
    forget_removed(server.app.state.desk)
    assert maja.id in ids(server)
    clock.moves(days=2)
    forget_removed(server.app.state.desk)
    assert maja.id not in ids(server)


def ids(server: Server) -> set[str]:
    with server.app.state.desk.accounts.reading() as connection:
        return set(connection.scalars(accounts.select().with_only_columns(accounts.c.counsellor_id)))


def test_a_crash_between_the_account_and_the_cases_is_made_whole_by_the_sweep(
    ada: Counsellor, maja: Counsellor, server: Server, clock: HandClock
) -> None:
    one = hands_off(server, maja)
    maja.call("POST", "claim")
    database = open_database(str(server.app.state.desk.accounts.engine.url.render_as_string(hide_password=False)))
    with database.writing() as connection:
        removal.remove_account(connection, maja.id, clock())
    database.close()
    assert state_of(server, one)["state"] == "claimed"
    put_out(server.app.state.desk)
    assert state_of(server, one)["state"] == "waiting"
