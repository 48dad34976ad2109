"""The audit as the desk uses it: a deed is noted with what it changes, or right after, and never stands in its way."""

import threading
from datetime import date

from sqlalchemy import Connection, select

from triage_api.clock import Clock, rounded
from triage_api.database import Database
from triage_api.desk.audit.chain import append
from triage_api.desk.audit.prune import prune
from triage_api.desk.audit.row import SERVER, Deed
from triage_api.desk.audit.tables import audit
from triage_api.desk.audit.tags import Tags
from triage_api.queue.queue import Queue
from triage_api.queue.tables import cases
from triage_api.refusing import tell_of


class Audit:
    """Safe from any thread. What could not be written at once waits in memory for the sweep."""

    def __init__(self, accounts: Database, now: Clock) -> None:
        self._accounts = accounts
        self._now = now
        self._lock = threading.Lock()
        self._flushing = threading.Lock()
        self._waiting: dict[tuple[int, str, Deed, str], None] = {}
        self._lately: set[tuple[int, str, Deed, str]] = set()
        self._found: dict[Deed, str] = {}
        self._pruned_on: date | None = None
        self.tags = Tags()

    def note(self, connection: Connection, who: str, deed: Deed, about: str = "") -> None:
        """Within the transaction of the deed itself."""
        append(connection, rounded(self._now()), who, deed, about)

    def note_after(self, who: str, deed: Deed, about: str = "") -> None:
        """For a deed in another database or in memory: it has happened, so a row that cannot be written now waits."""
        try:
            with self._accounts.writing() as connection:
                self.note(connection, who, deed, about)
        except Exception as error:  # noqa: BLE001 (a person must not wait for the audit, nor be refused because of it)
            tell_of(error)
            self.note_later(who, deed, about)

    def note_later(self, who: str, deed: Deed, about: str = "") -> None:
        """For the sweep to write, the same within five minutes once: so a failed sign-in takes the same time whether or
        not there is such a name, and no flood of them fills the disk."""
        row = (rounded(self._now()), who, deed, about)
        with self._lock:
            if row not in self._lately:
                self._waiting[row] = None

    def note_found(self, deed: Deed, about: str) -> None:
        """For what the server finds as it is, roster and settings: noted when it differs from what was noted last."""
        if self._found.get(deed) == about:
            return
        newest = select(audit.c.about).where(audit.c.deed == deed).order_by(audit.c.number.desc()).limit(1)
        with self._accounts.writing() as connection:
            if connection.scalar(newest) != about:
                self.note(connection, SERVER, deed, about)
        self._found[deed] = about

    def flush(self) -> None:
        """Writes what waits; when that fails, it goes on waiting."""
        with self._flushing:
            with self._lock:
                waiting = list(self._waiting)
            if not waiting:
                return
            with self._accounts.writing() as connection:
                for at, who, deed, about in waiting:
                    append(connection, at, who, deed, about)
            with self._lock:
                for one in waiting:
                    self._waiting.pop(one, None)
                now = rounded(self._now())
                self._lately = {one for one in self._lately.union(waiting) if one[0] == now}

    def prune(self) -> None:
        """Once a day, and after each start."""
        today = self._now().date()
        if self._pruned_on == today:
            return
        with self._accounts.writing() as connection:
            gone = prune(connection, self._now())
        if gone:
            self._accounts.forget_deleted()
        self._pruned_on = today

    def forget_tags(self, queue: Queue) -> None:
        """Of cases that are gone; a case that comes while this looks has its tag made after its row, so it is safe."""
        known = self.tags.known()
        with queue.cases.reading() as connection:
            living = set(connection.scalars(select(cases.c.case_id).where(cases.c.case_id.in_(known))))
        self.tags.forget(case_id for case_id in known if case_id not in living)
