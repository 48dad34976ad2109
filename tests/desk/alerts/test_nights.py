"""Whole nights: who is told when, what happens when nobody answers, and that nothing is told twice."""

from datetime import timedelta

import pytest

from tests.desk.alerts.night import RITA, RULES, Night
from tests.desk.rota.plans import MAJA, NILS, OLGA, added, every_day, plan, shift, swedish
from triage_api.desk.alerts.decide import decide, whole_minute
from triage_api.desk.alerts.rules import Rules, Step
from triage_api.words import Level

NIGHTS = (
    every_day("22:00", "06:00", MAJA)
    + every_day("22:00", "06:00", NILS, tier=2)
    + every_day("00:00", "00:00", OLGA, tier=3)
)
THREE = plan(*NIGHTS)


def night(planned: object = THREE, at: str = "2026-11-21T02:00:10", fold: int = 0) -> Night:
    return Night(planned, swedish(at, fold))  # type: ignore[arg-type]


def test_a_normal_night() -> None:
    """One is told, sees it, and takes whoever waits; nobody else is woken."""
    one = night()
    one.comes("a")
    one.goes_on_for(minutes=1)
    one.sees()
    one.goes_on_for(minutes=3)
    one.takes("a")
    one.goes_on_for(hours=5)
    assert one.sent == [("02:00", MAJA, Step.tier_1)]
    assert (one.alerts, one.told) == ((), {})


def test_nobody_answers() -> None:
    one = night()
    one.comes("a")
    one.goes_on_for(hours=3)
    assert one.sent == [
        ("02:00", MAJA, Step.tier_1),
        ("02:03", NILS, Step.tier_2),
        ("02:06", OLGA, Step.tier_3),
        ("02:09", RITA, Step.supervisors),
    ]
    assert one.told == {"a": swedish("2026-11-21T02:13:00")}


def test_the_next_shift_hears_of_who_has_waited_all_night() -> None:
    one = night(plan(*NIGHTS, *every_day("06:00", "14:00", "petra")))
    one.comes("a")
    one.goes_on(swedish("2026-11-21T09:00:00"))
    assert one.to("petra") == ["06:00"]


def test_a_shift_that_ends_in_the_middle_hands_the_alert_on() -> None:
    one = night(plan(*NIGHTS, *every_day("06:00", "14:00", "petra")), "2026-11-21T05:59:10")
    one.comes("a")
    one.goes_on_for(minutes=2)
    assert one.sent == [("05:59", MAJA, Step.tier_1), ("06:00", "petra", Step.tier_1)]


def test_seen_but_nobody_taken_goes_on_from_there() -> None:
    one = night()
    one.comes("a")
    one.sees()
    one.goes_on_for(minutes=4)
    assert one.to(NILS) == []
    one.goes_on_for(minutes=2)
    assert one.to(NILS) == ["02:06"]
    one.sees()
    one.goes_on_for(minutes=10)
    assert one.to(OLGA) == ["02:12"]
    assert one.to(MAJA) == ["02:00"]


def test_nobody_in_the_first_tier() -> None:
    one = night(plan(*every_day("22:00", "06:00", NILS, tier=2)))
    one.comes("a")
    one.goes_on_for(minutes=30)
    assert one.sent == [("02:00", NILS, Step.tier_2), ("02:04", RITA, Step.supervisors)]


def test_who_is_on_duty_unplanned_is_told_first() -> None:
    one = night(plan())
    one.on_duty.add(MAJA)
    one.comes("a")
    assert one.sent == [("02:00", MAJA, Step.tier_1)]


def test_nobody_at_all_is_told_to_the_person_but_not_in_the_minute_they_came() -> None:
    one = night(plan())
    one.supervisors = frozenset()
    one.comes("a")
    one.goes_on_for(hours=1)
    assert (one.sent, one.told) == ([], {"a": swedish("2026-11-21T02:10:00")})


def test_who_cannot_be_reached_or_could_not_open_it_is_passed_over() -> None:
    one = night()
    one.cannot = {MAJA, NILS}
    one.comes("a")
    assert one.sent == [("02:00", OLGA, Step.tier_3)]


def test_forty_at_once_are_one_alert() -> None:
    one = night()
    for number in range(40):
        one.comes(str(number))
    one.goes_on_for(minutes=1)
    assert one.sent == [("02:00", MAJA, Step.tier_1)]
    assert len(one.alerts) == 1


