"""Calendar files that become shifts, and files that are refused with the line that is not understood."""

from datetime import date, time

import pytest

from tests.desk.rota.plans import MAJA, takes
from triage_api.desk.rota.calendar_in import FromFile, read_calendar
from triage_api.desk.rota.plan import Hours
from triage_api.desk.rota.refusals import NotUnderstood

NIGHT = Hours(time(22), time(6))


def file(*lines: str) -> str:
    """One event; its own lines begin at line 4."""
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR", ""])


def read(*lines: str) -> FromFile:
    return read_calendar(file(*lines), takes("A" * 22))


STARTS = "DTSTART;TZID=Europe/Stockholm:20261123T220000"
ENDS = "DTEND;TZID=Europe/Stockholm:20261124T060000"
WEEKLY = "RRULE:FREQ=WEEKLY"


def test_an_event_that_repeats_every_week_is_a_shift_from_its_day_on() -> None:
    (shift,) = read(STARTS, ENDS, WEEKLY, "SUMMARY:anything at all").shifts
    assert (shift.weekday, shift.hours, shift.first, shift.last) == (0, NIGHT, date(2026, 11, 23), None)
    assert shift.takes == takes("A" * 22)


def test_one_on_several_weekdays_is_a_shift_for_each() -> None:
    found = read(STARTS, ENDS, WEEKLY + ";BYDAY=WE,MO;WKST=MO;INTERVAL=1")
    assert [shift.weekday for shift in found.shifts] == [0, 2]


@pytest.mark.parametrize(
    ("until", "last"),
    [
        ("20261214", date(2026, 12, 14)),
        ("20261214T210000Z", date(2026, 12, 14)),
        ("20261214T205959Z", date(2026, 12, 13)),
        ("20261213T230000Z", date(2026, 12, 13)),
    ],
)
def test_until_is_the_last_day_it_may_begin_on(until: str, last: date) -> None:
    (shift,) = read(STARTS, ENDS, f"{WEEKLY};UNTIL={until}").shifts
    assert shift.last == last


def test_days_that_are_excluded_are_cancelled() -> None:
    found = read(
        STARTS,
        ENDS,
        WEEKLY,
        "EXDATE;TZID=Europe/Stockholm:20261130T220000",
        "EXDATE:20261207T210000Z,20261214T210000Z",
        "EXDATE;VALUE=DATE:20261221",
    )
    assert sorted(one.day.isoformat() for one in found.cancelled) == [
        "2026-11-30",
        "2026-12-07",
        "2026-12-14",
        "2026-12-21",
    ]
    assert {one.shift_id for one in found.cancelled} == {found.shifts[0].id}


def test_a_single_event_is_added_in_swedish_time_wherever_it_was_written() -> None:
    for starts, ends in [
        ("DTSTART:20261123T210000Z", "DTEND:20261124T050000Z"),
        ("DTSTART;TZID=Europe/London:20261123T210000", "DURATION:PT8H"),
    ]:
        (added,) = read(starts, ends).added
        assert (added.day, added.hours) == (date(2026, 11, 23), NIGHT)


def test_the_night_on_which_the_clock_changes_is_a_whole_night() -> None:
    (added,) = read("DTSTART:20261024T200000Z", "DTEND:20261025T050000Z").added
    assert added.hours == NIGHT


def test_a_day_and_a_night_is_the_longest() -> None:
    (added,) = read(STARTS, "DTEND;TZID=Europe/Stockholm:20261124T220000").added
    assert added.hours == Hours(time(22), time(22))


def test_an_event_may_say_what_it_takes() -> None:
    found = read(
        STARTS,
        ENDS,
        WEEKLY,
        "X-ROTA-TIER:3",
        "X-ROTA-LANGUAGES:sv, th",
        "X-ROTA-PERSONAS:minor",
        "X-ROTA-HOLIDAYS:never",
    )
    (shift,) = found.shifts
    assert (shift.takes.tier, set(shift.takes.languages), set(shift.takes.personas), shift.holidays) == (
        *(3, {"sv", "th"}, {"minor"}),
        "never",
    )
    assert shift.takes.counsellor_id == "A" * 22, "whose it is stands in no file"


