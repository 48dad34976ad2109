"""What a page is to show: made by `Plain`, drawn by `view`."""

from dataclasses import dataclass, field

from triage_api.stand_in.lines import Lines
from triage_api.stand_in.talk import Where
from triage_api.words import Language


@dataclass
class Page:
    """`over`: the token is of a new conversation already, the lines of the one before it. `trouble` is a sentence.
    `recovery_key`: the organisation has one, and whoever reads this page is told."""

    language: Language
    token: str = ""
    n: int = 1
    lines: Lines = field(default_factory=Lines)
    where: Where | None = None
    trouble: str = ""
    draft: str = ""
    asks_end: bool = False
    over: bool = False
    status: int = 200
    recovery_key: bool = False


@dataclass(frozen=True)
class Left:
    """The person has left: nothing is shown, and the browser is sent to the neutral page."""

    language: Language