def test_who_takes_one_of_forty_has_seen_it_and_the_others_are_not_forgotten() -> None:
    one = night()
    for number in range(40):
        one.comes(str(number))
    one.takes("0")
    one.goes_on_for(minutes=5)
    assert one.to(NILS) == []
    one.goes_on_for(minutes=2)
    assert one.to(NILS) == ["02:06"]


def test_forty_in_a_row_are_as_many_texts_as_minutes_allow() -> None:
    one = night()
    for number in range(40):
        one.comes(str(number))
        one.sees()
        one.goes_on_for(seconds=30)
        one.takes(str(number))
    gap = RULES.again_after.urgent
    assert len(one.to(MAJA)) == 20 // gap + 1, "the first at once, the last for who still waits when the pause is over"


def test_an_ordinary_case_is_one_quiet_alert() -> None:
    one = night()
    one.comes("a", Level.routine)
    one.goes_on_for(hours=6)
    assert one.sent == [("02:00", MAJA, Step.tier_1)]
    assert one.told == {"a": swedish("2026-11-21T02:31:00")}


def test_an_ordinary_case_that_becomes_grave_is_an_alert_of_its_own() -> None:
    one = night()
    one.comes("a", Level.routine)
    one.goes_on_for(minutes=10)
    one.rises("a", Level.immediate)
    one.goes_on_for(minutes=4)
    assert one.sent == [("02:00", MAJA, Step.tier_1), ("02:10", MAJA, Step.tier_1), ("02:13", NILS, Step.tier_2)]


def test_danger_is_told_at_once_whoever_was_quietly_told_just_before() -> None:
    one = night()
    one.comes("a", Level.routine)
    one.goes_on_for(minutes=1)
    one.comes("b", Level.immediate)
    assert one.to(MAJA) == ["02:00", "02:01"]


def test_who_hears_of_danger_alone_hears_of_it_however_many_quiet_alerts_went_before() -> None:
    one = night()
    one.urgent_only.add(MAJA)
    one.comes("a", Level.routine)
    one.comes("b", Level.elevated)
    one.goes_on_for(minutes=1)
    assert one.sent == []
    one.comes("c", Level.immediate)
    assert one.loud == [(one.now, MAJA)]


def test_a_second_in_danger_within_the_pause_is_told_of_when_it_is_over() -> None:
    one = night()
    one.comes("a")
    one.sees()
    one.goes_on_for(minutes=1)
    one.comes("b")
    assert one.to(MAJA) == ["02:00"]
    one.goes_on_for(minutes=1)
    assert one.to(MAJA) == ["02:00", "02:02"]


def test_what_was_held_back_is_not_told_when_nobody_waits_any_more() -> None:
    one = night()
    one.comes("a")
    one.sees()
    one.goes_on_for(minutes=1)
    one.comes("b")
    one.leaves("b")
    one.goes_on_for(minutes=4)
    assert one.to(MAJA) == ["02:00"]


def test_a_quiet_one_after_an_urgent_one_waits_for_its_pause() -> None:
    one = night()
    one.comes("a")
    one.takes("a")
    one.goes_on_for(minutes=1)
    one.comes("b", Level.routine)
    one.goes_on_for(minutes=40)
    assert one.to(MAJA) == ["02:00", "02:20"]


def test_a_quiet_one_that_was_held_back_goes_along_with_an_urgent_one() -> None:
    one = night()
    one.comes("a", Level.routine)
    one.sees()
    one.goes_on_for(minutes=5)
    one.comes("b", Level.routine)
    one.goes_on_for(minutes=5)
    one.comes("c")
    one.takes("c")
    one.goes_on_for(minutes=40)
    assert one.to(MAJA) == ["02:00", "02:10"]


@pytest.mark.parametrize("turned", [False, True])
def test_a_shift_that_begins_with_all_kinds_standing_gets_one_message_and_an_urgent_one(turned: bool) -> None:
    one = night(plan(*every_day("06:00", "14:00", MAJA)), "2026-11-21T05:10:10")
    one.supervisors = frozenset()
    for mark, level in (("a", Level.immediate), ("b", Level.routine), ("c", Level.high)):
        one.comes(mark, level)
        one.sees()
        one.goes_on_for(minutes=15)
    one.alerts = one.alerts[::-1] if turned else one.alerts
    one.goes_on_for(hours=1)
    begins = one.loud[0][0]
    assert len(one.alerts) > 1
    assert (one.loud, one.hushed, one.to(MAJA)) == ([(begins, MAJA)], [], ["06:00"])


def test_a_graver_one_makes_the_rest_quicker() -> None:
    one = night()
    one.comes("a", Level.high)
    one.goes_on_for(minutes=1)
    one.comes("b", Level.immediate)
    one.goes_on_for(minutes=12)
    assert one.to(NILS) == ["02:04"]
    assert one.to(OLGA) == ["02:07"]


