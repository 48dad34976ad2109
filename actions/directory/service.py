"""A service as its file in `content/directory/` states it, in frozen dataclasses that pydantic fills and checks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Writer = Literal["self", "friend", "minor", "buyer", "other"]
YesNo = bool | Literal["unknown"]


def _time_of_day(value: object) -> time:
    """A bare 16:30 is 990 to YAML 1.1, so times stand in quotes; 24:00 is the midnight that ends the day."""
    if not isinstance(value, str):
        raise ValueError("write the time in quotes, as 16:30")  # noqa: TRY004 (pydantic reports ValueError)
    return time() if value == "24:00" else time.fromisoformat(value)


TimeOfDay = Annotated[time, BeforeValidator(_time_of_day)]


@dataclass(frozen=True)
class Opening:
    """Open on these days from one time of day to another, Swedish time; past midnight when it ends before it begins."""

    days: tuple[Day, ...]
    opens: Annotated[TimeOfDay, Field(validation_alias="from")]
    closes: Annotated[TimeOfDay, Field(validation_alias="to")]


@dataclass(frozen=True)
class Ages:
    """Whole years, both ends in; None where no limit is stated."""

    first: Annotated[int | None, Field(validation_alias="from")]
    last: Annotated[int | None, Field(validation_alias="to")]


@dataclass(frozen=True)
class Where:
    """Ids of config/places.yml. `national`: it can be reached from anywhere in Sweden."""

    national: bool
    counties: tuple[str, ...]
    towns: tuple[str, ...]


@dataclass(frozen=True)
class Service:
    """One service. `fact` is its id among the facts, `holidays` says what public holidays do to listed hours.

    `never_without_says`: what it says must be known before one turns there, so that no channel leaves it out.
    """

    fact: str
    listed: bool
    name: Mapping[str, str]
    phone: str | None
    web: str | None
    needs: tuple[str, ...]
    who: tuple[Writer, ...]
    ages: Ages
    gender: Literal["any", "women", "men", "trans", "lgbtqi"]
    where: Where
    hours: Literal["always", "unknown"] | tuple[Opening, ...]
    holidays: Literal["open", "closed", "unknown"]
    languages: tuple[Literal["sv", "en", "th", "ro", "interpreter"], ...]
    anonymous: YesNo
    free: YesNo
    says: Mapping[str, str]
    checked: date
    chat: str | None = None
    never_without_says: bool = False
