"""A counsellor's shifts as a calendar file (RFC 5545) for her own calendar, as they are planned at this moment.

A calendar is read over shoulders and synchronised to other machines: its events say "Shift" and a tier, and name
neither the organisation nor the helpline.
"""

from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from triage_api.desk.rota.local_time import STOCKHOLM, local
from triage_api.desk.rota.plan import Hours, Plan, Shift, Takes, Turn
from triage_api.desk.rota.takes_in import HOLIDAYS, LANGUAGES, PERSONAS, TIER
from triage_api.desk.rota.turns import turns_of_day

AHEAD = timedelta(weeks=52)
"""So far ahead holidays and changes are written out; after that the file has to be fetched anew."""
DAY = timedelta(days=1)


def write_calendar(plan: Plan, counsellor_id: str, now: datetime) -> bytes:
    """Weekly shifts as repeating events without the days they do not take place on; everything else as single ones."""
    calendar = Calendar()
    calendar.add("prodid", "-//rota//shifts//EN")
    calendar.add("version", "2.0")
    today = local(now).date()
    span = [today + ahead * DAY for ahead in range(AHEAD.days)]
    mine = [turn for day in span for turn in turns_of_day(plan, day) if turn.takes.counsellor_id == counsellor_id]
    covered = set()
    for shift in plan.shifts:
        if shift.takes.counsellor_id != counsellor_id or shift.holidays == "only":
            continue
        days = [day for day in span if day.weekday() == shift.weekday and _within(shift, day)]
        on = {turn.day for turn in mine if turn.shift_id == shift.id}
        if not on:
            continue
        calendar.add_component(_repeating(shift, days, on, now))
        covered.add(shift.id)
    for turn in mine:
        if turn.shift_id not in covered:
            calendar.add_component(_single(turn, now))
    calendar.add_missing_timezones()
    file: bytes = calendar.to_ical()
    return file


def _repeating(shift: Shift, days: list[date], on: set[date], now: datetime) -> Event:
    first = min(on)
    event = _event(f"shift-{shift.id}@rota", first, shift.hours, shift.takes, now)
    rule: dict[str, object] = {"freq": "weekly"}
    if shift.last:
        rule["until"] = _at(shift.last, shift.hours).astimezone(UTC)
    event.add("rrule", rule)
    event.add(HOLIDAYS, shift.holidays)
    off = [_at(day, shift.hours) for day in days if day > first and day not in on]
    if off:
        event.add("exdate", off)
    return event


def _single(turn: Turn, now: datetime) -> Event:
    which = f"{turn.shift_id or 'added'}-{turn.change_id or 'holiday'}"
    return _event(f"{which}-{turn.day:%Y%m%d}@rota", turn.day, turn.hours, turn.takes, now)


def _event(uid: str, day: date, hours: Hours, takes: Takes, now: datetime) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", now.replace(microsecond=0))
    event.add("dtstart", _at(day, hours))
    last = day if hours.ends > hours.begins else day + DAY
    event.add("dtend", datetime.combine(last, hours.ends, STOCKHOLM))
    event.add("summary", f"Shift (tier {takes.tier})")
    event.add(TIER, str(takes.tier))
    event.add(LANGUAGES, ",".join(sorted(takes.languages)))
    event.add(PERSONAS, ",".join(sorted(takes.personas)))
    return event


def _at(day: date, hours: Hours) -> datetime:
    return datetime.combine(day, hours.begins, STOCKHOLM)


def _within(shift: Shift, day: date) -> bool:
    return (not shift.first or day >= shift.first) and (not shift.last or day <= shift.last)
