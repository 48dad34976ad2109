"""How an event of a calendar file repeats: every week on some weekdays, perhaps until a day. Nothing else will do."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from triage_api.desk.rota.calendar_lines import Event, EventLines
from triage_api.desk.rota.local_time import STOCKHOLM, local
from triage_api.desk.rota.refusals import NotUnderstood

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_KNOWN = {"FREQ", "INTERVAL", "BYDAY", "UNTIL", "WKST"}


@dataclass(frozen=True)
class Repeats:
    """`weekdays` are 0 for Monday to 6; `last` is the last day it may begin on."""

    weekdays: tuple[int, ...]
    first: date
    last: date | None


def read_repeats(event: Event, at: EventLines, starts: datetime) -> Repeats:
    """Raises NotUnderstood for every other rule, and for a time zone whose clock is not Sweden's all year: the hours
    would shift against ours in spring and autumn."""
    rule, line = event["RRULE"], at.of("RRULE")
    if isinstance(rule, list):
        raise NotUnderstood("One event repeats by one rule: divide it.", line=line)
    strange = sorted(set(rule) - _KNOWN)
    if rule.get("FREQ") != ["WEEKLY"] or rule.get("INTERVAL", [1]) != [1] or strange:
        raise NotUnderstood("Only FREQ=WEEKLY with BYDAY and UNTIL is understood.", line=line)
    if not _keeps_swedish_time(starts):
        raise NotUnderstood("What repeats needs TZID=Europe/Stockholm.", line=at.of("DTSTART"))
    begins = local(starts)
    named = [str(day) for day in rule.get("BYDAY", [_WEEKDAYS[begins.weekday()]])]
    if any(day not in _WEEKDAYS for day in named):
        raise NotUnderstood("BYDAY names weekdays, without a number before them.", line=line)
    weekdays = tuple(sorted({_WEEKDAYS.index(day) for day in named}))
    if begins.weekday() not in weekdays:
        raise NotUnderstood("It begins on a day that it does not repeat on.", line=at.of("DTSTART"))
    return Repeats(weekdays, begins.date(), _last(rule.get("UNTIL", [None])[0], begins))


def _last(until: date | datetime | None, begins: datetime) -> date | None:
    if not isinstance(until, datetime):
        return until
    said = local(until if until.tzinfo else until.replace(tzinfo=STOCKHOLM))
    return said.date() if said.time() >= begins.time() else said.date() - timedelta(days=1)


def _keeps_swedish_time(at: datetime) -> bool:
    offsets = (
        (at.replace(month=month, day=1, tzinfo=zone).utcoffset() for zone in (at.tzinfo, STOCKHOLM)) for month in (1, 7)
    )
    return all(len(set(pair)) == 1 for pair in offsets)
