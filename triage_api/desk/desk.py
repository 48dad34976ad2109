"""What every call of the desk works with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from triage_api.clock import Clock, seconds
from triage_api.database import Database
from triage_api.desk.alerts.alerts import Alerts
from triage_api.desk.alerts.outbox import Outbox
from triage_api.desk.audit.audit import Audit
from triage_api.desk.counts.counting import Counts
from triage_api.desk.counts.outcomes import Wording
from triage_api.desk.duty import Duty
from triage_api.desk.sendable import Published
from triage_api.desk.server_key import ServerKey
from triage_api.desk.session import Sessions
from triage_api.desk.slow_down import Guesses, SlowDown
from triage_api.desk.taken import Taken
from triage_api.desk.texting import Texting, off
from triage_api.desk.ways.ways import WaysIn
from triage_api.mailbox.letters import Letters
from triage_api.queue.given import Given
from triage_api.queue.queue import Queue
from triage_api.roster import RosterFile
from triage_api.steady import Steady


@dataclass
class Desk:
    """Accounts with audit, counts, alerts, the queue, the letters, the roster; in memory: sessions, duty, attempts."""

    accounts: Database
    queue: Queue
    letters: Letters
    roster: RosterFile
    key: ServerKey
    now: Clock
    steady: Steady
    sessions: Sessions
    duty: Duty
    slow: SlowDown
    sign_ins: Guesses
    recoveries: Guesses
    audit: Audit
    counts: Counts
    wording: Wording
    ways: WaysIn
    alerts: Alerts
    outbox: Outbox
    demo: bool
    chats_at_once: int
    break_minutes: int
    lock_minutes: int
    taken: Taken
    other_languages: timedelta
    published: Published
    texting: Callable[[], Texting] = off

    def given_to(self, counsellor_id: str) -> Given:
        """Whom she would be given now: those she takes, and whoever has waited long enough for anybody."""
        languages, personas = self.taken.languages.of(counsellor_id), self.taken.personas.of(counsellor_id)
        return Given(languages, seconds(self.now() - self.other_languages), personas)