def test_what_was_cancelled_in_the_calendar_is_no_shift() -> None:
    assert read(STARTS, ENDS, "STATUS:CANCELLED") == FromFile((), (), ())


def test_an_alarm_in_an_event_is_passed_over_and_lines_may_be_folded() -> None:
    found = read(
        "DTSTART;TZID=Europe/", " Stockholm:20261123T220000", ENDS, "BEGIN:VALARM", "TRIGGER:-PT1H", "END:VALARM"
    )
    assert len(found.added) == 1


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        (["DTSTART:20261123T220000", ENDS], 4),  # no time zone: nobody knows when that is
        (["DTSTART;VALUE=DATE:20261123", ENDS], 4),
        ([ENDS], 3),
        ([STARTS], 3),
        (["SUMMARY:x", STARTS, "DTEND;TZID=Europe/Stockholm:2026x"], 6),
        ([STARTS, "DTEND;TZID=Europe/Stockholm:20261123T220000"], 5),
        ([STARTS, "DTEND;TZID=Europe/Stockholm:20261124T220100"], 5),
        ([STARTS, "DURATION:-PT1H"], 5),
        (["DTSTART;TZID=Europe/Stockholm:20261123T220030", ENDS], 4),
        ([STARTS, ENDS, "RRULE:FREQ=DAILY"], 6),
        ([STARTS, ENDS, "RRULE:FREQ=WEEKLY;INTERVAL=2"], 6),
        ([STARTS, ENDS, "RRULE:FREQ=WEEKLY;COUNT=3"], 6),
        ([STARTS, ENDS, "RRULE:FREQ=MONTHLY;BYDAY=1MO"], 6),
        ([STARTS, ENDS, "RRULE:FREQ=WEEKLY;BYDAY=1MO"], 6),
        ([STARTS, ENDS, WEEKLY, "RRULE:FREQ=WEEKLY;BYDAY=TU"], 6),
        ([STARTS, ENDS, "RRULE:FREQ=SOMETIMES"], 6),
        ([STARTS, ENDS, "RRULE:FREQ=WEEKLY;BYDAY=TU"], 4),
        (["DTSTART:20261123T210000Z", "DURATION:PT8H", WEEKLY], 4),  # an hour off in summer
        (["DTSTART;TZID=Europe/London:20261123T210000", "DURATION:PT8H", WEEKLY], 4),
        ([STARTS, ENDS, "RDATE:20261124T210000Z"], 6),
        ([STARTS, ENDS, "RECURRENCE-ID:20261124T210000Z"], 6),
        ([STARTS, ENDS, WEEKLY, "EXDATE:tomorrow"], 7),
        ([STARTS, ENDS, "X-ROTA-TIER:4"], 6),
        ([STARTS, ENDS, "X-ROTA-TIER:one"], 6),
        ([STARTS, ENDS, "X-ROTA-LANGUAGES:sv,de"], 6),
        ([STARTS, ENDS, "X-ROTA-PERSONAS:"], 6),
        ([STARTS, ENDS, WEEKLY, "X-ROTA-HOLIDAYS:sometimes"], 7),
        ([STARTS, ENDS, "this is no line"], 6),
        ([STARTS, " ", ENDS, "END:VEVENT", "BEGIN:VTODO"], 8),
        ([STARTS, ENDS, "END:VALARM"], 6),
    ],
)
def test_what_is_not_understood_is_refused_with_its_line(lines: list[str], line: int) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read(*lines)
    assert refused.value.facts == {"line": line}, refused.value.say


@pytest.mark.parametrize(
    "text", ["", "hello", "BEGIN:VCALENDAR", file(STARTS, ENDS) * 2, "\0", "BEGIN:VEVENT\nEND:VEVENT"]
)
def test_what_is_no_calendar_is_refused(text: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read_calendar(text, takes(MAJA))
    assert isinstance(refused.value.facts["line"], int)
