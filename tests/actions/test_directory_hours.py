"""Nobody is sent to a closed door: weekends, nights, holidays, and the two Sundays when the clock changes."""

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from actions.directory.hours import STOCKHOLM, State, state_of
from tests.actions.test_directory_reading import OFFICE_HOURS, WEEKDAYS, entry, services

EVERY_DAY = [*WEEKDAYS, "sat", "sun"]
NIGHTS = [{"days": ["fri", "sat"], "from": "20:00", "to": "02:00"}]


def at(moment: str) -> datetime:
    """A moment in Swedish time, as 2026-11-20 09:00."""
    return datetime.fromisoformat(moment).replace(tzinfo=STOCKHOLM)


def state(folder: Path, now: str | datetime, hours: Any, holidays: str = "closed") -> State:
    (service,) = services(folder, entry("a", hours=hours, holidays=holidays))
    return state_of(service, at(now) if isinstance(now, str) else now)


def closed_until(moment: str) -> State:
    return State("closed", at(moment))


def test_always_and_unknown_stand_as_they_are(tmp_path: Path) -> None:
    assert state(tmp_path, "2026-12-24 03:00", "always") == State("always")
    assert state(tmp_path, "2026-11-20 09:00", "unknown") == State("unknown")


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-11-20 08:00", State("open", at("2026-11-20 16:30"))),
        ("2026-11-20 16:29", State("open", at("2026-11-20 16:30"))),
        ("2026-11-20 07:59", closed_until("2026-11-20 08:00")),
        ("2026-11-19 16:30", closed_until("2026-11-20 08:00")),
        ("2026-11-20 16:30", closed_until("2026-11-23 08:00")),  # a Friday
        ("2026-11-22 12:00", closed_until("2026-11-23 08:00")),
    ],
)
def test_office_hours_in_an_ordinary_week(tmp_path: Path, now: str, then: State) -> None:
    assert state(tmp_path, now, OFFICE_HOURS) == then


def test_lunch_is_closed_and_the_next_opening_is_the_nearest(tmp_path: Path) -> None:
    halves = [{"days": WEEKDAYS, "from": "13:00", "to": "15:00"}, {"days": WEEKDAYS, "from": "09:00", "to": "12:00"}]
    assert state(tmp_path, "2026-11-20 12:30", halves) == closed_until("2026-11-20 13:00")
    assert state(tmp_path, "2026-11-20 08:00", halves) == closed_until("2026-11-20 09:00")


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-11-20 23:59", State("open", at("2026-11-21 02:00"))),
        ("2026-11-21 00:00", State("open", at("2026-11-21 02:00"))),
        ("2026-11-21 02:00", closed_until("2026-11-21 20:00")),
        ("2026-11-22 01:30", State("open", at("2026-11-22 02:00"))),
        ("2026-11-22 02:00", closed_until("2026-11-27 20:00")),
    ],
)
def test_hours_that_run_past_midnight(tmp_path: Path, now: str, then: State) -> None:
    assert state(tmp_path, now, NIGHTS) == then


def test_a_day_that_ends_at_midnight_is_open_in_its_last_minute(tmp_path: Path) -> None:
    hours = [{"days": EVERY_DAY, "from": "15:00", "to": "24:00"}]
    assert state(tmp_path, "2026-11-20 23:59", hours) == State("open", at("2026-11-21 00:00"))
    assert state(tmp_path, "2026-11-21 00:00", hours) == closed_until("2026-11-21 15:00")


@pytest.mark.parametrize(
    ("holiday", "opens"),
    [
        ("2026-12-24 10:00", "2026-12-28 08:00"),  # Christmas Eve, a Thursday: no public holiday, but nobody is there
        ("2026-12-25 10:00", "2026-12-28 08:00"),
        ("2026-12-31 10:00", "2027-01-04 08:00"),  # New Year's Eve
        ("2026-06-19 10:00", "2026-06-22 08:00"),  # midsummer's eve
        ("2026-04-03 10:00", "2026-04-07 08:00"),  # Good Friday to Easter Monday
        ("2026-05-14 10:00", "2026-05-15 08:00"),  # Ascension Day
        ("2027-01-06 10:00", "2027-01-07 08:00"),  # Epiphany, over the turn of the year
    ],
)
def test_offices_are_closed_on_holidays_and_their_eves(tmp_path: Path, holiday: str, opens: str) -> None:
    assert state(tmp_path, holiday, OFFICE_HOURS) == closed_until(opens)


def test_a_line_that_is_open_on_holidays_is_open_on_christmas_eve(tmp_path: Path) -> None:
    hours = [{"days": EVERY_DAY, "from": "15:00", "to": "24:00"}]
    assert state(tmp_path, "2026-12-24 20:00", hours, "open").kind == "open"


def test_listed_hours_on_a_holiday_of_which_nothing_is_known_are_unknown(tmp_path: Path) -> None:
    assert state(tmp_path, "2026-12-24 10:00", OFFICE_HOURS, "unknown") == State("unknown")
    assert state(tmp_path, "2026-12-23 18:00", OFFICE_HOURS, "unknown") == closed_until("2026-12-28 08:00")
    assert state(tmp_path, "2026-12-23 10:00", OFFICE_HOURS, "unknown").kind == "open"


def test_when_the_clock_goes_forward_an_opening_keeps_its_wall_clock(tmp_path: Path) -> None:
    hours = [{"days": EVERY_DAY, "from": "01:00", "to": "04:00"}]
    utc = ZoneInfo("UTC")
    # 29 March 2026: 02:00 becomes 03:00, at 01:00 UTC; so the three hours last two.
    assert state(tmp_path, datetime(2026, 3, 28, 23, 59, tzinfo=utc), hours).kind == "closed"
    assert state(tmp_path, datetime(2026, 3, 29, 0, 0, tzinfo=utc), hours).kind == "open"
    assert state(tmp_path, datetime(2026, 3, 29, 1, 59, tzinfo=utc), hours) == State("open", at("2026-03-29 04:00"))
    assert state(tmp_path, datetime(2026, 3, 29, 2, 0, tzinfo=utc), hours).kind == "closed"


def test_when_the_clock_goes_back_the_hour_that_comes_twice_is_open_twice(tmp_path: Path) -> None:
    hours = [{"days": EVERY_DAY, "from": "01:00", "to": "04:00"}]
    first, second = (at("2026-10-25 02:30").replace(fold=fold) for fold in (0, 1))
    assert first.astimezone(ZoneInfo("UTC")) != second.astimezone(ZoneInfo("UTC"))
    assert state(tmp_path, first, hours) == state(tmp_path, second, hours) == State("open", at("2026-10-25 04:00"))


def test_a_moment_of_another_zone_is_the_same_moment(tmp_path: Path) -> None:
    bangkok = datetime(2026, 11, 20, 14, 30, tzinfo=ZoneInfo("Asia/Bangkok"))  # 08:30 in Sweden
    assert state(tmp_path, bangkok, OFFICE_HOURS) == State("open", at("2026-11-20 16:30"))


def test_hours_on_no_day_are_unknown(tmp_path: Path) -> None:
    assert state(tmp_path, "2026-11-20 10:00", [{"days": [], "from": "08:00", "to": "16:00"}]) == State("unknown")
