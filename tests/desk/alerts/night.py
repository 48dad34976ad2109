"""A night of alerts by a clock that is moved: who waits, who is planned, who answers, and what was sent when."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from triage_api.desk.alerts.decide import Alert, Decided, People, Waits, decide, seen
from triage_api.desk.alerts.rules import Rules, Step, read_rules
from triage_api.desk.rota.local_time import local
from triage_api.desk.rota.plan import Plan
from triage_api.desk.rota.turns import on_call
from triage_api.settings import ROOT
from triage_api.words import Level

RULES = read_rules(ROOT / "config")
RITA = "rita"
"""Who supervises."""
EVERY = timedelta(seconds=10)


@dataclass
class Night:
    """`sent` is what went out: the clock in Sweden, to whom, in which step; `loud` and `hushed`, when whom it reached,
    urgently and not. Who hears of `urgent_only` is reached by nothing quiet."""

    plan: Plan
    now: datetime
    rules: Rules = RULES
    supervisors: frozenset[str] = frozenset({RITA})
    on_duty: set[str] = field(default_factory=set)
    cannot: set[str] = field(default_factory=set)
    urgent_only: set[str] = field(default_factory=set)
    waiting: dict[str, Waits] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    alerts: tuple[Alert, ...] = ()
    last: dict[tuple[str, bool], datetime] = field(default_factory=dict)
    sent: list[tuple[str, str, Step]] = field(default_factory=list)
    loud: list[tuple[datetime, str]] = field(default_factory=list)
    hushed: list[tuple[datetime, str]] = field(default_factory=list)
    told: dict[str, datetime] = field(default_factory=dict)
    count: int = 0

    def comes(self, mark: str, level: Level = Level.immediate) -> None:
        since = datetime.fromtimestamp(self.now.timestamp() // 300 * 300, UTC)
        self.waiting[mark] = Waits(mark, level, since)
        self.looks()

    def rises(self, mark: str, level: Level) -> None:
        self.waiting[mark] = Waits(mark, level, self.waiting[mark].since)
        self.looks()

    def takes(self, mark: str) -> None:
        del self.waiting[mark]
        self.taken.add(mark)
        self.looks()

    def leaves(self, mark: str) -> None:
        del self.waiting[mark]
        self.looks()

    def sees(self) -> None:
        self.alerts = tuple(seen(self.rules, alert, self.now) for alert in self.alerts)

    def people(self) -> People:
        on = {
            tier: frozenset(t.takes.counsellor_id for t in turns)
            for tier, turns in on_call(self.plan, self.now).items()
        }
        everybody = frozenset().union(*on.values(), self.on_duty, self.supervisors) - self.cannot
        reached = {False: everybody, True: everybody - self.urgent_only}
        return People(on, frozenset(self.on_duty), self.supervisors, reached)

    def looks(self) -> Decided:
        tags = [f"alert {self.count + n}" for n in range(2)]
        self.count += 2
        people = self.people()
        found = decide(
            self.rules,
            self.now,
            list(self.waiting.values()),
            self.alerts,
            people,
            frozenset(self.taken),
            self.last,
            tags,
        )
        for who in dict.fromkeys(notice.counsellor_id for notice in found.notices):
            hers = [notice for notice in found.notices if notice.counsellor_id == who]
            self.last |= {(who, notice.quiet): self.now for notice in hers}
            self.sent.append((f"{local(self.now):%H:%M}", who, hers[0].step))
            (self.hushed if all(notice.quiet for notice in hers) else self.loud).append((self.now, who))
        for mark in found.unanswered:
            self.told.setdefault(mark, self.now)
        self.alerts = found.alerts
        return found

    def goes_on(self, until: datetime, meanwhile: Callable[["Night"], None] = lambda _: None) -> None:
        while self.now < until:
            self.now = min(self.now + EVERY, until)
            meanwhile(self)
            self.looks()

    def goes_on_for(self, **time: float) -> None:
        self.goes_on(self.now + timedelta(**time))

    def to(self, who: str) -> Sequence[str]:
        return [at for at, name, _ in self.sent if name == who]
