"""What a calendar file says, taken into the plan: all of it or nothing, and what is there already only once."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from triage_api.desk.rota import kept
from triage_api.desk.rota.calendar_in import FromFile
from triage_api.desk.rota.plan import Added, Cancelled, Plan, Shift
from triage_api.desk.rota.turns import turns_of_day


@dataclass(frozen=True)
class TakenOver:
    """How many shifts and single days were new; how many the plan had already; how many are past and were left out."""

    shifts: int
    changes: int
    already: int
    past: int


def take_over(connection: Connection, found: FromFile, today: date) -> TakenOver:
    shifts = changes = already = past = 0
    ids: dict[str, str] = {}
    for shift in found.shifts:
        if shift.last and shift.last < today:
            past += 1
            continue
        known = _covering(kept.read_plan(connection), shift)
        if known is not None:
            ids[shift.id], already = known.id, already + 1
        else:
            ids[shift.id], shifts = kept.add_shift(connection, shift), shifts + 1
    single: tuple[Added | Cancelled, ...] = (*found.cancelled, *found.added)
    for one in single:
        if one.day < today or (isinstance(one, Cancelled) and one.shift_id not in ids):
            past += 1
            continue
        plan = kept.read_plan(connection)
        change = Cancelled("", one.day, ids[one.shift_id]) if isinstance(one, Cancelled) else one
        if _stands(plan, change):
            already += 1
        else:
            kept.add_change(connection, change, today)
            changes += 1
    return TakenOver(shifts, changes, already, past)


def _covering(plan: Plan, new: Shift) -> Shift | None:
    """A shift of the plan that holds every turn of the new one."""
    for shift in plan.shifts:
        same = (shift.weekday, shift.hours, shift.takes, shift.holidays)
        begins = shift.first is None or (new.first is not None and shift.first <= new.first)
        ends = shift.last is None or (new.last is not None and shift.last >= new.last)
        if same == (new.weekday, new.hours, new.takes, new.holidays) and begins and ends:
            return shift
    return None


def _stands(plan: Plan, change: Added | Cancelled) -> bool:
    """Whether the day is already as the change would make it."""
    turns = turns_of_day(plan, change.day)
    if isinstance(change, Cancelled):
        # A day on which somebody stands in for her is excluded from her file; cancelling it would send them home.
        hers = {shift.id: shift.takes.counsellor_id for shift in plan.shifts}.get(change.shift_id)
        return all((turn.shift_id, turn.takes.counsellor_id) != (change.shift_id, hers) for turn in turns)
    return any((turn.hours, turn.takes.counsellor_id) == (change.hours, change.takes.counsellor_id) for turn in turns)
