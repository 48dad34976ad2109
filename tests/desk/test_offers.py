"""Two counsellors: a case that is handed on, and a colleague who is asked for advice."""

from typing import Any

import pytest

from tests.desk.audit.test_deeds import rows
from tests.desk.counsellor import Counsellor, sign_roster
from tests.desk.test_cases import hands_off, sends_secret
from tests.desk.test_own_keys import renews
from tests.queue.world import HandClock, Server, envelope

NOTHING: dict[str, Any] = {"to_me": [], "by_me": [], "wishes": []}


@pytest.fixture
def bea(maja: Counsellor, server: Server, clock: HandClock) -> Counsellor:
    """A second counsellor, on the roster and on duty, as Maja is."""
    one = Counsellor(server, clock, sign_in_name="bea", name="Bea Exempel").joins()
    sign_roster(server, clock, maja, one, number=2)
    one.signs_in()
    for each in (maja, one):
        assert each.call("POST", "duty", {"on": True}).status_code == 204
    return one


def takes(server: Server, maja: Counsellor) -> str:
    hands_off(server, maja, level="high")
    return str(maja.call("POST", "claim").json()["case_id"])


def body(case_id: str, to: Counsellor, kind: str = "transfer") -> dict[str, Any]:
    return {"to": to.id, "kind": kind, "envelope": envelope(to.id) | {"case_id": case_id}}


def offers(maja: Counsellor, case_id: str, to: Counsellor, kind: str = "transfer") -> str:
    answer = maja.call("POST", f"cases/{case_id}/offer", body(case_id, to, kind))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["offer_id"])


