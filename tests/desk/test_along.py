"""A supervisor asks to read along, a counsellor lets her in one of her chats, and whoever is gone reads no longer."""

from datetime import timedelta
from typing import Any

import pytest

from tests.desk.audit.test_deeds import rows
from tests.desk.counsellor import Counsellor, sign_roster
from tests.desk.test_offers import NOTHING, body, seen, takes
from tests.queue.world import HandClock, Server, envelope, sealed
from triage_api.desk.desk import Desk
from triage_api.desk.people.put_out import put_out
from triage_api.desk.people.remove import remove_account
from triage_api.desk.reading_along import sweep_reading

LAPSE = timedelta(minutes=5)


@pytest.fixture
def sam(maja: Counsellor, server: Server, clock: HandClock) -> Counsellor:
    """A supervisor, on the roster and off duty; Maja is on duty."""
    one = Counsellor(server, clock, sign_in_name="sam", name="Sam Exempel", role="supervisor").joins()
    sign_roster(server, clock, maja, one, number=2)
    assert maja.call("POST", "duty", {"on": True}).status_code == 204
    return one.signs_in()


def desk_of(server: Server) -> Desk:
    desk: Desk = server.app.state.desk
    return desk


def asks(sam: Counsellor, whom: Counsellor) -> Any:
    return sam.call("POST", "wishes", {"counsellor_id": whom.id})


def lets(maja: Counsellor, case_id: str, sam: Counsellor) -> str:
    answer = maja.call("POST", f"cases/{case_id}/offer", body(case_id, sam, "along"))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["offer_id"])


def reads(maja: Counsellor, sam: Counsellor, server: Server) -> tuple[str, str]:
    """Sam reads along in a case of Maja's."""
    case_id = takes(server, maja)
    assert asks(sam, maja).status_code == 204
    offer_id = lets(maja, case_id, sam)
    assert sam.call("POST", f"offers/{offer_id}/read").status_code == 200
    return case_id, offer_id


def writes(maja: Counsellor, offer_id: str, seq: int) -> dict[str, Any]:
    line = {"seq": seq, "sealed": sealed()}
    assert maja.call("POST", f"offers/{offer_id}/lines", line).status_code == 201
    return {"offer_id": offer_id, **line}


def test_a_supervisor_sees_who_talks_with_people_and_nothing_of_these(
    maja: Counsellor, sam: Counsellor, server: Server
) -> None:
    with server.stream("/desk/api/events", sam.token) as hers, server.stream("/desk/api/events", maja.token) as majas:
        assert hers.until("chats") == {"colleagues": []}
        case_id = takes(server, maja)
        talks = {"id": maja.id, "name": "Maja Exempel", "chats": 1, "since": "2026-11-21T03:00:00Z", "wished": False}
        assert hers.until("chats") == {"colleagues": [talks]}
        assert asks(sam, maja).status_code == 204
        assert hers.until("chats") == {"colleagues": [talks | {"wished": True}]}
        while (told := majas.until("offers")) == NOTHING:
            pass
        assert told == NOTHING | {"wishes": [{"from": sam.id, "name": "Sam Exempel"}]}
        maja.call("POST", f"cases/{case_id}/close")
        while hers.until("chats") != {"colleagues": []}:
            pass
    with server.stream("/desk/api/events", maja.token) as majas:
        names = []
        while "offers" not in names:
            names.append(majas.next()[0])
        assert "chats" not in names, "a counsellor is told of nobody else's chats"


