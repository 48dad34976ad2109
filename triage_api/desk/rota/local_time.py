"""Swedish clock time and the Swedish calendar: what a rota is written in."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from holidays import DE_FACTO, PUBLIC, country_holidays

STOCKHOLM = ZoneInfo("Europe/Stockholm")
_CALENDAR = country_holidays("SE", categories=(PUBLIC, DE_FACTO))


def moment(day: date, at: time) -> datetime:
    """The moment in UTC at which a clock in Sweden shows `at` on that day.

    An hour that runs twice, when summer time ends, means its first run; one that never comes, when summer time begins,
    means the moment of the jump. So a shift that ends at a time and the next that begins at it meet on every day.
    """
    local = datetime.combine(day, at, STOCKHOLM)
    found = local.astimezone(UTC)
    if found.astimezone(STOCKHOLM).time() != at:
        return datetime.combine(day, time(3), STOCKHOLM).astimezone(UTC)  # the EU's clocks jump from two to three
    return found


def local(at: datetime) -> datetime:
    return at.astimezone(STOCKHOLM)


def is_holiday(day: date) -> bool:
    """Public holidays, and the eves of midsummer, Christmas and New Year, on which most are free as well.

    Sundays, which Swedish law counts among them, are weekdays of the plan like any other.
    """
    return day in _CALENDAR
