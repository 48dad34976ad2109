"""Reading shifts out of a calendar file (RFC 5545). What is not understood is refused with its line, never guessed."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from icalendar import Calendar

from triage_api.desk.rota.calendar_lines import Event, EventLines, read_lines
from triage_api.desk.rota.local_time import STOCKHOLM, local
from triage_api.desk.rota.plan import Added, Cancelled, Hours, Shift, Takes
from triage_api.desk.rota.refusals import NotUnderstood
from triage_api.desk.rota.repeating import Repeats, read_repeats
from triage_api.desk.rota.takes_in import read_holidays, read_takes

DAY = timedelta(days=1)


@dataclass(frozen=True)
class FromFile:
    """What a file says. A shift's `id` is its place in `shifts`, which its cancelled days name."""

    shifts: tuple[Shift, ...]
    cancelled: tuple[Cancelled, ...]
    added: tuple[Added, ...]


def read_calendar(text: str, whose: Takes) -> FromFile:
    """Events that repeat every week become shifts, their excluded days cancelled ones; single events become additions.

    Args:
        text: the whole file.
        whose: for whom, and what they take where an event does not say otherwise.

    Raises:
        NotUnderstood: with the `line`. Titles, places and notes are not looked at, and not kept.
    """
    lines = read_lines(text)
    try:
        events: list[Any] = list(Calendar.from_ical(text).walk("VEVENT"))
    except ValueError:
        raise NotUnderstood("This is no calendar file (RFC 5545).", line=1) from None
    if len(events) != len(lines):
        raise NotUnderstood("The events of this file cannot be told apart.", line=1)
    shifts: list[Shift] = []
    cancelled: list[Cancelled] = []
    added: list[Added] = []
    for event, at in zip(events, lines, strict=True):
        if event.errors:
            raise NotUnderstood("This line is not understood.", line=at.of(event.errors[0][0] or ""))
        for name in ("RDATE", "RECURRENCE-ID", "EXRULE"):
            if name in event:
                raise NotUnderstood(f"{name} is not understood here: write such days as events.", line=at.of(name))
        if str(event.get("STATUS", "")).upper() == "CANCELLED":
            continue
        starts, hours = _read_hours(event, at)
        takes = read_takes(event, at, whose)
        if "RRULE" not in event:
            begins = local(starts)
            added.append(Added("", begins.date(), hours, takes))
            continue
        repeats = read_repeats(event, at, starts)
        off = _read_excluded(event, at)
        for weekday in repeats.weekdays:
            shift = _shift(len(shifts), weekday, hours, takes, repeats, read_holidays(event, at))
            shifts.append(shift)
            cancelled += [Cancelled("", day, shift.id) for day in off if day.weekday() == weekday]
    return FromFile(tuple(shifts), tuple(cancelled), tuple(added))


def _shift(place: int, weekday: int, hours: Hours, takes: Takes, repeats: Repeats, holidays: Any) -> Shift:
    return Shift(str(place), weekday, hours, takes, holidays, repeats.first, repeats.last)


def _read_hours(event: Event, at: EventLines) -> tuple[datetime, Hours]:
    """The beginning as the file writes it, and the clock times in Sweden."""
    starts = _moment(event, "DTSTART", at)
    if "DTEND" in event:
        ends, line = _moment(event, "DTEND", at), at.of("DTEND")
    elif "DURATION" in event:
        ends, line = (starts.astimezone(UTC) + event["DURATION"].dt), at.of("DURATION")
    else:
        raise NotUnderstood("The event has no end: give DTEND or DURATION.", line=at.begins)
    begins, last = local(starts), local(ends)
    # By the clock: a night on which it changes is a whole night, though an hour shorter or longer.
    if not timedelta() < last.replace(tzinfo=None) - begins.replace(tzinfo=None) <= DAY:
        raise NotUnderstood("A shift lasts more than nothing and 24 hours at most.", line=line)
    return starts, Hours(_minute(begins, at.of("DTSTART")), _minute(last, line))


def _moment(event: Event, name: str, at: EventLines) -> datetime:
    found = event.get(name)
    said = getattr(found, "dt", None)
    if not isinstance(said, datetime):
        raise NotUnderstood(f"{name} needs a day and a time.", line=at.of(name))
    if said.tzinfo is None:
        raise NotUnderstood(f"{name} needs a time zone, such as TZID=Europe/Stockholm.", line=at.of(name))
    return said


def _minute(at: datetime, line: int) -> time:
    if at.second or at.microsecond:
        raise NotUnderstood("Shifts begin and end at whole minutes.", line=line)
    return at.time()


def _read_excluded(event: Event, at: EventLines) -> set[date]:
    """The days in Sweden on which the event's EXDATEs lie."""
    found = event.get("EXDATE", [])
    days = set()
    for one in found if isinstance(found, list) else [found]:
        for excluded in one.dts:
            said = excluded.dt
            if isinstance(said, datetime):
                if said.tzinfo is None:
                    said = said.replace(tzinfo=STOCKHOLM)
                said = local(said).date()
            if not isinstance(said, date):
                raise NotUnderstood("This is no day.", line=at.of("EXDATE"))
            days.add(said)
    return days
