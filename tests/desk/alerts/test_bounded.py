"""Whatever happens in a night: nobody in danger waits longer than the rules allow without everybody being told."""

import itertools
from datetime import datetime, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as some

from tests.desk.alerts.night import RITA, RULES, Night
from tests.desk.rota.plans import MAJA, NILS, OLGA, every_day, plan, swedish
from triage_api.desk.alerts.decide import Waits
from triage_api.desk.alerts.rules import Step
from triage_api.words import Level

SHIFTS = some.lists(
    some.tuples(
        some.sampled_from(["22:00", "00:30", "02:00", "06:00"]),
        some.sampled_from(["02:00", "03:00", "06:00", "14:00"]),
        some.sampled_from([MAJA, NILS, OLGA]),
        some.sampled_from([1, 2, 3]),
    ),
    max_size=4,
)
HAPPENS = some.lists(
    some.tuples(
        some.integers(min_value=0, max_value=90) | some.integers(min_value=0, max_value=600),
        some.sampled_from(["comes", "comes", "comes", "comes", "takes", "sees", "leaves", "rises", "duty"]),
        some.sampled_from(list(Level)),
    ),
    max_size=25,
)
ON_DUTY = some.sets(some.sampled_from([MAJA, NILS]))
URGENT_ONLY = some.sets(some.sampled_from([MAJA, NILS, OLGA, RITA]))
BEGINS = some.sampled_from(["2026-11-21T01:00:07", "2026-03-29T01:00:07", "2026-10-25T01:00:07"])

LADDER = RULES.levels[Level.high]
STEPS = [step for step in Step if step is not Step.over]
# Each step at its longest, with its whole minute, a look every ten seconds, and once somebody who saw it.
LONGEST = sum(
    (timedelta(minutes=(LADDER.minutes(step) or 0) + RULES.after_seen.urgent + 2, seconds=20) for step in STEPS),
    timedelta(),
)


@settings(max_examples=60, deadline=None)
@given(SHIFTS, HAPPENS, BEGINS, ON_DUTY, URGENT_ONLY)
@example([], [(0, "comes", Level.routine), (60, "comes", Level.immediate)], "2026-11-21T01:00:07", {MAJA}, set())
def test_nobody_in_danger_waits_unseen(
    shifts: list[tuple[str, str, str, int]],
    happens: list[tuple[int, str, Level]],
    begins: str,
    on_duty: set[str],
    urgent_only: set[str],
) -> None:
    planned = [one for begin, end, who, tier in shifts for one in every_day(begin, end, who, tier=tier)]
    night = Night(plan(*planned), swedish(begins), on_duty=set(on_duty), urgent_only=urgent_only)
    urgent_since: dict[str, datetime] = {}
    began: dict[str, datetime] = {}

    def note() -> None:
        for mark, one in night.waiting.items():
            if one.level.rank >= Level.high.rank:
                urgent_since.setdefault(mark, night.now)
        for mark, since in list(urgent_since.items()):
            if mark not in night.waiting:
                del urgent_since[mark]
                continue
            mine = [alert for alert in night.alerts if mark in alert.waiting and not alert.quiet]
            assert mine, "somebody in danger waits and no alert stands for them"
            if night.now - since > LONGEST:
                assert any(alert.seen or alert.step is Step.over for alert in mine), (mark, since, night.now)
        for alert in night.alerts:
            since = began.setdefault(alert.tag, night.now)
            sent = night.loud if not alert.quiet else night.loud + night.hushed
            # By what went out and not by what was written down: since the alert began, or so shortly before that she
            # is held back, and nothing quiet where somebody is in danger.
            shortly = min(since, night.now - RULES.again_after.of(alert.quiet))
            heard = {who for at, who in sent if at >= since or at > shortly}
            for step in [Step.tier_1] if alert.quiet else STEPS:
                if step <= alert.step:
                    missed = night.people().at(step, alert.quiet) - heard
                    assert not missed, "a step has come, and somebody of it was sent nothing"

    for at, (seconds, what, level) in enumerate(happens):
        night.goes_on_for(seconds=seconds)
        first = next(iter(night.waiting), None)
        if what == "comes":
            night.comes(str(at), level)
        elif what == "duty":
            night.on_duty ^= {MAJA}
        elif what == "sees":
            night.sees()
        elif first is not None and what == "rises":
            night.rises(first, level.at_least(night.waiting[first].level))
        elif first is not None:
            (night.takes if what == "takes" else night.leaves)(first)
        night.looks()
        note()
    night.goes_on(night.now + LONGEST + timedelta(minutes=1))
    note()
    stands = [alert for alert in night.alerts if not alert.quiet and alert.step is not Step.over and not alert.seen]
    assert stands == [], "every alert has ended, was seen, or has come to its last step"


@settings(max_examples=40, deadline=None)
@given(SHIFTS, HAPPENS, ON_DUTY, URGENT_ONLY)
def test_nobody_is_told_twice_in_one_step_nor_too_often(
    shifts: list[tuple[str, str, str, int]],
    happens: list[tuple[int, str, Level]],
    on_duty: set[str],
    urgent_only: set[str],
) -> None:
    planned = [one for begin, end, who, tier in shifts for one in every_day(begin, end, who, tier=tier)]
    night = Night(plan(*planned), swedish("2026-11-21T01:00:07"), on_duty=set(on_duty), urgent_only=urgent_only)
    told: set[tuple[str, Step, str]] = set()
    for at, (seconds, what, level) in enumerate(happens):
        night.now += timedelta(seconds=seconds)
        if what == "sees":
            night.sees()
        elif what == "comes":
            night.waiting[str(at)] = Waits(str(at), level, night.now)
        for notice in night.looks().notices:
            once = (notice.tag, notice.step, notice.counsellor_id)
            assert once not in told
            assert not (notice.quiet and notice.counsellor_id in urgent_only)
            told.add(once)
        kept = {(alert.tag, step, who) for alert in night.alerts for step, who in alert.told}
        going = {alert.tag for alert in night.alerts}
        assert kept == {one for one in told if one[0] in going}, "what was sent is what is kept as told, and no more"
    for who in (MAJA, NILS, OLGA, RITA):
        loud, hushed = ([moment for moment, name in sent if name == who] for sent in (night.loud, night.hushed))
        assert all(after - before >= RULES.again_after.of(False) for before, after in itertools.pairwise(loud))
        for moment in hushed:
            shortly = moment - RULES.again_after.of(True)
            assert not [before for before in loud + hushed if shortly < before < moment]
