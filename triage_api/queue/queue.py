"""What every step of a case works with."""

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, and_

from triage_api.clock import Clock
from triage_api.database import Database
from triage_api.errors import Refusal
from triage_api.events import Bells
from triage_api.queue.endings import Ending, Endings
from triage_api.queue.line import Line
from triage_api.queue.over import CaseOverFacts
from triage_api.queue.state import Step
from triage_api.queue.tables import cases
from triage_api.words import CaseId, Verifier

LINE = "line"
"""The bell that rings when the line of those waiting changes."""

ARRIVALS = "arrivals"
"""The turn of whoever gives a verifier a case: two who do it at once would not see each other's row."""


class CaseOver(Refusal):
    """For a person's page: the token opens no living case. It says the same for a token that never opened one."""

    status = 401
    code = "case_over"
    say = "This conversation with a counsellor is over, and nothing of it is kept."


class NoSuchCase(Refusal):
    """For a counsellor's page: gone, never there, or somebody else's, without saying which."""

    status = 404
    code = "no_such_case"
    say = "You hold no such case."


class ShredUnfinished(Refusal):
    status = 503
    code = "shred_unfinished"
    say = "The case is over and its rows are deleted, but the journal is not emptied yet; it will be within a minute."


@dataclass
class Queue:
    """The case database with its bells, its clock and the short memory of what has just ended.

    `is_cleared`: nothing that an earlier process deleted is left on the disk."""

    cases: Database
    bells: Bells
    now: Clock
    name_of: Callable[[str], str]
    on_duty: Callable[[], int]
    # Whether everybody who could be told that this case waits has been, and nobody has answered.
    unanswered: Callable[[CaseId], bool] = lambda _case_id: False
    endings: Endings = field(default_factory=Endings)
    when_ended: list[Callable[[Verifier], None]] = field(default_factory=list)
    when_over: list[Callable[[CaseOverFacts], None]] = field(default_factory=list)
    # Of a case that is in line again: which, who had it, and by which step.
    when_back: list[Callable[[CaseId, str, Step], None]] = field(default_factory=list)
    is_cleared: bool = False
    line: Line = field(init=False)

    def __post_init__(self) -> None:
        self.line = Line(self.cases, self.bells, LINE)


@dataclass(frozen=True)
class Holder:
    """Who asks, and which row is theirs: the permission check and the row's condition are one thing.

    `ending`: how a case of theirs has ended, as long as that is remembered."""

    row: ColumnElement[bool]
    refusal: type[Refusal]
    ending: Callable[[Endings], Ending | None]


def the_person(verifier: Verifier) -> Holder:
    return Holder(cases.c.verifier == verifier, CaseOver, lambda endings: endings.of_person(verifier))


def the_counsellor(counsellor_id: str, case_id: CaseId) -> Holder:
    """The row only while this counsellor holds it."""
    hers = and_(cases.c.case_id == case_id, cases.c.claimed_by == counsellor_id)
    return Holder(hers, NoSuchCase, lambda endings: endings.of_case(case_id, counsellor_id))


def bell_of_case(case_id: str) -> str:
    return f"case {case_id}"


def bell_of_counsellor(counsellor_id: str) -> str:
    return f"counsellor {counsellor_id}"
