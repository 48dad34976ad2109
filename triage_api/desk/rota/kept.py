"""The plan as it is kept. Read whole: a rota is small, and what is read together cannot contradict itself."""

from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select, update

from triage_api.desk.rota.plan import Added, Cancelled, Change, Hours, Plan, Replaced, Shift, Takes
from triage_api.desk.rota.tables import changes, shifts
from triage_api.desk.tables import LIVING_KEYS, accounts, living_keys
from triage_api.words import Language, Writer

KEPT_DAYS = 28
"""Changes older than that go: who stood in for whom is of no use any more, and is about counsellors."""

ON_ROTA = ("counsellor", "supervisor")
"""The roles that answer people. An administrator plans and answers nobody."""


@dataclass(frozen=True)
class Planned:
    """Somebody who can be planned."""

    id: str
    name: str
    seal_keys: frozenset[str]


def read_people(connection: Connection) -> dict[str, Planned]:
    """By id, in the order of their names."""
    active = select(accounts.c.counsellor_id, accounts.c.name, *LIVING_KEYS).where(
        accounts.c.state == "active", accounts.c.role.in_(ON_ROTA)
    )
    found = connection.execute(active.order_by(accounts.c.name, accounts.c.counsellor_id)).all()
    return {
        row.counsellor_id: Planned(row.counsellor_id, row.name, living_keys(row.seal_key, row.older_keys))
        for row in found
    }


def read_plan(connection: Connection) -> Plan:
    """What is planned for those who can be planned: shifts of an account that is gone promise nothing to anybody."""
    people = read_people(connection)
    weekly = [_shift(row) for row in connection.execute(select(shifts).order_by(shifts.c.shift_id)).all()]
    single = [_change(row) for row in connection.execute(select(changes).order_by(changes.c.change_id)).all()]
    return Plan(
        tuple(shift for shift in weekly if shift.takes.counsellor_id in people),
        tuple(one for one in single if _who(one) is None or _who(one) in people),
    )


def add_shift(connection: Connection, shift: Shift) -> str:
    """Its id; the one in `shift` is not looked at."""
    return str(connection.scalar(insert(shifts).values(_shift_row(shift)).returning(shifts.c.shift_id)))


def alter_shift(connection: Connection, shift: Shift) -> bool:
    """False when there is none of its id."""
    return bool(connection.execute(update(shifts).where(_is(shift.id)).values(_shift_row(shift))).rowcount)


def remove_shift(connection: Connection, shift_id: str) -> bool:
    """With its changes; False when there is none of that id."""
    connection.execute(delete(changes).where(changes.c.shift_id == int(shift_id)))
    return bool(connection.execute(delete(shifts).where(_is(shift_id))).rowcount)


def add_change(connection: Connection, change: Change, today: date) -> str:
    """Its id. One shift has one change a day: an earlier one gives way."""
    connection.execute(delete(changes).where(changes.c.day < (today - timedelta(days=KEPT_DAYS)).isoformat()))
    if not isinstance(change, Added):
        same = (changes.c.day == change.day.isoformat(), changes.c.shift_id == int(change.shift_id))
        connection.execute(delete(changes).where(*same))
    return str(connection.scalar(insert(changes).values(_change_row(change)).returning(changes.c.change_id)))


def remove_change(connection: Connection, change_id: str) -> bool:
    return bool(connection.execute(delete(changes).where(changes.c.change_id == int(change_id))).rowcount)


def leave_rota(connection: Connection, counsellor_id: str, today: date) -> int:
    """Takes somebody out of the plan for good; how many weekly shifts and single days stand empty by it.

    Where others stood in for them, those days stay theirs. Where they stood in for others, the day shows as cancelled:
    whose shift it was counts on being free.
    """
    from_now = changes.c.day >= today.isoformat()
    mine = [_shift(row) for row in connection.execute(select(shifts).where(shifts.c.counsellor_id == counsellor_id))]
    for shift in mine:
        others = (changes.c.shift_id == int(shift.id)) & (changes.c.kind == "replaced") & from_now
        for row in connection.execute(select(changes).where(others, changes.c.counsellor_id != counsellor_id)).all():
            stays = Added(
                "", date.fromisoformat(row.day), shift.hours, replace(shift.takes, counsellor_id=row.counsellor_id)
            )
            connection.execute(insert(changes).values(_change_row(stays)))
        remove_shift(connection, shift.id)
    theirs = (changes.c.counsellor_id == counsellor_id) & from_now
    stood_in = connection.execute(
        update(changes).where(theirs, changes.c.kind == "replaced").values(kind="cancelled", counsellor_id=None)
    )
    extra = connection.execute(delete(changes).where(theirs, changes.c.kind == "added"))
    return len(mine) + stood_in.rowcount + extra.rowcount


def _is(shift_id: str) -> ColumnElement[bool]:
    return shifts.c.shift_id == int(shift_id)


def _who(change: Change) -> str | None:
    if isinstance(change, Added):
        return change.takes.counsellor_id
    return change.counsellor_id if isinstance(change, Replaced) else None


def _shift(row: Row[Any]) -> Shift:
    hours = Hours(time.fromisoformat(row.begins), time.fromisoformat(row.ends))
    return Shift(str(row.shift_id), row.weekday, hours, _takes(row), row.holidays, _day(row.first), _day(row.last))


def _change(row: Row[Any]) -> Change:
    change_id, day = str(row.change_id), date.fromisoformat(row.day)
    if row.kind == "cancelled":
        return Cancelled(change_id, day, str(row.shift_id))
    if row.kind == "replaced":
        return Replaced(change_id, day, str(row.shift_id), row.counsellor_id)
    return Added(change_id, day, Hours(time.fromisoformat(row.begins), time.fromisoformat(row.ends)), _takes(row))


def _takes(row: Row[Any]) -> Takes:
    languages = frozenset(map(Language, row.languages.split(",")))
    return Takes(row.counsellor_id, row.tier, languages, frozenset(map(Writer, row.personas.split(","))))


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _shift_row(shift: Shift) -> dict[str, Any]:
    return {
        "weekday": shift.weekday,
        **_hours_row(shift.hours),
        **_takes_row(shift.takes),
        "holidays": shift.holidays,
        "first": shift.first and shift.first.isoformat(),
        "last": shift.last and shift.last.isoformat(),
    }


def _change_row(change: Change) -> dict[str, Any]:
    day = {"day": change.day.isoformat()}
    if isinstance(change, Added):
        return {**day, "kind": "added", **_hours_row(change.hours), **_takes_row(change.takes)}
    if isinstance(change, Replaced):
        return {**day, "kind": "replaced", "shift_id": int(change.shift_id), "counsellor_id": change.counsellor_id}
    return {**day, "kind": "cancelled", "shift_id": int(change.shift_id)}


def _hours_row(hours: Hours) -> dict[str, str]:
    return {"begins": f"{hours.begins:%H:%M}", "ends": f"{hours.ends:%H:%M}"}


def _takes_row(takes: Takes) -> dict[str, Any]:
    return {
        "counsellor_id": takes.counsellor_id,
        "tier": takes.tier,
        "languages": ",".join(sorted(takes.languages)),
        "personas": ",".join(sorted(takes.personas)),
    }
