"""After twelve months a row goes; an anchor in the place of the last one that went keeps the rest checkable."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, delete, insert, select

from triage_api.clock import rounded
from triage_api.desk.audit.chain import append
from triage_api.desk.audit.row import SERVER, Deed
from triage_api.desk.audit.tables import audit

KEPT = timedelta(days=365)


def prune(connection: Connection, now: datetime) -> int:
    """Deletes what is older, by whole days, and answers how many rows went.

    The anchor has the last deleted row's number and hash and nothing else of it. That it is the true end is said by a
    new row of the chain, so whoever moves the anchor has to make every row after it anew.
    """
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    before = int((midnight - KEPT).timestamp())
    living = select(audit.c.number).where(audit.c.at >= before, audit.c.deed != Deed.anchor)
    first = connection.scalar(living.order_by(audit.c.number).limit(1))
    old = audit.c.number < first if first is not None else audit.c.number > 0
    newest = select(audit).where(old, audit.c.deed != Deed.anchor).order_by(audit.c.number.desc()).limit(1)
    last = connection.execute(newest).one_or_none()
    if last is None:
        return 0
    gone = connection.execute(delete(audit).where(audit.c.number <= last.number)).rowcount
    empty = {"who": "", "deed": Deed.anchor.value, "about": "", "previous": ""}
    connection.execute(insert(audit).values(number=last.number, at=last.at, hash=last.hash, **empty))
    append(connection, rounded(now), SERVER, Deed.pruned, f"{last.number} {last.hash}")
    return gone
