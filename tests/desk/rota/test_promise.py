"""What the plan means for those who write: a time that is told to them, and for whom their case is sealed."""

from typing import Any

from tests.desk.counsellor import Counsellor, sign_roster
from tests.desk.rota.planning import changes, plans
from tests.queue.world import HandClock, Server


def asked(server: Server, what: str) -> Any:
    return server.get(f"/internal/{what}", server.internal_key).json()


def test_without_a_plan_nothing_is_promised_and_nothing_narrowed(maja: Counsellor, server: Server) -> None:
    assert asked(server, "duty") == {"on_duty": 0, "next": None}
    assert asked(server, "readers") == {"may_own": None}
    maja.call("POST", "duty", {"on": True})
    assert asked(server, "readers") == {"may_own": None}, "whoever is not planned may come as well"


def test_the_next_shift_at_the_desk_is_told(
    ada: Counsellor, maja: Counsellor, nils: Counsellor, server: Server
) -> None:
    plans(ada, nils, "sat", "08:00", "16:00", tier=2)
    shift_id = plans(ada, maja, "sun", "08:00", "16:00")
    assert asked(server, "duty") == {"on_duty": 0, "next": "2026-11-22T07:00:00Z"}, "tier 2 does not sit there"
    changes(ada, kind="cancelled", date="2026-11-22", shift=shift_id)
    assert asked(server, "duty")["next"] == "2026-11-29T07:00:00Z"


def test_a_shift_of_somebody_who_could_take_nobody_is_not_told(
    ada: Counsellor, maja: Counsellor, nils: Counsellor, server: Server, clock: HandClock
) -> None:
    plans(ada, nils, "sat", "08:00", "16:00")
    plans(ada, maja, "sun", "08:00", "16:00")
    assert asked(server, "duty")["next"] == "2026-11-21T07:00:00Z"
    sign_roster(server, clock, maja, number=3)
    assert asked(server, "duty")["next"] == "2026-11-22T07:00:00Z"
    sign_roster(server, clock, number=4)
    assert asked(server, "duty")["next"] is None


def test_a_case_is_for_those_on_duty_on_call_and_planned_within_a_day(
    ada: Counsellor, maja: Counsellor, nils: Counsellor, server: Server
) -> None:
    plans(ada, nils, "sun", "03:00", "08:00", tier=3)
    assert asked(server, "readers") == {"may_own": [nils.id]}
    maja.call("POST", "duty", {"on": True})
    assert asked(server, "readers") == {"may_own": sorted([maja.id, nils.id])}


def test_a_shift_after_a_day_narrows_nothing(ada: Counsellor, maja: Counsellor, server: Server) -> None:
    plans(ada, maja, "sun", "05:00", "08:00")
    assert asked(server, "readers") == {"may_own": None}


def test_only_our_own_parts_are_told(server: Server) -> None:
    assert server.get("/internal/readers").status_code == 401
