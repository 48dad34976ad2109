"""What must be sent to whom now: from who waits, what was sent before, and who is there. Reads no clock and no table.

One alert stands for all who come before somebody has seen it or has let it pass, so that forty people at once are one
alert. Whoever comes later begins another, which goes its own way from the first step.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from triage_api.desk.alerts.rules import Ladder, Rules, Step
from triage_api.desk.rota.plan import Tier
from triage_api.words import Level

MINUTE = timedelta(minutes=1)
_TIERS: dict[Step, Tier] = {Step.tier_1: 1, Step.tier_2: 2, Step.tier_3: 3}


@dataclass(frozen=True)
class Waits:
    """Somebody who waits. `mark` stands for the case here, and leads nowhere else; `since` is rounded down."""

    mark: str
    level: Level
    since: datetime


@dataclass(frozen=True)
class Alert:
    """`due` is a whole minute, at which the step is over unless everybody who waits has been taken.

    `told` names who was told in which step: nobody is told twice in one. Whoever is held back is not in it yet.
    """

    tag: str
    quiet: bool
    step: Step
    due: datetime
    seen: bool
    waiting: frozenset[str]
    told: frozenset[tuple[Step, str]] = frozenset()

    @property
    def whom(self) -> frozenset[str]:
        """Who was told, in any step."""
        return frozenset(who for _, who in self.told)

    @property
    def fresh(self) -> bool:
        """Whoever comes now may join it: nobody has seen it, and nobody has let it pass yet."""
        return not self.seen and all(step is self.step for step, _ in self.told)


@dataclass(frozen=True)
class People:
    """Who could be told, by id. `reached` are those who could take somebody who waits (the envelope is wrapped for
    them), and who hear of it, by a channel of theirs or at the desk: quietly, and not quietly."""

    on_call: Mapping[Tier, frozenset[str]]
    on_duty: frozenset[str]
    supervisors: frozenset[str]
    reached: Mapping[bool, frozenset[str]]

    def at(self, step: Step, quiet: bool) -> frozenset[str]:
        found = self.supervisors if step is Step.supervisors else self.on_call.get(_TIERS[step], frozenset())
        if step is Step.tier_1:
            found |= self.on_duty
        return found & self.reached.get(quiet, frozenset())


@dataclass(frozen=True)
class Notice:
    """This counsellor is told in this step. All that one is told in one look is one message."""

    tag: str
    step: Step
    counsellor_id: str
    quiet: bool


LastTold = Mapping[tuple[str, bool], datetime]
"""When each counsellor was last told: quietly, and not quietly."""


@dataclass(frozen=True)
class Decided:
    """`alerts` are all that go on, as they are now; `raised` those of them that have come to a next step."""

    alerts: tuple[Alert, ...] = ()
    notices: tuple[Notice, ...] = ()
    raised: frozenset[str] = frozenset()
    unanswered: frozenset[str] = frozenset()


@dataclass
class _Telling:
    """What is told in this round: what is urgent first."""

    rules: Rules
    now: datetime
    people: People
    last: LastTold
    notices: list[Notice] = field(default_factory=list)

    def tell(self, alert: Alert, ladder: Ladder) -> Alert:
        """Everybody of this step and those before it who has not been told in it: a shift that begins meanwhile too."""
        steps = (Step.tier_1,) if alert.quiet else tuple(step for step in Step if ladder.minutes(step) is not None)
        for step in steps:
            if step > alert.step:
                break
            for who in sorted(self.people.at(step, alert.quiet)):
                if (step, who) in alert.told or self._is_held_back(who, alert.quiet):
                    continue
                self.notices.append(Notice(alert.tag, step, who, alert.quiet))
                alert = replace(alert, told=alert.told | {(step, who)})
        return alert

    def _is_held_back(self, who: str, quiet: bool) -> bool:
        """Whoever has only just been told that somebody waits is told again later, if somebody still does. What was
        quiet holds back nothing urgent: perhaps it was not heard at night, nor sent to every phone."""
        if quiet and any(one.counsellor_id == who and not one.quiet for one in self.notices):
            return False  # it goes along with what is urgent
        before = [self.last[who, kind] for kind in {False, quiet} if (who, kind) in self.last]
        return any(self.now - at < self.rules.again_after.of(quiet) for at in before)


def decide(
    rules: Rules,
    now: datetime,
    waiting: Sequence[Waits],
    alerts: Iterable[Alert],
    people: People,
    taken: frozenset[str] = frozenset(),
    last: LastTold | None = None,
    new_tags: Iterable[str] = (),
) -> Decided:
    """One look.

    Args:
        waiting: all who wait now, in any order.
        alerts: those that went on after the last look.
        taken: the marks of cases that a counsellor has: who takes somebody has seen the alert.
        last: what each counsellor was told before.
        new_tags: names for alerts that begin now; one for each kind is enough.
    """
    by_mark = {one.mark: one for one in waiting}
    tags = iter(new_tags)
    telling = _Telling(rules, now, people, dict(last or {}))
    going: list[Alert] = []
    for alert in alerts:
        left = alert.waiting & by_mark.keys()
        if left:
            took = bool(alert.waiting & taken) and not alert.seen
            going.append(seen(rules, replace(alert, waiting=left), now) if took else replace(alert, waiting=left))
    for quiet in (False, True):
        new = _new_of_kind(rules, waiting, going, quiet)
        if not new:
            continue
        joined = next((alert for alert in going if alert.quiet is quiet and alert.fresh), None)
        if joined is not None:
            going[going.index(joined)] = replace(joined, waiting=joined.waiting | new)
        else:
            ladder = _ladder(rules, by_mark, new)
            going.append(Alert(next(tags), quiet, Step.tier_1, _due(now, ladder, Step.tier_1), False, new))
    gone_on = {
        alert.tag: _go_on(telling, alert, _ladder(rules, by_mark, alert.waiting))
        for alert in sorted(going, key=lambda alert: alert.quiet)
    }
    after = tuple(gone_on[alert.tag] for alert in going)
    raised = frozenset(one.tag for before, one in zip(going, after, strict=True) if one.step is not before.step)
    return Decided(after, tuple(telling.notices), raised, _unanswered(rules, now, by_mark, after))


def seen(rules: Rules, alert: Alert, now: datetime) -> Alert:
    """Somebody has seen it and takes who waits; if that does not happen, it goes on from here."""
    if alert.seen:
        return alert
    return replace(alert, seen=True, due=whole_minute(now + rules.after_seen.of(alert.quiet)))


def whole_minute(at: datetime) -> datetime:
    """The next one: an alert keeps no finer time, which could be laid beside somebody's call log."""
    return at if at == (down := at.replace(second=0, microsecond=0)) else down + MINUTE


