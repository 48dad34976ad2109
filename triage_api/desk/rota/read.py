"""The rota as every counsellor reads it: the plan, who is on call now, and a week day by day."""

from datetime import date, timedelta

from fastapi import APIRouter
from pydantic import BaseModel

from triage_api.desk.desk import Desk
from triage_api.desk.permissions import Staff, TheDesk, edits_rota
from triage_api.desk.refusals import NotAllowed, NotSignedIn
from triage_api.desk.rota.forms import ChangeTold, ShiftTold, TurnTold, tell_change, tell_shift, tell_turn
from triage_api.desk.rota.kept import Planned, read_people, read_plan
from triage_api.desk.rota.local_time import is_holiday, local
from triage_api.desk.rota.plan import Plan, Tier
from triage_api.desk.rota.turns import next_shift, on_call, turns_of_day
from triage_api.errors import BadRequest
from triage_api.refusing import ServerError, refusals

router = APIRouter(tags=["rota"], responses=refusals(NotSignedIn, NotAllowed, ServerError))


class Someone(BaseModel):
    id: str
    name: str


class Rota(BaseModel):
    """`people` are those who can be planned."""

    people: list[Someone]
    shifts: list[ShiftTold]
    changes: list[ChangeTold]
    may_edit: bool


class Now(BaseModel):
    """`next` is the shift that begins next, in any tier; None when none does within four weeks. `mine` are the
    caller's own of the next fourteen days, the one that runs among them."""

    on_call: dict[Tier, list[TurnTold]]
    next: TurnTold | None
    mine: list[TurnTold]
    people: list[Someone]


class Day(BaseModel):
    date: date
    holiday: bool
    turns: list[TurnTold]


MY_DAYS = 14


@router.get("/rota")
def rota(desk: TheDesk, counsellor: Staff) -> Rota:
    plan, people = _look_up(desk)
    return Rota(
        people=_told(people),
        shifts=[tell_shift(shift) for shift in plan.shifts],
        changes=[tell_change(change) for change in plan.changes],
        may_edit=edits_rota(counsellor),
    )


@router.get("/rota/now")
def now(desk: TheDesk, counsellor: Staff) -> Now:
    plan, people = _look_up(desk)
    at = desk.now()
    coming = next_shift(plan, at)
    today = local(at).date()
    days = (today + timedelta(days=ahead) for ahead in range(-1, MY_DAYS + 1))
    near = (turn for day in days for turn in turns_of_day(plan, day))
    return Now(
        on_call={tier: [tell_turn(turn) for turn in turns] for tier, turns in on_call(plan, at).items()},
        next=tell_turn(coming) if coming else None,
        mine=[tell_turn(turn) for turn in near if turn.takes.counsellor_id == counsellor.id and turn.ends > at],
        people=_told(people),
    )


@router.get("/rota/week/{first}", responses=refusals(BadRequest))
def week(desk: TheDesk, counsellor: Staff, first: date) -> list[Day]:  # noqa: ARG001 (the permission is the point)
    """Seven days from that one on."""
    plan, _ = _look_up(desk)
    if not date(2000, 1, 1) <= first <= date(2100, 1, 1):
        raise BadRequest("The plan has no such week.")
    days = [first + timedelta(days=ahead) for ahead in range(7)]
    return [
        Day(date=day, holiday=is_holiday(day), turns=[tell_turn(turn) for turn in turns_of_day(plan, day)])
        for day in days
    ]


def _look_up(desk: Desk) -> tuple[Plan, dict[str, Planned]]:
    with desk.accounts.reading() as connection:
        return read_plan(connection), read_people(connection)


def _told(people: dict[str, Planned]) -> list[Someone]:
    return [Someone(id=one.id, name=one.name) for one in people.values()]
