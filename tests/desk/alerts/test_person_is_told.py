"""When everybody who could be told has been and nobody has come, the person hears it: once, honestly, still in line."""

from tests.desk.counsellor import Counsellor
from tests.queue.world import HandClock, Server, person, serving
from triage_api.words import CaseId


def looks(server: Server) -> None:
    server.app.state.desk.alerts.look()


def test_the_page_hears_that_nobody_answers_and_keeps_its_place(
    server: Server, maja: Counsellor, clock: HandClock
) -> None:
    one = person(maja.id, level="immediate")
    server.receives(one)
    with server.stream("/api/case/events", one.token) as heard:
        assert heard.until("state")["unanswered"] is False
        looks(server)
        clock.moves(minutes=10)
        looks(server)
        told = heard.until("state")
    assert told == {"state": "waiting", "place": 1, "back": False, "on_duty": False, "unanswered": True}


def test_who_is_taken_in_time_never_hears_it(server: Server, maja: Counsellor, clock: HandClock) -> None:
    maja.call("POST", "duty", {"on": True})
    one = person(maja.id, level="immediate")
    server.receives(one)
    looks(server)
    clock.moves(minutes=1)
    assert maja.call("POST", "claim").status_code == 200
    clock.moves(minutes=30)
    looks(server)
    assert server.app.state.queue.unanswered(CaseId(one.case["envelope"]["case_id"])) is False


def test_a_restart_knows_whom_it_has_told(server: Server, maja: Counsellor, clock: HandClock) -> None:
    one = person(maja.id, level="immediate")
    server.receives(one)
    looks(server)
    clock.moves(minutes=10)
    looks(server)
    with serving(server.settings, clock) as again:
        case_id = CaseId(one.case["envelope"]["case_id"])
        assert again.app.state.queue.unanswered(case_id), "before the first request, without another look"


def test_nothing_is_kept_of_it_when_the_case_is_over(server: Server, maja: Counsellor, clock: HandClock) -> None:
    one = person(maja.id, level="immediate")
    server.receives(one)
    looks(server)
    server.post("/api/case/end", token=one.token)
    looks(server)
    with server.app.state.desk.accounts.reading() as connection:
        for table in ("alerts", "alert_waiting", "alert_told", "alert_sends"):
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 0, table  # noqa: S608
