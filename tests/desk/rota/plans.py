"""Plans for the tests, written as a rota is: `shift("mon", "22:00", "06:00", MAJA)`."""

from datetime import UTC, date, datetime, time
from typing import Any

from triage_api.desk.rota.local_time import STOCKHOLM
from triage_api.desk.rota.plan import Added, Hours, Plan, Shift, Takes, Tier
from triage_api.words import Language, Writer

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MAJA, NILS, OLGA = "maja", "nils", "olga"


def hours(begins: str, ends: str) -> Hours:
    return Hours(time.fromisoformat(begins), time.fromisoformat(ends))


def takes(who: str, tier: Tier = 1) -> Takes:
    return Takes(who, tier, frozenset(Language), frozenset(Writer))


def shift(weekday: str, begins: str, ends: str, who: str = MAJA, tier: Tier = 1, **more: Any) -> Shift:
    shift_id = f"{weekday} {begins} {who}"
    return Shift(shift_id, WEEKDAYS.index(weekday), hours(begins, ends), takes(who, tier), **more)


def added(day: str, begins: str, ends: str, who: str = MAJA, tier: Tier = 1) -> Added:
    return Added(f"{day} {begins} {who}", date.fromisoformat(day), hours(begins, ends), takes(who, tier))


def every_day(begins: str, ends: str, who: str = MAJA, **more: Any) -> tuple[Shift, ...]:
    return tuple(shift(weekday, begins, ends, who, **more) for weekday in WEEKDAYS)


def plan(*shifts: Shift, changes: Any = ()) -> Plan:
    return Plan(tuple(shifts), tuple(changes))


def swedish(written: str, fold: int = 0) -> datetime:
    """A moment by the clock in Sweden; `fold=1` is the second run of the hour that summer time ends in."""
    return datetime.fromisoformat(written).replace(tzinfo=STOCKHOLM, fold=fold).astimezone(UTC)
