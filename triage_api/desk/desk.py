"""What every call of the desk works with."""

from collections.abc import Callable
from dataclasses import dataclass

from triage_api.clock import Clock
from triage_api.database import Database
from triage_api.desk.audit.audit import Audit
from triage_api.desk.counts.counting import Counts
from triage_api.desk.counts.outcomes import Wording
from triage_api.desk.duty import Duty
from triage_api.desk.server_key import ServerKey
from triage_api.desk.session import Sessions
from triage_api.desk.slow_down import SlowDown
from triage_api.desk.texting import Texting, off
from triage_api.desk.ways.ways import WaysIn
from triage_api.mailbox.letters import Letters
from triage_api.queue.queue import Queue
from triage_api.roster import RosterFile


@dataclass
class Desk:
    """Accounts with audit and counts, the queue, the letters, the roster; in memory only: sessions, duty, attempts."""

    accounts: Database
    queue: Queue
    letters: Letters
    roster: RosterFile
    key: ServerKey
    now: Clock
    sessions: Sessions
    duty: Duty
    slow: SlowDown
    audit: Audit
    counts: Counts
    wording: Wording
    ways: WaysIn
    demo: bool
    chats_at_once: int
    texting: Callable[[], Texting] = off
