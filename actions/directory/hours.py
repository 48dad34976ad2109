"""Whether a service is open at a moment, until when, or when it opens next. Swedish time, Swedish holidays."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from holidays import DE_FACTO, PUBLIC, country_holidays

from actions.directory.service import Opening, Service

STOCKHOLM = ZoneInfo("Europe/Stockholm")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CALENDAR = country_holidays("SE", categories=(PUBLIC, DE_FACTO))
LOOKS_AHEAD = 14
"""Days. What opens later than that is as good as unknown."""


@dataclass(frozen=True)
class State:
    """`when`, in Swedish time, is the end for `open` and the next beginning for `closed`; None for the others."""

    kind: Literal["always", "open", "closed", "unknown"]
    when: datetime | None = None


def state_of(service: Service, now: datetime) -> State:
    """How it stands at an aware `now`. What is not known for certain is `unknown`, never open and never closed: also
    the listed hours of a holiday where nothing says whether the holiday counts."""
    if not isinstance(service.hours, tuple):
        return State(service.hours)
    today = now.astimezone(STOCKHOLM).date()
    closed_on_holidays = service.holidays != "open"
    next_one: datetime | None = None
    # Yesterday's night may still run.
    for day in (today + timedelta(days=ahead) for ahead in range(-1, LOOKS_AHEAD + 1)):
        for begins, ends in _on(service.hours, day):
            if closed_on_holidays and is_holiday(day):
                if service.holidays == "unknown" and begins <= now < ends:
                    return State("unknown")
            elif begins <= now < ends:
                return State("open", ends.astimezone(STOCKHOLM))
            elif begins > now and (next_one is None or begins < next_one):
                next_one = begins
        if next_one is not None:
            break
    return State("closed", next_one.astimezone(STOCKHOLM)) if next_one else State("unknown")


def is_holiday(day: date) -> bool:
    """Public holidays, and the eves of midsummer, Christmas and New Year, on which offices are closed as well."""
    return day in CALENDAR


def _on(hours: tuple[Opening, ...], day: date) -> Iterator[tuple[datetime, datetime]]:
    """The openings that begin on a day, in UTC: two times of one zone would be compared by the wall clock, which runs
    one hour twice when summer time ends."""
    for opening in hours:
        if DAYS[day.weekday()] in opening.days:
            last = day if opening.closes > opening.opens else day + timedelta(days=1)
            yield (
                datetime.combine(day, opening.opens, STOCKHOLM).astimezone(UTC),
                datetime.combine(last, opening.closes, STOCKHOLM).astimezone(UTC),
            )
