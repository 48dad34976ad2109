"""What the ways in keep in memory while the desk runs; a restart ends what was begun."""

from triage_api.clock import Clock
from triage_api.desk.ways.tickets import Tickets


class WaysIn:
    def __init__(self, now: Clock) -> None:
        self.tickets = Tickets(now)
