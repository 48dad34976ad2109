"""Shifts as calendar files: out for her own calendar, in from somebody's, by calls of a signed-in page only."""

from datetime import UTC, datetime
from typing import Any

from icalendar import Calendar

from tests.desk.counsellor import Counsellor
from tests.desk.rota.planning import EVERYBODY, changes, plans, week_of
from tests.queue.world import HandClock


def downloads(reader: Counsellor, whose: Counsellor) -> str:
    answer = reader.call("POST", "rota/calendar", {"counsellor_id": whose.id})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/calendar")
    assert answer.headers["content-disposition"] == 'attachment; filename="shifts.ics"'
    return answer.text


def uploads(planner: Counsellor, whose: Counsellor, text: str, **more: Any) -> Any:
    body = {"counsellor_id": whose.id, "tier": 1, **EVERYBODY, "calendar": text, **more}
    return planner.call("POST", "rota/calendar/import", body)


def events(text: str) -> list[Any]:
    return list(Calendar.from_ical(text).walk("VEVENT"))


def test_a_file_holds_her_shifts_and_nobody_elses(ada: Counsellor, maja: Counsellor, nils: Counsellor) -> None:
    plans(ada, maja, "mon", "22:00", "06:00")
    plans(ada, nils, "tue", "08:00", "16:00")
    (event,) = events(downloads(nils, maja))
    assert event["DTSTART"].dt.astimezone(UTC) == datetime(2026, 11, 23, 21, tzinfo=UTC)
    assert event["DTEND"].dt.astimezone(UTC) == datetime(2026, 11, 24, 5, tzinfo=UTC)
    assert event["RRULE"]["FREQ"] == ["WEEKLY"]


def test_a_file_names_no_helpline_and_nobody(ada: Counsellor, maja: Counsellor) -> None:
    plans(ada, maja, "mon", "22:00", "06:00")
    text = downloads(maja, maja)
    assert "BEGIN:VTIMEZONE" in text
    for word in ("Lykta", "Maja", maja.id, "help", "counsellor"):
        assert word.lower() not in text.lower()


def test_what_changed_on_single_days_stands_in_both_files(ada: Counsellor, maja: Counsellor, nils: Counsellor) -> None:
    shift_id = plans(ada, maja, "mon", "08:00", "16:00", holidays="never", last="2026-12-31")
    changes(ada, kind="cancelled", date="2026-11-30", shift=shift_id)
    changes(ada, kind="replaced", date="2026-12-07", shift=shift_id, counsellor_id=nils.id)
    (hers,) = events(downloads(maja, maja))
    off = [one.dt.date().isoformat() for one in hers["EXDATE"].dts]
    assert off == ["2026-11-30", "2026-12-07"]
    (his,) = events(downloads(maja, nils))
    assert his["DTSTART"].dt.date().isoformat() == "2026-12-07"
    assert "RRULE" not in his


def test_shifts_of_holidays_alone_are_single_days(ada: Counsellor, maja: Counsellor) -> None:
    plans(ada, maja, "fri", "08:00", "16:00", holidays="only", last="2027-01-31")
    days = [event["DTSTART"].dt.date().isoformat() for event in events(downloads(maja, maja))]
    assert days == ["2026-12-25", "2027-01-01"]


def test_a_file_that_comes_back_changes_nothing(ada: Counsellor, maja: Counsellor, nils: Counsellor) -> None:
    first = plans(ada, maja, "mon", "22:00", "06:00", tier=2, languages=["sv"], holidays="never")
    plans(ada, maja, "fri", "08:00", "16:00", holidays="only", last="2027-01-31")
    changes(ada, kind="cancelled", date="2026-11-30", shift=first)
    changes(ada, kind="replaced", date="2026-12-07", shift=first, counsellor_id=nils.id)
    before = maja.call("GET", "rota").json()
    answer = uploads(ada, maja, downloads(ada, maja))
    assert answer.status_code == 200, answer.text
    assert (answer.json()["shifts"], answer.json()["changes"]) == (0, 0)
    assert maja.call("GET", "rota").json() == before


def test_a_file_of_one_becomes_the_shifts_of_another(ada: Counsellor, maja: Counsellor, nils: Counsellor) -> None:
    first = plans(ada, maja, "mon", "22:00", "06:00", tier=2)
    changes(ada, kind="cancelled", date="2026-11-30", shift=first)
    text = downloads(ada, maja)
    told = uploads(ada, nils, text).json()
    assert told == {"shifts": 1, "changes": 1, "already": 0, "past": 0}
    assert uploads(ada, nils, text).json() == {"shifts": 0, "changes": 0, "already": 2, "past": 0}
    assert week_of(maja)["2026-11-23"] == sorted([(maja.id, "22:00", "06:00"), (nils.id, "22:00", "06:00")])
    assert week_of(maja, "2026-11-30")["2026-11-30"] == []


def test_of_a_file_that_is_not_understood_nothing_is_taken(ada: Counsellor, maja: Counsellor) -> None:
    plans(ada, maja, "mon", "22:00", "06:00")
    good = downloads(ada, maja)
    lines = good.split("\r\n")
    bad = "\r\n".join([*lines[:-2], "BEGIN:VTODO", "END:VTODO", *lines[-2:]])
    answer = uploads(ada, maja, bad, tier=3)
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert (error["code"], error["line"]) == ("not_understood", bad.split("\r\n").index("BEGIN:VTODO") + 1)
    assert len(maja.call("GET", "rota").json()["shifts"]) == 1


def test_what_is_past_is_left_out_and_counted(ada: Counsellor, maja: Counsellor, clock: HandClock) -> None:
    text = "\n".join(
        [
            "BEGIN:VCALENDAR",
            *("BEGIN:VEVENT", "DTSTART:20261101T080000Z", "DTEND:20261101T160000Z", "END:VEVENT"),
            *("BEGIN:VEVENT", "DTSTART;TZID=Europe/Stockholm:20261005T080000", "DURATION:PT8H"),
            *("RRULE:FREQ=WEEKLY;UNTIL=20261101", "END:VEVENT"),
            "END:VCALENDAR",
        ]
    )
    assert uploads(ada, maja, text).json() == {"shifts": 0, "changes": 0, "already": 0, "past": 2}


def test_nobody_is_planned_by_a_file_who_cannot_be_planned(ada: Counsellor, maja: Counsellor) -> None:
    answer = uploads(ada, ada, "BEGIN:VCALENDAR\nEND:VCALENDAR")
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "nobody_to_plan")
    assert maja.call("POST", "rota/calendar", {"counsellor_id": ada.id}).status_code == 422


def test_no_address_gives_a_file_without_a_session(maja: Counsellor) -> None:
    maja.token = ""
    assert maja.call("POST", "rota/calendar", {"counsellor_id": maja.id}).status_code == 401
    assert maja.call("GET", "rota/calendar").status_code == 405
