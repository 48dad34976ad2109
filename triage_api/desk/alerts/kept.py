"""Alerts as they are kept, so that a restart neither forgets nor repeats one."""

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import Connection, Table, delete, exists, insert, select, update

from triage_api.clock import seconds
from triage_api.desk.alerts.decide import Alert, Notice
from triage_api.desk.alerts.rules import Step
from triage_api.desk.alerts.tables import OF_AN_ALERT, alerts, channels, sends, told, waiting

ALERTS = "alerts"
"""The turn of whoever decides about alerts: of two processes, one at a time."""


AT_ONCE = 1000
"""Values in one statement: databases take only so many."""


def any_alert(connection: Connection) -> bool:
    return bool(connection.scalar(select(exists().select_from(alerts))))


def read_alerts(connection: Connection) -> list[Alert]:
    """In the order of their tags."""
    marks: dict[str, set[str]] = {}
    for tag, mark in connection.execute(select(waiting.c.tag, waiting.c.mark)):
        marks.setdefault(tag, set()).add(mark)
    who: dict[str, set[tuple[Step, str]]] = {}
    for tag, step, counsellor_id in connection.execute(select(told)):
        who.setdefault(tag, set()).add((Step(step), counsellor_id))
    return [
        Alert(
            row.tag,
            row.quiet,
            Step(row.step),
            datetime.fromtimestamp(row.due, UTC),
            row.seen,
            frozenset(marks.get(row.tag, ())),
            frozenset(who.get(row.tag, ())),
        )
        for row in connection.execute(select(alerts).order_by(alerts.c.tag)).all()
    ]


def write_alerts(connection: Connection, before: Iterable[Alert], after: Iterable[Alert]) -> None:
    """What has changed. With an alert goes all there was of it, and what was still to be sent for it."""
    known = {alert.tag: alert for alert in before}
    now = {alert.tag: alert for alert in after}
    for gone in known.keys() - now.keys():
        for table in OF_AN_ALERT:
            connection.execute(delete(table).where(table.c.tag == gone))
    for tag, alert in now.items():
        old = known.get(tag)
        values = {"step": int(alert.step), "due": seconds(alert.due), "seen": alert.seen}
        if old is None:
            connection.execute(insert(alerts).values(tag=tag, quiet=alert.quiet, **values))
        elif (old.step, old.due, old.seen) != (alert.step, alert.due, alert.seen):
            connection.execute(update(alerts).where(alerts.c.tag == tag).values(values))
        had, tells = (old.waiting, old.told) if old is not None else (frozenset(), frozenset())
        left = sorted(had - alert.waiting)
        for first in range(0, len(left), AT_ONCE):
            some = waiting.c.mark.in_(left[first : first + AT_ONCE])
            connection.execute(delete(waiting).where(waiting.c.tag == tag, some))
        _add(connection, waiting, [{"tag": tag, "mark": mark} for mark in sorted(alert.waiting - had)])
        new = sorted(alert.told - tells)
        _add(connection, told, [{"tag": tag, "step": int(step), "counsellor_id": who} for step, who in new])


def put_out(connection: Connection, notices: Iterable[Notice], at: datetime) -> set[str]:
    """To every channel of who is told; a quiet alert goes where those are wanted. Answers the tags of what goes out."""
    rows = connection.execute(select(channels.c.channel_id, channels.c.counsellor_id, channels.c.urgent_only)).all()
    out: list[dict[str, object]] = [
        {
            "tag": one.tag,
            "step": int(one.step),
            "channel_id": row.channel_id,
            "tries": 0,
            "next_at": seconds(at),
        }
        for one in notices
        for row in rows
        if row.counsellor_id == one.counsellor_id and not (one.quiet and row.urgent_only)
    ]
    _add(connection, sends, out)
    return {str(one["tag"]) for one in out}


def _add(connection: Connection, table: Table, rows: list[dict[str, object]]) -> None:
    if rows:
        connection.execute(insert(table), rows)
