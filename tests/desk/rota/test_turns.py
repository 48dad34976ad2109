"""Who is on call, and when the next shift begins. 2026: 23 November is a Monday; clocks change 29 March, 25 October."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.desk.rota.plans import MAJA, NILS, OLGA, added, every_day, plan, shift, swedish
from triage_api.desk.rota.plan import Cancelled, Plan, Replaced
from triage_api.desk.rota.turns import next_shift, on_call, planned_within, turns_of_day

HOUR = timedelta(hours=1)


def who(of: Plan, at: datetime) -> list[str]:
    return [turn.takes.counsellor_id for turns in on_call(of, at).values() for turn in turns]


def test_a_shift_runs_from_its_first_minute_and_not_in_its_last() -> None:
    of = plan(shift("mon", "08:00", "16:00"))
    seen = [who(of, swedish(f"2026-11-23 {at}")) for at in ("07:59", "08:00", "15:59", "16:00")]
    assert seen == [[], [MAJA], [MAJA], []]


def test_each_tier_has_its_own() -> None:
    of = plan(*(shift("mon", "08:00", "16:00", one) for one in (MAJA, NILS)), shift("mon", "08:00", "16:00", OLGA, 3))
    tiers = on_call(of, swedish("2026-11-23 09:00"))
    assert {tier: [turn.takes.counsellor_id for turn in turns] for tier, turns in tiers.items()} == {
        **{1: [MAJA, NILS], 2: []},
        3: [OLGA],
    }


def test_a_night_belongs_to_the_day_it_begins_on_and_runs_into_the_next() -> None:
    of = plan(shift("sun", "22:00", "06:00"))
    seen = [who(of, swedish(at)) for at in ("2026-11-22 23:59", "2026-11-23 00:00", "2026-11-23 05:59")]
    assert seen == [[MAJA]] * 3
    assert who(of, swedish("2026-11-23 06:00")) == who(of, swedish("2026-11-22 05:00")) == []


def test_a_shift_to_midnight_and_one_from_midnight_meet() -> None:
    of = plan(shift("mon", "16:00", "00:00", MAJA), shift("tue", "00:00", "08:00", NILS))
    assert who(of, swedish("2026-11-23 23:59")) == [MAJA]
    assert who(of, swedish("2026-11-24 00:00")) == [NILS]


def test_from_eight_to_eight_is_a_day_and_a_night() -> None:
    (turn,) = turns_of_day(plan(shift("mon", "08:00", "08:00")), date(2026, 11, 23))
    assert turn.ends - turn.begins == 24 * HOUR


@pytest.mark.parametrize(("saturday", "lasts"), [("2026-03-28", 7), ("2026-10-24", 9), ("2026-11-21", 8)])
def test_the_night_on_which_the_clock_changes_is_an_hour_shorter_or_longer(saturday: str, lasts: int) -> None:
    (turn,) = turns_of_day(plan(shift("sat", "22:00", "06:00")), date.fromisoformat(saturday))
    assert turn.ends - turn.begins == lasts * HOUR


def test_both_runs_of_the_hour_that_comes_twice_belong_to_the_shift_that_holds_it() -> None:
    of = plan(shift("sun", "00:00", "02:30", MAJA), shift("sun", "02:30", "08:00", NILS))
    first, second = swedish("2026-10-25 02:15"), swedish("2026-10-25 02:15", fold=1)
    assert second - first == HOUR
    assert (who(of, first), who(of, second)) == ([MAJA], [NILS]), "half past two is the first time it is shown"


def test_shifts_that_meet_in_the_hour_that_never_comes_meet_at_the_jump() -> None:
    of = plan(shift("sun", "00:00", "02:30", MAJA), shift("sun", "02:30", "08:00", NILS))
    jump = datetime(2026, 3, 29, 1, tzinfo=UTC)
    assert (who(of, jump - timedelta(minutes=1)), who(of, jump)) == ([MAJA], [NILS])


def test_a_shift_inside_the_hour_that_never_comes_does_not_take_place() -> None:
    of = plan(shift("sun", "02:00", "03:00"))
    assert turns_of_day(of, date(2026, 3, 29)) == ()
    assert len(turns_of_day(of, date(2026, 4, 5))) == 1


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)), st.integers(1, 24 * 60 - 1))
def test_shifts_that_follow_each_other_leave_no_minute_empty_and_none_with_two(at: datetime, minute: int) -> None:
    cut = f"{minute // 60:02d}:{minute % 60:02d}"
    of = plan(*every_day("00:00", cut, MAJA), *every_day(cut, "00:00", NILS))
    assert len(who(of, at.replace(tzinfo=UTC))) == 1


def test_a_shift_may_rest_on_holidays_or_run_on_them_alone() -> None:
    of = plan(
        shift("fri", "08:00", "16:00", MAJA, holidays="never"),
        shift("fri", "08:00", "16:00", NILS, holidays="only"),
        shift("fri", "08:00", "16:00", OLGA),
    )
    assert who(of, swedish("2026-12-18 09:00")) == [MAJA, OLGA]
    assert who(of, swedish("2026-12-25 09:00")) == [NILS, OLGA]


def test_a_sunday_is_a_holiday_only_when_it_is_one_by_name() -> None:
    of = plan(shift("sun", "08:00", "16:00", holidays="never"))
    assert who(of, swedish("2026-11-22 09:00")) == [MAJA]
    assert who(of, swedish("2026-04-05 09:00")) == [], "Easter"


def test_a_shift_runs_from_its_first_day_until_its_last() -> None:
    of = plan(shift("mon", "08:00", "16:00", first=date(2026, 11, 23), last=date(2026, 11, 30)))
    assert [len(turns_of_day(of, date(2026, 11, 16) + timedelta(weeks=n))) for n in range(4)] == [0, 1, 1, 0]


def test_what_is_cancelled_replaced_and_added_counts_on_its_day_alone() -> None:
    weekly = shift("mon", "08:00", "16:00")
    day, next_week = date(2026, 11, 23), date(2026, 11, 30)
    assert turns_of_day(plan(weekly, changes=[Cancelled("c", day, weekly.id)]), day) == ()
    (turn,) = turns_of_day(plan(weekly, changes=[Replaced("r", day, weekly.id, NILS)]), day)
    assert (turn.takes.counsellor_id, turn.takes.tier, turn.shift_id, turn.change_id) == (NILS, 1, weekly.id, "r")
    both = plan(weekly, changes=[Replaced("r", day, weekly.id, NILS), added("2026-11-23", "16:00", "20:00", OLGA)])
    assert [turn.takes.counsellor_id for turn in turns_of_day(both, day)] == [NILS, OLGA]
    assert [turn.takes.counsellor_id for turn in turns_of_day(both, next_week)] == [MAJA]


def test_a_night_that_is_cancelled_is_gone_on_both_its_days() -> None:
    night = shift("sun", "22:00", "06:00")
    of = plan(night, changes=[Cancelled("c", date(2026, 11, 22), night.id)])
    assert who(of, swedish("2026-11-22 23:00")) == who(of, swedish("2026-11-23 01:00")) == []


def test_of_two_replacements_the_newest_counts_and_a_cancelling_before_both() -> None:
    weekly, day = shift("mon", "08:00", "16:00"), date(2026, 11, 23)
    twice = [Replaced("1", day, weekly.id, NILS), Replaced("2", day, weekly.id, OLGA)]
    assert [turn.takes.counsellor_id for turn in turns_of_day(plan(weekly, changes=twice), day)] == [OLGA]
    assert turns_of_day(plan(weekly, changes=[Cancelled("0", day, weekly.id), *twice]), day) == ()


def test_the_next_shift_is_the_next_to_begin_not_the_one_that_runs() -> None:
    of = plan(*every_day("08:00", "16:00"))
    found = next_shift(of, swedish("2026-11-23 08:00"))
    assert found is not None
    assert found.begins == swedish("2026-11-24 08:00")


def test_the_next_shift_passes_over_other_tiers_and_those_that_do_not_count() -> None:
    of = plan(
        shift("mon", "08:00", "16:00", OLGA, 2), shift("tue", "08:00", "16:00"), shift("wed", "09:00", "16:00", NILS)
    )
    sunday = swedish("2026-11-22 12:00")
    one, other = (
        next_shift(of, sunday, (1,)),
        next_shift(of, sunday, (1,), lambda turn: turn.takes.counsellor_id != MAJA),
    )
    assert one is not None
    assert other is not None
    assert (one.begins, other.begins) == (swedish("2026-11-24 08:00"), swedish("2026-11-25 09:00"))


def test_where_nobody_is_planned_nothing_is_promised() -> None:
    at = swedish("2026-11-23 12:00")
    assert next_shift(plan(), at) is None
    assert who(plan(), at) == []
    over = plan(shift("mon", "08:00", "16:00", last=date(2026, 11, 23)))
    assert next_shift(over, at) is None
    far = plan(shift("mon", "08:00", "16:00", first=date(2027, 2, 1)))
    assert next_shift(far, at) is None, "what begins in ten weeks helps nobody who waits now"


def test_those_of_the_next_day_are_those_on_call_and_those_who_begin_within_it() -> None:
    of = plan(
        shift("sun", "22:00", "06:00", MAJA),
        shift("tue", "03:00", "08:00", NILS),
        shift("tue", "03:01", "08:00", OLGA),
    )
    assert planned_within(of, swedish("2026-11-23 03:00"), timedelta(hours=24)) == {MAJA, NILS}
    assert planned_within(of, swedish("2026-11-23 06:00"), timedelta(hours=24)) == {NILS, OLGA}
