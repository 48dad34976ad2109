"""A counsellor and her cases."""

from datetime import timedelta

import pytest

from tests.desk.counsellor import Counsellor, sign_roster
from tests.queue.world import HandClock, Person, Server, another_process, counsellor_id, person, sealed, sealed_secret
from triage_api.queue.held import held_by
from triage_api.queue.move import move_case
from triage_api.queue.reach import lose_texters
from triage_api.queue.sweep import sweep


def hands_off(server: Server, *readers: Counsellor, level: str = "routine") -> Person:
    one = person(*(reader.id for reader in readers), level=level)
    assert server.receives(one).status_code == 201
    return one


def sends_secret(server: Server, one: Person, epoch: int = 1) -> str:
    secret = sealed_secret()
    body = {"epoch": epoch, "roster_number": 7, "sealed": secret}
    assert server.post("/api/case/secret", body, one.token).status_code == 204
    return secret


def test_a_whole_case_from_the_board_to_its_end(maja: Counsellor, server: Server) -> None:
    one = hands_off(server, maja, level="immediate")
    case_id = one.case["envelope"]["case_id"]
    with server.stream("/desk/api/events", maja.token) as board:
        levels = {"routine": 0, "elevated": 0, "high": 0, "immediate": 1}
        line = {"waiting": 1, "by_level": levels, "longest_minutes": 3, "by_text": 0, "unreachable": 0}
        line |= {"for_her": 1, "by_language": {"th": 1}, "untaken": ["th"]}
        line |= {"by_writer": {"self": 1}, "untaken_personas": ["self"]}
        assert board.until("waiting") == line
        case = maja.call("POST", "claim").json()
        assert (case["case_id"], case["level"], case["envelope"]) == (case_id, "immediate", one.case["envelope"])
        assert board.until("waiting")["waiting"] == 0
        secret = sends_secret(server, one)
        said = {"case_id": case_id, "epoch": 1, "sealed": secret, "roster_number": 7}
        assert board.until("secret") == said
        it, answer = sealed(), sealed()
        server.post("/api/case/messages", {"epoch": 1, "seq": 1, "sealed": it}, one.token)
        assert board.until("message") == {"case_id": case_id, "epoch": 1, "seq": 1, "sealed": it}
        body = {"epoch": 1, "seq": 1, "sealed": answer}
        assert maja.call("POST", f"cases/{case_id}/messages", body).status_code == 201
        assert maja.call("POST", f"cases/{case_id}/messages", body).status_code == 200
        closed = maja.call("POST", f"cases/{case_id}/close")
        assert closed.status_code == 200
        assert board.until("ended") == {"case_id": case_id, "by": "counsellor", **closed.json()}
    assert maja.call("POST", f"cases/{case_id}/close").json() == closed.json(), "a repeat answers alike"
    assert maja.call("GET", "cases").json() == []


def test_a_second_press_while_the_journal_is_busy_is_told_the_same(maja: Counsellor, server: Server) -> None:
    one, other = hands_off(server, maja), hands_off(server, maja)
    case_id = maja.call("POST", "claim").json()["case_id"]
    queue = server.app.state.queue
    reader = another_process(queue)
    queue.cases.busy_seconds = 0.05
    with reader.cases.reading() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM cases").fetchall()
        for _ in range(2):
            for answer in (
                maja.call("POST", f"cases/{case_id}/close"),
                server.post("/api/case/end", token=other.token),
                server.post("/api/case/end", token=one.token),
            ):
                assert (answer.status_code, answer.json()["error"]["code"]) == (503, "shred_unfinished")
    closed = maja.call("POST", f"cases/{case_id}/close")
    assert closed.status_code == 200
    assert server.post("/api/case/end", token=one.token).json() == closed.json(), "and whoever else asks hears the same"
    assert server.post("/api/case/end", token=other.token).status_code == 200
    reader.cases.close()


def test_ended_for_abuse_the_person_hears_that_and_nothing_of_them_is_kept(maja: Counsellor, server: Server) -> None:
    one = hands_off(server, maja)
    case_id = maja.call("POST", "claim").json()["case_id"]
    with server.stream("/api/case/events", one.token) as heard:
        assert heard.until("state")["state"] == "claimed"
        ended = maja.call("POST", f"cases/{case_id}/close", {"because": "abuse"})
        assert ended.status_code == 200
        assert heard.until("state") == {"state": "ended", "by": "stopped", **ended.json()}
    assert maja.call("POST", f"cases/{case_id}/assessment", {"outcome": "abuse"}).status_code == 204
    assert hands_off(server, maja).case["envelope"]["case_id"] != case_id, "and whoever comes again is received"