def _new_of_kind(rules: Rules, waiting: Sequence[Waits], alerts: Sequence[Alert], quiet: bool) -> frozenset[str]:
    known = frozenset[str]().union(*(alert.waiting for alert in alerts if alert.quiet is quiet))
    levels = {level for level in Level if rules.is_quiet(level) is quiet}
    return frozenset(one.mark for one in waiting if one.level in levels and one.mark not in known)


def _ladder(rules: Rules, by_mark: Mapping[str, Waits], marks: Iterable[str]) -> Ladder:
    """That of the most urgent of them."""
    return rules.levels[max((by_mark[mark].level for mark in marks), key=lambda level: level.rank)]


def _due(begun: datetime, ladder: Ladder, step: Step) -> datetime:
    return whole_minute(begun + timedelta(minutes=ladder.minutes(step) or 0))


def _go_on(telling: _Telling, alert: Alert, ladder: Ladder) -> Alert:
    """Step by step, while one is over or has nobody in it. Each step is left for good: nothing turns in a circle."""
    if not alert.seen and alert.step is not Step.over:
        # Where somebody graver has come, or has become so, nobody gets longer than they may wait.
        alert = replace(alert, due=min(alert.due, _due(telling.now, ladder, alert.step)))
    while alert.step is not Step.over:
        nobody = not telling.people.at(alert.step, alert.quiet) and not alert.seen
        if not nobody and telling.now < alert.due:
            break
        following = _after(ladder, alert)
        # From when it was due: the time that a look comes late must not be given away again with each step. After a
        # longer pause of the server's everybody gets their full time again.
        late = telling.now - alert.due
        begun = alert.due if timedelta() <= late < MINUTE else telling.now
        alert = replace(alert, step=following, seen=False, due=_due(begun, ladder, following))
    return telling.tell(alert, ladder)


def _after(ladder: Ladder, alert: Alert) -> Step:
    return Step.over if alert.quiet else ladder.after(alert.step)


def _unanswered(rules: Rules, now: datetime, by_mark: Mapping[str, Waits], alerts: Iterable[Alert]) -> frozenset[str]:
    """Who waits although everybody was told: to be told so, once, and not in the minute in which they came."""
    over = frozenset[str]().union(*(alert.waiting for alert in alerts if alert.step is Step.over))
    enough = timedelta(minutes=rules.told_after)
    return frozenset(mark for mark in over if now - by_mark[mark].since >= enough)