def test_what_is_said_reaches_the_supervisor_line_by_line_and_all_of_it_a_page_that_comes_back(
    maja: Counsellor, sam: Counsellor, server: Server
) -> None:
    case_id = takes(server, maja)
    asks(sam, maja)
    with server.stream("/desk/api/events", sam.token) as hers:
        sealed_to_her = body(case_id, sam, "along")
        offer_id = maja.call("POST", f"cases/{case_id}/offer", sealed_to_her).json()["offer_id"]
        first = writes(maja, offer_id, 1)
        told = hers.until("offers")
        while not told["to_me"]:
            told = hers.until("offers")
        assert (told["to_me"][0]["kind"], told["to_me"][0]["state"]) == ("along", "open")
        beginning = sam.call("POST", f"offers/{offer_id}/read").json()
        assert beginning == {
            "case_id": case_id,
            "asked_by": maja.id,
            "envelope": sealed_to_her["envelope"],
            "notes": 0,
        }
        assert hers.until("line") == first, "also what was said before she had opened it"
        second = writes(maja, offer_id, 2)
        assert hers.until("line") == second
    again = {"seq": 2, "sealed": second["sealed"]}
    assert maja.call("POST", f"offers/{offer_id}/lines", again).status_code == 200
    wrong = {"seq": 2, "sealed": sealed()}
    assert seen(maja.call("POST", f"offers/{offer_id}/lines", wrong)) == (409, "out_of_order")
    with server.stream("/desk/api/events", sam.token) as hers:
        assert [hers.until("line") for _ in range(2)] == [first, second]
    note = {"seq": 1, "envelope": envelope(maja.id) | {"case_id": case_id}}
    assert sam.call("POST", f"offers/{offer_id}/notes", note).status_code == 201
    for call, path in (("POST", f"cases/{case_id}/close"), ("POST", f"cases/{case_id}/renew")):
        assert seen(sam.call(call, path)) == (404, "no_such_case"), "she has no way into the chat"


def test_nobody_is_given_a_line_before_she_reads_nor_who_is_not_the_one(
    maja: Counsellor, sam: Counsellor, server: Server, clock: HandClock
) -> None:
    bea = Counsellor(server, clock, sign_in_name="bea", name="Bea Exempel").joins()
    sign_roster(server, clock, maja, sam, bea, number=3)
    bea.signs_in()
    case_id = takes(server, maja)
    asks(sam, maja)
    offer_id = lets(maja, case_id, sam)
    writes(maja, offer_id, 1)
    assert seen(bea.call("POST", f"offers/{offer_id}/read")) == (404, "no_such_offer")
    for who in (bea, sam):
        line = {"seq": 2, "sealed": sealed()}
        assert seen(who.call("POST", f"offers/{offer_id}/lines", line)) == (404, "no_such_offer")
        with server.stream("/desk/api/events", who.token) as heard:
            names = []
            while "offers" not in names:
                names.append(heard.next()[0])
            assert "line" not in names


def test_off_duty_she_is_let_in_only_when_she_has_asked(maja: Counsellor, sam: Counsellor, server: Server) -> None:
    case_id = takes(server, maja)
    offer = body(case_id, sam, "along")
    assert seen(maja.call("POST", f"cases/{case_id}/offer", offer)) == (409, "colleague_away")
    asks(sam, maja)
    consult = body(case_id, sam, "consult")
    assert seen(maja.call("POST", f"cases/{case_id}/offer", consult)) == (409, "colleague_away")
    lets(maja, case_id, sam)
    assert seen(maja.call("POST", f"cases/{case_id}/offer", consult)) == (409, "colleague_away")
    sam.call("POST", "duty", {"on": True})
    assert seen(maja.call("POST", f"cases/{case_id}/offer", consult)) == (409, "offer_stands")


def test_only_who_talks_with_people_can_be_asked(maja: Counsellor, sam: Counsellor, server: Server) -> None:
    assert seen(asks(sam, maja)) == (409, "holds_no_chat")
    assert seen(sam.call("POST", "wishes/end", {"counsellor_id": maja.id})) == (404, "no_such_wish")
    takes(server, maja)
    assert seen(asks(maja, sam)) == (403, "not_allowed")


