"""What the plan means for the people who write: when somebody is there again, and who may come to own their case."""

from datetime import timedelta

from triage_api.clock import seconds, written
from triage_api.desk.desk import Desk
from triage_api.desk.rota.kept import Planned, read_people, read_plan
from triage_api.desk.rota.plan import Plan
from triage_api.desk.rota.turns import next_shift, planned_within

AHEAD = timedelta(hours=24)


def next_at_desk(desk: Desk) -> str | None:
    """When the next shift at the desk (tier 1) begins, as on the wire; None when none is planned.

    It is told to somebody who waits, so it counts only those whose key stands on the roster now: anybody else could
    come to the desk and take nobody.
    """
    plan, people = _look_up(desk)
    view, now = desk.roster.view(), desk.now()

    def could_take(counsellor_id: str) -> bool:
        one = people.get(counsellor_id)
        return one is not None and view.holds(one.id, one.seal_keys, now)

    found = next_shift(plan, now, tiers=(1,), counts=lambda turn: could_take(turn.takes.counsellor_id))
    return written(seconds(found.begins)) if found else None


def may_own(desk: Desk) -> list[str] | None:
    """The ids of those who are on duty, on call in any tier, or planned within a day; None when nobody is planned then
    and the roster names nobody but those who have an account.

    It only ever narrows: the sealer takes from the signed roster alone, adds its supervisors, and where this leaves
    nobody it seals for everyone on it. So a queue in the wrong hands can keep a case from some of those who were
    signed, and give it to nobody who was not.
    """
    plan, people = _look_up(desk)
    planned = planned_within(plan, desk.now(), AHEAD)
    if planned:
        return sorted(planned | desk.duty.who())
    # Whoever was removed stands on the roster until it is signed anew; nothing more is sealed for them even so.
    return sorted(people) if set(desk.roster.view().people) - set(people) else None


def _look_up(desk: Desk) -> tuple[Plan, dict[str, Planned]]:
    with desk.accounts.reading() as connection:
        return read_plan(connection), read_people(connection)
