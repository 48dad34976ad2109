"""From a plan to what comes of it: who is on call at a moment, and when the next shift begins. Reads no clock."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from triage_api.desk.rota.local_time import is_holiday, local, moment
from triage_api.desk.rota.plan import TIERS, Added, Cancelled, Hours, Plan, Replaced, Shift, Takes, Tier, Turn

LOOKS_AHEAD_DAYS = 28
"""A shift that begins later than that is as good as none for anybody who waits."""
_DAY = timedelta(days=1)


def turns_of_day(plan: Plan, day: date) -> tuple[Turn, ...]:
    """What begins on that day, in the order of time and then of tiers. A shift that a change of the clock leaves no
    minute of does not appear."""
    found = [
        *(turn for shift in plan.shifts if _runs(shift, day) for turn in _weekly(plan, shift, day)),
        *(
            _turn(day, one.hours, one.takes, None, one.id)
            for one in plan.changes
            if isinstance(one, Added) and one.day == day
        ),
    ]
    return tuple(sorted((turn for turn in found if turn.begins < turn.ends), key=_order))


def on_call(plan: Plan, at: datetime) -> dict[Tier, tuple[Turn, ...]]:
    """Who is planned at an aware moment, for each tier; empty tuples where nobody is."""
    now = [turn for turn in _around(plan, at, 0) if turn.begins <= at < turn.ends]
    return {tier: tuple(turn for turn in now if turn.takes.tier == tier) for tier in TIERS}


def next_shift(
    plan: Plan,
    at: datetime,
    tiers: Collection[int] = TIERS,
    counts: Callable[[Turn], bool] = lambda _turn: True,
) -> Turn | None:
    """The shift that begins next after an aware moment, of these tiers and of those that count; None when none does
    within four weeks: then nothing may be promised."""
    for turn in _around(plan, at, LOOKS_AHEAD_DAYS):
        if turn.begins > at and turn.takes.tier in tiers and counts(turn):
            return turn
    return None


def planned_within(plan: Plan, at: datetime, ahead: timedelta) -> frozenset[str]:
    """The ids of those on call at a moment, or beginning within that time after it."""
    near = _around(plan, at, ahead.days + 1)
    return frozenset(turn.takes.counsellor_id for turn in near if turn.begins <= at + ahead and turn.ends > at)


def _around(plan: Plan, at: datetime, days_ahead: int) -> Iterator[Turn]:
    """In the order of their beginnings, from the day before, whose nights may still run."""
    today = local(at).date()
    for ahead in range(-1, days_ahead + 1):
        yield from turns_of_day(plan, today + ahead * _DAY)


def _runs(shift: Shift, day: date) -> bool:
    if shift.weekday != day.weekday():
        return False
    if (shift.first and day < shift.first) or (shift.last and day > shift.last):
        return False
    return shift.holidays == "every" or is_holiday(day) == (shift.holidays == "only")


def _weekly(plan: Plan, shift: Shift, day: date) -> Iterator[Turn]:
    """The shift on a day it runs on: cancelled if any change says so, else as the newest replacement says."""
    mine = [one for one in plan.changes if not isinstance(one, Added) and (one.day, one.shift_id) == (day, shift.id)]
    if any(isinstance(one, Cancelled) for one in mine):
        return
    takes, change_id = shift.takes, None
    for one in mine:
        if isinstance(one, Replaced):
            takes, change_id = replace(shift.takes, counsellor_id=one.counsellor_id), one.id
    yield _turn(day, shift.hours, takes, shift.id, change_id)


def _turn(day: date, hours: Hours, takes: Takes, shift_id: str | None, change_id: str | None) -> Turn:
    last = day if hours.ends > hours.begins else day + _DAY
    return Turn(day, hours, moment(day, hours.begins), moment(last, hours.ends), takes, shift_id, change_id)


def _order(turn: Turn) -> tuple[datetime, int, str]:
    return turn.begins, turn.takes.tier, turn.takes.counsellor_id