def seen(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def test_she_is_shown_who_is_on_duty_and_on_the_roster_and_not_herself(
    maja: Counsellor, bea: Counsellor, server: Server, clock: HandClock
) -> None:
    assert maja.call("GET", "colleagues").json() == [{"id": bea.id, "name": "Bea Exempel"}]
    bea.call("POST", "duty", {"on": False})
    assert maja.call("GET", "colleagues").json() == []
    bea.call("POST", "duty", {"on": True})
    sign_roster(server, clock, maja, number=3)
    assert maja.call("GET", "colleagues").json() == []


def test_a_colleague_whose_next_key_waits_for_the_signer_can_be_asked_and_takes_over(
    maja: Counsellor, bea: Counsellor, server: Server
) -> None:
    """Her page still has the key that stands on the roster, and it is sealed to that one."""
    renews(bea)
    assert maja.call("GET", "colleagues").json() == [{"id": bea.id, "name": "Bea Exempel"}]
    case_id = takes(server, maja)
    offers(maja, case_id, bea, "consult")
    offer_id = offers(maja, case_id, bea)
    assert bea.call("POST", f"offers/{offer_id}/accept").status_code == 200


def test_a_case_is_handed_on_and_both_boards_tell_of_it(maja: Counsellor, bea: Counsellor, server: Server) -> None:
    one = hands_off(server, maja, level="high")
    case_id = maja.call("POST", "claim").json()["case_id"]
    sends_secret(server, one)
    with server.stream("/desk/api/events", maja.token) as hers, server.stream("/desk/api/events", bea.token) as beas:
        assert beas.until("offers") == NOTHING, "a page that comes back knows that none stands"
        hers.until("offers")
        sealed = body(case_id, bea)
        answer = maja.call("POST", f"cases/{case_id}/offer", sealed)
        offer_id = answer.json()["offer_id"]
        offer = {"offer_id": offer_id, "kind": "transfer", "state": "open"}
        kind_of_case = {"language": "th", "channel": "web", "level": "high"}
        asks = offer | {"from": maja.id, "name": "Maja Exempel"} | kind_of_case
        assert beas.until("offers") == NOTHING | {"to_me": [asks]}
        mine = offer | {"case_id": case_id, "to": bea.id, "name": "Bea Exempel"}
        assert hers.until("offers") == NOTHING | {"by_me": [mine]}
        held = bea.call("POST", f"offers/{offer_id}/accept").json()
        assert (held["case_id"], held["epoch"], held["secret"]) == (case_id, 2, None)
        assert held["handed"] == sealed["envelope"]
        assert hers.until("taken_over") == {"case_id": case_id, "name": "Bea Exempel"}
        assert hers.until("offers") == NOTHING
        secret = sends_secret(server, one, 2)
        assert beas.until("secret")["sealed"] == secret
    assert maja.call("GET", "cases").json() == []
    (again,) = bea.call("GET", "cases").json()
    assert again["handed"] == sealed["envelope"], "for a page that is loaded again"
    assert seen(maja.call("POST", f"cases/{case_id}/close")) == (404, "no_such_case")
    assert seen(bea.call("POST", f"offers/{offer_id}/accept")) == (404, "no_such_offer")


def test_a_colleague_is_asked_answers_and_keeps_nothing(maja: Counsellor, bea: Counsellor, server: Server) -> None:
    case_id = takes(server, maja)
    with server.stream("/desk/api/events", maja.token) as hers:
        sealed = body(case_id, bea, "consult")
        offer_id = maja.call("POST", f"cases/{case_id}/offer", sealed).json()["offer_id"]
        question = bea.call("POST", f"offers/{offer_id}/read").json()
        assert question == {"case_id": case_id, "asked_by": maja.id, "envelope": sealed["envelope"], "notes": 0}
        note = {"seq": 1, "envelope": envelope(maja.id) | {"case_id": case_id}}
        assert bea.call("POST", f"offers/{offer_id}/notes", note).status_code == 201
        assert bea.call("POST", f"offers/{offer_id}/notes", note).status_code == 200
        assert hers.until("note") == {"offer_id": offer_id, **note}
        assert seen(bea.call("POST", f"cases/{case_id}/close")) == (404, "no_such_case")
        assert maja.call("POST", f"offers/{offer_id}/end").status_code == 204
        while hers.until("offers") != NOTHING:
            pass
    assert seen(bea.call("POST", f"offers/{offer_id}/read")) == (404, "no_such_offer")
    assert [case["case_id"] for case in maja.call("GET", "cases").json()] == [case_id]


def test_the_key_that_opens_what_colleagues_sealed_is_needed_as_long_as_that_lives(
    maja: Counsellor, bea: Counsellor, server: Server
) -> None:
    """Bea's is what Maja's page seals her; Maja's are the notes. Neither needs a wrapped case for it."""

    def oldest(one: Counsellor) -> Any:
        return one.call("GET", "keys").json()["oldest_roster"]

    case_id = takes(server, maja)
    assert (oldest(maja), oldest(bea)) == (7, None)
    question = body(case_id, bea, "consult")
    question["envelope"]["roster_number"] = 9
    consult = maja.call("POST", f"cases/{case_id}/offer", question).json()["offer_id"]
    assert (oldest(maja), oldest(bea)) == (7, 9)
    bea.call("POST", f"offers/{consult}/read")
    for seq, number in ((1, 6), (2, 10)):
        sealed = envelope(maja.id) | {"case_id": case_id, "roster_number": number}
        assert bea.call("POST", f"offers/{consult}/notes", {"seq": seq, "envelope": sealed}).status_code == 201
    assert (oldest(maja), oldest(bea)) == (6, 9)
    maja.call("POST", f"offers/{consult}/end")
    assert (oldest(maja), oldest(bea)) == (7, None)

    transfer = body(case_id, bea)
    transfer["envelope"]["roster_number"] = 8
    offer_id = maja.call("POST", f"cases/{case_id}/offer", transfer).json()["offer_id"]
    assert oldest(bea) == 8
    assert bea.call("POST", f"offers/{offer_id}/accept").status_code == 200
    assert oldest(bea) == 8, "it is the only transcript she has"
    bea.call("POST", f"cases/{case_id}/close")
    assert (oldest(maja), oldest(bea)) == (None, None)


def test_nothing_is_offered_to_who_is_away_or_to_herself(
    maja: Counsellor, bea: Counsellor, server: Server, clock: HandClock
) -> None:
    case_id = takes(server, maja)
    assert seen(maja.call("POST", f"cases/{case_id}/offer", body(case_id, maja))) == (409, "colleague_away")
    bea.call("POST", "duty", {"on": False})
    assert seen(maja.call("POST", f"cases/{case_id}/offer", body(case_id, bea))) == (409, "colleague_away")
    bea.call("POST", "duty", {"on": True})
    offers(maja, case_id, bea)
    assert seen(maja.call("POST", f"cases/{case_id}/offer", body(case_id, bea))) == (409, "offer_stands")
    sign_roster(server, clock, maja, number=3)
    assert seen(maja.call("POST", f"cases/{case_id}/offer", body(case_id, bea))) == (409, "colleague_away")


def test_who_was_removed_from_the_roster_accepts_and_reads_nothing_that_was_offered_before(
    maja: Counsellor, bea: Counsellor, server: Server, clock: HandClock
) -> None:
    case_id = takes(server, maja)
    transfer, consult = offers(maja, case_id, bea), offers(maja, case_id, bea, "consult")
    sign_roster(server, clock, maja, number=3)
    assert seen(bea.call("POST", f"offers/{transfer}/accept")) == (403, "not_on_roster")
    assert seen(bea.call("POST", f"offers/{consult}/read")) == (403, "not_on_roster")
    assert [case["epoch"] for case in maja.call("GET", "cases").json()] == [1]


def test_who_declines_and_who_takes_back(maja: Counsellor, bea: Counsellor, server: Server) -> None:
    case_id = takes(server, maja)
    first = offers(maja, case_id, bea)
    assert bea.call("POST", f"offers/{first}/end").status_code == 204
    second = offers(maja, case_id, bea)
    assert maja.call("POST", f"offers/{second}/end").status_code == 204
    assert seen(bea.call("POST", f"offers/{second}/accept")) == (404, "no_such_offer")


def test_the_audit_tells_who_offered_and_who_took_by_the_cases_tag(
    maja: Counsellor, bea: Counsellor, server: Server
) -> None:
    case_id = takes(server, maja)
    consult = offers(maja, case_id, bea, "consult")
    for _ in range(2):
        bea.call("POST", f"offers/{consult}/read")
    bea.call("POST", f"offers/{offers(maja, case_id, bea)}/end")
    maja.call("POST", f"offers/{offers(maja, case_id, bea)}/end")
    bea.call("POST", f"offers/{offers(maja, case_id, bea)}/accept")
    told = [("maja", "claimed"), ("maja", "asked"), ("bea", "advised"), ("maja", "offered"), ("bea", "declined")]
    told += [("maja", "offered"), ("maja", "withdrew"), ("maja", "offered"), ("bea", "took_over")]
    names = {maja.id: "maja", bea.id: "bea"}
    noted = [row for row in rows(server) if row.deed in {deed for _, deed in told}]
    assert [(names[row.who], row.deed) for row in noted] == told
    assert len({row.about for row in noted}) == 1
    assert all(case_id not in row.about for row in noted)


def test_a_whole_case_fits_and_more_than_that_is_refused(maja: Counsellor, bea: Counsellor, server: Server) -> None:
    case_id = takes(server, maja)
    large = envelope(bea.id, size=700_000) | {"case_id": case_id}
    offer = {"to": bea.id, "kind": "transfer", "envelope": large}
    assert maja.call("POST", f"cases/{case_id}/offer", offer).status_code == 201
    offer["envelope"] = envelope(bea.id, size=800_000) | {"case_id": case_id}
    assert seen(maja.call("POST", f"cases/{case_id}/offer", offer)) == (413, "too_large")