@pytest.mark.parametrize("how", ["signs_out", "ends_sessions", "removed", "off_roster", "page_closed"])
def test_who_is_gone_reads_no_longer(
    maja: Counsellor, sam: Counsellor, server: Server, clock: HandClock, how: str
) -> None:
    case_id, offer_id = reads(maja, sam, server)
    writes(maja, offer_id, 1)
    desk = desk_of(server)
    with server.stream("/desk/api/events", maja.token) as majas:
        while not (told := majas.until("offers"))["by_me"]:
            pass
        assert told["by_me"][0]["state"] == "reading"
        if how == "signs_out":
            assert sam.call("POST", "sign-out").status_code == 204
        elif how == "ends_sessions":
            (mine,) = sam.call("GET", "sessions").json()
            assert sam.call("POST", "sessions/end", {"name": mine["name"]}).status_code == 204
        elif how == "removed":
            with desk.accounts.writing() as connection:
                remove_account(connection, sam.id, clock())
            put_out(desk)
        elif how == "off_roster":
            sign_roster(server, clock, maja, number=3)
            with server.stream("/desk/api/events", sam.token) as hers:
                names = []
                while "offers" not in names:
                    names.append(hers.next()[0])
                assert "line" not in names, "at once, before anybody has swept"
            assert seen(sam.call("POST", f"offers/{offer_id}/read")) == (403, "not_on_roster")
            sweep_reading(desk, LAPSE)
        else:
            sweep_reading(desk, LAPSE)
            assert sam.call("POST", f"offers/{offer_id}/read").status_code == 200, "she may have gone for a moment"
            clock.moves(minutes=6)
            sweep_reading(desk, LAPSE)
        while majas.until("offers") != NOTHING:
            pass
    line = {"seq": 2, "sealed": sealed()}
    assert seen(maja.call("POST", f"offers/{offer_id}/lines", line)) == (404, "no_such_offer")
    assert [case["case_id"] for case in maja.call("GET", "cases").json()] == [case_id], "the chat goes on"


def test_a_page_that_reads_along_stays_signed_in_as_one_with_a_case_does(
    maja: Counsellor, sam: Counsellor, server: Server, clock: HandClock
) -> None:
    _, offer_id = reads(maja, sam, server)
    with server.stream("/desk/api/events", sam.token) as hers:
        hers.until("offers")
        for seq in (1, 2):
            clock.moves(minutes=20)
            maja.call("GET", "me")
            writes(maja, offer_id, seq)
            hers.until("line")
            sam.call("POST", "here", {"in_use": True})  # her page says so of a line that comes
    assert sam.call("GET", "me").status_code == 200


def test_the_audit_tells_who_asked_let_read_and_ended_and_of_the_wish_no_case(
    maja: Counsellor, sam: Counsellor, server: Server
) -> None:
    case_id, offer_id = reads(maja, sam, server)
    sam.call("POST", f"offers/{offer_id}/read")
    maja.call("POST", f"offers/{offer_id}/end")
    asks(sam, maja)
    asks(sam, maja)
    assert maja.call("POST", "wishes/end", {"counsellor_id": sam.id}).status_code == 204
    asks(sam, maja)
    assert sam.call("POST", f"offers/{lets(maja, case_id, sam)}/end").status_code == 204
    asks(sam, maja)
    assert sam.call("POST", "wishes/end", {"counsellor_id": maja.id}).status_code == 204
    noted = [row for row in rows(server) if row.deed.startswith("along_")]
    tag = next(row.about for row in rows(server) if row.deed == "claimed")
    assert [(row.who, row.deed, row.about) for row in noted] == [
        (sam.id, "along_asked", maja.id),
        (maja.id, "along_let", tag),
        (sam.id, "along_read", tag),
        (maja.id, "along_ended", tag),
        (sam.id, "along_asked", maja.id),
        (maja.id, "along_declined", sam.id),
        (sam.id, "along_asked", maja.id),
        (maja.id, "along_let", tag),
        (sam.id, "along_declined", tag),
        (sam.id, "along_asked", maja.id),
    ]


def test_a_line_is_no_larger_than_a_message(maja: Counsellor, sam: Counsellor, server: Server) -> None:
    _, offer_id = reads(maja, sam, server)
    line = {"seq": 1, "sealed": sealed(12_000)}
    assert maja.call("POST", f"offers/{offer_id}/lines", line).status_code == 201
    line = {"seq": 2, "sealed": sealed(13_000)}
    assert seen(maja.call("POST", f"offers/{offer_id}/lines", line)) == (413, "too_large")
    for wrong in ({"seq": 0, "sealed": sealed()}, {"seq": 2, "sealed": sealed(100)}, {"seq": "2", "sealed": sealed()}):
        assert seen(maja.call("POST", f"offers/{offer_id}/lines", wrong)) == (422, "bad_request")