def test_who_comes_when_others_have_let_it_pass_is_told_of_anew() -> None:
    one = night()
    one.comes("a")
    one.goes_on_for(minutes=4)
    one.comes("b")
    one.goes_on_for(minutes=20)
    assert one.to(MAJA) == ["02:00", "02:04"]
    assert one.to(NILS) == ["02:03", "02:07"]


def test_forty_at_once_with_nobody_at_the_desk_are_one_alert_too() -> None:
    one = night(plan(*every_day("22:00", "06:00", NILS, tier=2)))
    for number in range(40):
        one.comes(str(number))
    assert (one.sent, len(one.alerts)) == ([("02:00", NILS, Step.tier_2)], 1)


def test_forty_at_once_with_nobody_anywhere_are_one_alert_and_the_next_shift_hears_of_it() -> None:
    one = night(plan(*every_day("03:00", "06:00", MAJA)))
    one.supervisors = frozenset()
    for number in range(40):
        one.comes(str(number))
    assert len(one.alerts) == 1
    one.goes_on_for(hours=2)
    assert one.to(MAJA) == ["03:00"]


def test_who_comes_after_the_last_step_is_told_of_anew() -> None:
    one = night()
    one.comes("a")
    one.goes_on_for(minutes=40)
    one.comes("b")
    one.goes_on_for(minutes=10)
    assert one.to(MAJA) == ["02:00", "02:40"]


@pytest.mark.parametrize(
    ("begins", "fold", "minutes"),
    [("2026-03-29T01:58:10", 0, 13), ("2026-10-25T02:58:10", 0, 13), ("2026-10-25T02:58:10", 1, 13)],
)
def test_a_change_of_the_clock_gives_nobody_an_hour_more_or_less(begins: str, fold: int, minutes: int) -> None:
    one = night(at=begins, fold=fold)
    begun = one.now
    one.comes("a")
    one.goes_on_for(hours=2)
    assert [who for _, who, _ in one.sent] == [MAJA, NILS, OLGA, RITA]
    assert one.told["a"] - whole_minute(begun) == timedelta(minutes=minutes - 1)


def test_a_shift_that_ends_in_the_hour_that_runs_twice_ends_once() -> None:
    planned = plan(shift("sat", "22:00", "02:30", MAJA), shift("sun", "02:30", "08:00", NILS))
    one = night(planned, "2026-10-25T02:29:10", fold=0)
    one.comes("a")
    one.goes_on_for(minutes=90)
    assert [who for _, who, step in one.sent if step is Step.tier_1] == [MAJA, NILS]


def test_an_emergency_change_of_the_plan_is_followed_at_once() -> None:
    one = night(plan(*NIGHTS, changes=[added("2026-11-21", "02:01", "06:00", "petra")]))
    one.comes("a")
    one.goes_on_for(minutes=1)
    assert one.to("petra") == ["02:01"]


def test_who_leaves_ends_the_alert() -> None:
    one = night()
    one.comes("a")
    one.leaves("a")
    one.goes_on_for(hours=1)
    assert one.to(NILS) == []


def test_who_goes_back_to_the_line_is_told_of_again() -> None:
    one = night()
    one.comes("a")
    one.takes("a")
    one.goes_on_for(minutes=20)
    one.taken.discard("a")
    one.comes("a")
    assert one.to(MAJA) == ["02:00", "02:20"]


def test_a_pause_of_the_server_gives_everybody_their_time_again() -> None:
    """A step that was due long ago is over, but the next ones are not rushed through."""
    one = night()
    one.comes("a")
    one.now += timedelta(minutes=30)
    one.looks()
    assert one.to(OLGA) == []
    one.goes_on_for(minutes=4)
    assert one.to(NILS) == ["02:30"]
    assert one.to(OLGA) == ["02:34"]


def test_nothing_waits_and_nothing_is_decided() -> None:
    one = night()
    assert decide(RULES, one.now, [], [], one.people()).alerts == ()


def test_rules_without_a_level_or_with_a_quiet_danger_are_refused() -> None:
    whole = RULES.model_dump()
    for broken in (
        whole | {"levels": {level: ladder for level, ladder in whole["levels"].items() if level != Level.high}},
        whole | {"levels": {**whole["levels"], Level.high: {"tier_1": 5}}},
        whole | {"again": 1},
    ):
        with pytest.raises(ValueError):  # noqa: PT011 (pydantic's own class says no more)
            Rules.model_validate(broken)
