"""The alerts of a running desk: each look asks who waits, decides, and keeps that before anything is sent."""

import secrets
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, exists, select

from triage_api.base64url import b64u
from triage_api.clock import Clock
from triage_api.database import Database
from triage_api.desk.alerts.decide import Alert, Decided, People, Waits, decide, seen
from triage_api.desk.alerts.kept import ALERTS, any_alert, put_out, read_alerts, write_alerts
from triage_api.desk.alerts.rules import Rules, Step
from triage_api.desk.alerts.tables import channels
from triage_api.desk.audit.audit import Audit
from triage_api.desk.audit.row import SERVER, Deed
from triage_api.desk.duty import Duty
from triage_api.desk.rota.kept import read_people, read_plan
from triage_api.desk.rota.turns import on_call
from triage_api.desk.server_key import ServerKey
from triage_api.desk.tables import accounts as account_rows
from triage_api.queue.queue import LINE, Queue, bell_of_case
from triage_api.queue.state import State
from triage_api.queue.tables import cases, readers
from triage_api.roster import RosterFile
from triage_api.words import CaseId, Level

TAG_BYTES = 9


class Alerts:
    """Safe from any thread, and in several processes: what goes on stands in the database, and one decides at a time.

    Only when somebody was last told anything is in memory, so the first alert after a restart comes without that pause.
    """

    def __init__(
        self,
        accounts: Database,
        queue: Queue,
        roster: RosterFile,
        duty: Duty,
        key: ServerKey,
        audit: Audit,
        rules: Rules,
        now: Clock,
    ) -> None:
        self._accounts, self._queue, self._roster, self._duty = accounts, queue, roster, duty
        self._key, self._audit, self._now = key, audit, now
        self.rules = rules
        self._lock = threading.Lock()
        self._last: dict[tuple[str, bool], datetime] = {}
        self._unanswered: frozenset[CaseId] = frozenset()
        self._unseen: frozenset[str] = frozenset()

    def is_unseen(self, counsellor_id: str) -> bool:
        """Whether an alert goes on that she was told of and nobody has seen."""
        return counsellor_id in self._unseen

    def is_unanswered(self, case_id: CaseId) -> bool:
        """Whether everybody was told that this case waits, and nobody has answered."""
        return case_id in self._unanswered

    def look(self) -> None:
        """Who waits, and what follows from it: written down, to be sent, and told to pages that are open."""
        with self._lock:
            if not self._anything():
                self._tell(frozenset(), frozenset())
                return
            line, now = self._line(), self._now()
            with self._accounts.reading() as connection:
                before = read_alerts(connection)
                decided = self._decide(connection, line, before, now)
            if decided.notices or list(decided.alerts) != before:
                with self._accounts.writing(one_at_a_time=ALERTS) as connection:
                    before = read_alerts(connection)
                    decided = self._decide(connection, line, before, now)
                    write_alerts(connection, before, decided.alerts)
                    self._note(connection, decided, put_out(connection, decided.notices, now))
            for notice in decided.notices:
                self._last[notice.counsellor_id, notice.quiet] = now
            unanswered = frozenset(line.by_mark[mark] for mark in decided.unanswered)
            self._tell(unanswered, _told_unseen(decided.alerts))

    def see(self, counsellor_id: str) -> None:
        """She has seen the alerts that she was told of, and takes whoever waits. One that others were told of goes on:
        nobody silences what somebody else is to hear."""
        with self._lock:
            with self._accounts.writing(one_at_a_time=ALERTS) as connection:
                before = read_alerts(connection)
                new = [alert for alert in before if not alert.seen and counsellor_id in alert.whom]
                after = [seen(self.rules, alert, self._now()) if alert in new else alert for alert in before]
                write_alerts(connection, before, after)
                for alert in new:
                    self._audit.note(connection, counsellor_id, Deed.alert_seen, alert.tag)
            self._tell(self._unanswered, _told_unseen(after))

    def _anything(self) -> bool:
        with self._queue.cases.reading() as connection:
            if connection.scalar(select(exists().where(cases.c.state == State.waiting))):
                return True
        with self._accounts.reading() as connection:
            return any_alert(connection)

    def _decide(self, connection: Connection, line: "_Line", before: list[Alert], now: datetime) -> Decided:
        people = self._people(connection, line.may_take, now)
        tags = [b64u(secrets.token_bytes(TAG_BYTES)) for _ in range(2)]
        return decide(self.rules, now, line.waits, before, people, line.taken, self._last, tags)

    def _line(self) -> "_Line":
        """Whom no answer can reach any more wakes nobody, and is not in it."""
        line = select(cases.c.case_id, cases.c.level, cases.c.arrived_at).where(
            cases.c.state == State.waiting, cases.c.reachable
        )
        takers = (
            select(cases.c.level, readers.c.counsellor_id)
            .join(readers, readers.c.case_id == cases.c.case_id)
            .where(cases.c.state == State.waiting, cases.c.reachable)
            .distinct()
        )
        held = select(cases.c.case_id).where(cases.c.state == State.claimed)
        may_take: dict[bool, set[str]] = {False: set(), True: set()}
        by_mark: dict[str, CaseId] = {}
        waits: list[Waits] = []
        with self._queue.cases.reading() as connection:
            for case_id, level, arrived_at in connection.execute(line):
                mark = self._key.mark_of(case_id)
                by_mark[mark] = CaseId(case_id)
                waits.append(Waits(mark, Level(level), datetime.fromtimestamp(arrived_at, UTC)))
            for level, counsellor_id in connection.execute(takers):
                may_take[self.rules.is_quiet(Level(level))].add(counsellor_id)
            taken = frozenset(self._key.mark_of(case_id) for case_id in connection.scalars(held))
        return _Line(by_mark, waits, taken, may_take)

    def _people(self, connection: Connection, may_take: dict[bool, set[str]], now: datetime) -> People:
        view, on_duty = self._roster.view(), self._duty.who()
        people = read_people(connection)
        on_roster = {one.id for one in people.values() if view.holds(one.id, one.seal_keys, now)}
        heard = select(channels.c.counsellor_id, channels.c.urgent_only)
        wanted = [(who, urgent_only) for who, urgent_only in connection.execute(heard)]
        loud = {who for who, _ in wanted} | on_duty
        hushed = {who for who, urgent_only in wanted if not urgent_only} | on_duty
        supervisors = select(account_rows.c.counsellor_id).where(account_rows.c.role == "supervisor")
        called = on_call(read_plan(connection), now)
        return People(
            on_call={tier: _ids(turn.takes.counsellor_id for turn in turns) for tier, turns in called.items()},
            on_duty=on_duty,
            supervisors=_ids(connection.scalars(supervisors)),
            # A raised case is urgent and still counts among those of the quiet alert that it began with.
            reached={
                False: _ids(may_take[False] & on_roster & loud),
                True: _ids((may_take[True] | may_take[False]) & on_roster & hushed),
            },
        )

    def _note(self, connection: Connection, decided: Decided, out: set[str]) -> None:
        """What was done, with the alert's tag and neither to whom nor why."""
        for tag in sorted(out):
            self._audit.note(connection, SERVER, Deed.alert_sent, tag)
        for alert in decided.alerts:
            if alert.tag in decided.raised and alert.told:
                deed = Deed.alert_unheard if alert.step is Step.over else Deed.alert_raised
                self._audit.note(connection, SERVER, deed, alert.tag)

    def _tell(self, unanswered: frozenset[CaseId], unseen: frozenset[str]) -> None:
        new, changed = unanswered - self._unanswered, unseen != self._unseen
        self._unanswered, self._unseen = unanswered, unseen
        self._queue.bells.ring(*(bell_of_case(case_id) for case_id in new), *([LINE] if changed else []))


@dataclass(frozen=True)
class _Line:
    """Cases by their marks, who waits, which are in somebody's hands, and who could take any of those who wait: quietly
    and not quietly."""

    by_mark: dict[str, CaseId]
    waits: list[Waits]
    taken: frozenset[str]
    may_take: dict[bool, set[str]]


def _told_unseen(alerts: Iterable[Alert]) -> frozenset[str]:
    return frozenset[str]().union(*(alert.whom for alert in alerts if not alert.seen))


def _ids(found: Iterable[str]) -> frozenset[str]:
    return frozenset(found)