@pytest.mark.parametrize("body", [{"because": "rude"}, {"because": "abuse", "who": "x"}, []])
def test_another_reason_is_refused_and_ends_nothing(maja: Counsellor, server: Server, body: object) -> None:
    hands_off(server, maja)
    case_id = maja.call("POST", "claim").json()["case_id"]
    assert maja.call("POST", f"cases/{case_id}/close", body).status_code == 422
    assert len(maja.call("GET", "cases").json()) == 1


def test_nobody_waiting_answers_204(maja: Counsellor) -> None:
    answer = maja.call("POST", "claim")
    assert (answer.status_code, answer.content) == (204, b"")


def test_who_holds_as_many_as_are_set_is_told_so_and_nobody_is_lost(maja: Counsellor, server: Server) -> None:
    at_once = maja.call("GET", "me").json()["chats_at_once"]
    for _ in range(at_once + 1):
        hands_off(server, maja)
    held = [maja.call("POST", "claim").json()["case_id"] for _ in range(at_once)]
    refused = maja.call("POST", "claim")
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "enough_chats")
    assert [case["case_id"] for case in maja.call("GET", "cases").json()] == held
    maja.call("POST", f"cases/{held[0]}/close")
    assert maja.call("POST", "claim").status_code == 200


def test_a_page_that_comes_back_finds_its_cases_with_all_that_was_said(maja: Counsellor, server: Server) -> None:
    one = hands_off(server, maja)
    claimed = maja.call("POST", "claim").json()
    secret, said = sends_secret(server, one), [sealed(), sealed()]
    for seq, it in enumerate(said, 1):
        server.post("/api/case/messages", {"epoch": 1, "seq": seq, "sealed": it}, one.token)
    (case,) = maja.call("GET", "cases").json()
    assert case["secret"] == {"sealed": secret, "roster_number": 7}
    assert [(message["direction"], message["sealed"]) for message in case["messages"]] == [
        ("person", said[0]),
        ("person", said[1]),
    ]
    assert {key: case[key] for key in ("case_id", "envelope")} == {key: claimed[key] for key in ("case_id", "envelope")}


def test_a_board_that_reconnects_begins_with_all_there_is(maja: Counsellor, server: Server) -> None:
    one = hands_off(server, maja)
    maja.call("POST", "claim")
    sends_secret(server, one)
    said = [sealed() for _ in range(3)]
    for seq, it in enumerate(said, 1):
        server.post("/api/case/messages", {"epoch": 1, "seq": seq, "sealed": it}, one.token)
    for _ in range(2):
        with server.stream("/desk/api/events", maja.token) as board:
            board.until("secret")
            assert [board.until("message")["sealed"] for _ in said] == said


def test_a_board_that_was_offline_when_the_person_left_hears_of_it(maja: Counsellor, server: Server) -> None:
    one = hands_off(server, maja)
    maja.call("POST", "claim")
    server.post("/api/case/end", token=one.token)
    with server.stream("/desk/api/events", maja.token) as board:
        assert board.until("ended")["by"] == "person"


def test_a_returned_case_goes_to_a_colleague_in_a_new_epoch(maja: Counsellor, server: Server, clock: HandClock) -> None:
    nils = Counsellor(server, clock, sign_in_name="nils", name="Nils Exempel").joins()
    sign_roster(server, clock, maja, nils, number=2)
    nils.signs_in()
    one = hands_off(server, maja, nils)
    case_id = maja.call("POST", "claim").json()["case_id"]
    sends_secret(server, one)
    with server.stream("/desk/api/events", maja.token) as board:
        board.until("secret")
        assert maja.call("POST", f"cases/{case_id}/return").status_code == 204
        assert board.until("returned") == {"case_id": case_id}
    taken = nils.call("POST", "claim").json()
    assert (taken["case_id"], taken["epoch"], taken["secret"], taken["messages"]) == (case_id, 2, None, [])
    body = {"epoch": 2, "seq": 1, "sealed": sealed()}
    assert maja.call("POST", f"cases/{case_id}/messages", body).status_code == 404


def test_a_page_loaded_again_goes_on_in_a_new_epoch(maja: Counsellor, server: Server) -> None:
    one = hands_off(server, maja)
    case_id = maja.call("POST", "claim").json()["case_id"]
    sends_secret(server, one)
    server.post("/api/case/messages", {"epoch": 1, "seq": 1, "sealed": sealed()}, one.token)
    with server.stream("/desk/api/events", maja.token) as board:
        board.until("message")
        renewed = maja.call("POST", f"cases/{case_id}/renew").json()
        assert (renewed["case_id"], renewed["epoch"], renewed["secret"], renewed["messages"]) == (case_id, 2, None, [])
        assert sends_secret(server, one, epoch=2) == board.until("secret")["sealed"]
    stale = {"epoch": 1, "seq": 1, "sealed": sealed()}
    assert maja.call("POST", f"cases/{case_id}/messages", stale).json()["error"]["code"] == "stale_epoch"


