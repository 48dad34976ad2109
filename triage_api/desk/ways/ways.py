"""What the ways in keep in memory while the desk runs; a restart ends what was begun."""

from triage_api.clock import Clock
from triage_api.desk.ways.challenges import Challenges
from triage_api.desk.ways.site import Site
from triage_api.desk.ways.tickets import Tickets


class WaysIn:
    def __init__(self, site: Site, now: Clock) -> None:
        self.site = site
        self.tickets = Tickets(now)
        self.challenges = Challenges(now)
