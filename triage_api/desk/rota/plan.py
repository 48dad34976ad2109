"""What is planned: shifts that come back every week, and changes on single days, by the clock in Sweden."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from triage_api.words import Language, Writer

Tier = Literal[1, 2, 3]
"""1 sits at the desk, 2 is called when 1 is not enough, 3 when nobody else can be reached."""
TIERS: tuple[Tier, ...] = (1, 2, 3)

Holidays = Literal["every", "never", "only"]
"""On holidays as on other days; not on holidays; only when that weekday is a holiday."""


@dataclass(frozen=True)
class Hours:
    """From `begins` until `ends`, on the next day when that is not later: 22:00 to 06:00 is a night, 08:00 to 08:00 a
    day and a night."""

    begins: time
    ends: time


@dataclass(frozen=True)
class Takes:
    """Who is on call, in which tier, and for whom: languages, and who writes."""

    counsellor_id: str
    tier: Tier
    languages: frozenset[Language]
    personas: frozenset[Writer]


@dataclass(frozen=True)
class Shift:
    """Every week on `weekday` (0 is Monday), the day on which it begins; from `first` until `last`, both included."""

    id: str
    weekday: int
    hours: Hours
    takes: Takes
    holidays: Holidays = "every"
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Cancelled:
    """The shift that would begin on this day does not."""

    id: str
    day: date
    shift_id: str


@dataclass(frozen=True)
class Replaced:
    """Somebody else takes the shift that begins on this day, in its tier and for its languages and personas."""

    id: str
    day: date
    shift_id: str
    counsellor_id: str


@dataclass(frozen=True)
class Added:
    """A shift on this day only."""

    id: str
    day: date
    hours: Hours
    takes: Takes


Change = Cancelled | Replaced | Added


@dataclass(frozen=True)
class Plan:
    shifts: tuple[Shift, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Turn:
    """One shift on one day, as it comes to be. `begins` and `ends` are aware and in UTC; `day` is the one it begins on.

    `shift_id` is None for what was added; `change_id` None where nothing was changed.
    """

    day: date
    hours: Hours
    begins: datetime
    ends: datetime
    takes: Takes
    shift_id: str | None
    change_id: str | None