def test_the_desk_hears_that_a_texter_writes_from_a_page_now(maja: Counsellor, server: Server) -> None:
    texter, page = person(maja.id, channel="sms"), Person()
    server.receives(texter)
    case_id = maja.call("POST", "claim").json()["case_id"]
    old = sends_secret(server, texter)
    held = {"case_id": case_id, "epoch": 1}
    with server.stream("/desk/api/events", maja.token) as board:
        assert board.until("held") == held | {"channel": "sms", "reachable": True}
        move_case(server.app.state.queue, texter.verifier, page.verifier)
        assert board.until("held") == held | {"channel": "web", "reachable": True}
    with server.stream("/desk/api/events", maja.token) as board:
        assert board.until("held")["channel"] == "web", "a page that was offline is told as well"
        assert board.until("secret")["sealed"] == old
        maja.call("POST", f"cases/{case_id}/renew")
        new = sends_secret(server, page, epoch=2)
        assert board.until("secret")["sealed"] == new


def test_the_desk_hears_that_a_texter_cannot_be_reached_any_more(maja: Counsellor, server: Server) -> None:
    held, waits = person(maja.id, channel="sms"), person(maja.id, channel="sms")
    server.receives(held)
    assert maja.call("POST", "claim").json()["reachable"] is True
    server.receives(waits)
    with server.stream("/desk/api/events", maja.token) as board:
        assert board.until("held")["reachable"] is True
        lose_texters(server.app.state.queue, still=[])
        assert board.until("waiting")["unreachable"] == 1
        assert board.until("held")["reachable"] is False
    (case,) = maja.call("GET", "cases").json()
    assert case["reachable"] is False
    assert maja.call("POST", f"cases/{case['case_id']}/close").status_code == 200


def test_another_counsellors_case_cannot_be_told_from_one_that_never_was(
    maja: Counsellor, server: Server, clock: HandClock
) -> None:
    nils = Counsellor(server, clock, sign_in_name="nils").joins().signs_in()
    hands_off(server, maja)
    case_id = maja.call("POST", "claim").json()["case_id"]
    body = {"epoch": 1, "seq": 1, "sealed": sealed()}
    for path, sent in (("messages", body), ("renew", None), ("return", None), ("close", None)):
        hers = nils.call("POST", f"cases/{case_id}/{path}", sent)
        nobodys = nils.call("POST", f"cases/{counsellor_id()}/{path}", sent)
        assert (hers.status_code, hers.text) == (404, nobodys.text)
    assert nils.call("GET", "cases").json() == []


def swept(server: Server, maja: Counsellor) -> int:
    """How many cases she holds after a round of the sweep."""
    desk, settings = server.app.state.desk, server.settings
    sweep(desk.queue, desk.duty.gone_since, timedelta(hours=24), timedelta(minutes=settings.lapse_minutes))
    return len(held_by(desk.queue, maja.id))


def test_a_case_lapses_when_her_page_has_been_away_five_minutes(
    maja: Counsellor, server: Server, clock: HandClock
) -> None:
    hands_off(server, maja)
    maja.call("POST", "claim")
    with server.stream("/desk/api/events", maja.token) as board:
        board.until("waiting")
        for _ in range(20):  # hidden, and slowed down by its browser
            clock.moves(seconds=61)
            assert swept(server, maja) == 1
            maja.is_here()
    clock.moves(minutes=4)
    assert swept(server, maja) == 1
    clock.moves(minutes=1)
    assert swept(server, maja) == 0


def test_a_case_lapses_when_her_page_has_been_silent_five_minutes_on_a_stream_that_looks_open(
    maja: Counsellor, server: Server, clock: HandClock
) -> None:
    hands_off(server, maja)
    maja.call("POST", "claim")
    with server.stream("/desk/api/events", maja.token) as board:
        board.until("waiting")
        clock.moves(minutes=4, seconds=59)
        assert swept(server, maja) == 1
        clock.moves(seconds=1)
        assert swept(server, maja) == 0


@pytest.mark.parametrize("case_id", ["x", "%00", "..%2f..", "é", "A" * 64, "A" * 65])
def test_case_ids_nobody_ever_had_are_refused(maja: Counsellor, case_id: str) -> None:
    answer = maja.call("POST", f"cases/{case_id}/close")
    assert answer.status_code in (404, 422)
    assert set(answer.json()) == {"error"}
