"""Shifts and changes as on the wire (docs/wire.md §6). Clock times are `HH:MM` in Sweden, moments are in UTC."""

from datetime import date, time
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from triage_api.clock import seconds, written
from triage_api.desk.rota.plan import Added, Cancelled, Change, Holidays, Hours, Replaced, Shift, Takes, Tier, Turn
from triage_api.queue.envelope_shape import CounsellorId
from triage_api.words import Language, Writer

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

ClockTime = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
RowId = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,9}$")]


class TakesForm(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)
    counsellor_id: CounsellorId
    tier: Tier
    languages: Annotated[frozenset[Language], Field(min_length=1)]
    personas: Annotated[frozenset[Writer], Field(min_length=1)]

    def takes(self) -> Takes:
        return Takes(self.counsellor_id, self.tier, self.languages, self.personas)


class HoursForm(TakesForm):
    begins: Annotated[ClockTime, Field(alias="from")]
    ends: Annotated[ClockTime, Field(alias="until")]

    def hours(self) -> Hours:
        return Hours(time.fromisoformat(self.begins), time.fromisoformat(self.ends))


class ShiftForm(HoursForm):
    weekday: Weekday
    holidays: Holidays = "every"
    first: date | None = None
    last: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "ShiftForm":
        if self.first and self.last and self.last < self.first:
            raise ValueError("It ends before it begins.")
        return self

    def shift(self, shift_id: str = "") -> Shift:
        day = WEEKDAYS.index(self.weekday)
        return Shift(shift_id, day, self.hours(), self.takes(), self.holidays, self.first, self.last)


class CancelledForm(BaseModel):
    model_config = ConfigDict(extra="forbid")
    kind: Literal["cancelled"]
    date: date
    shift: RowId

    def change(self) -> Change:
        return Cancelled("", self.date, self.shift)


class ReplacedForm(BaseModel):
    model_config = ConfigDict(extra="forbid")
    kind: Literal["replaced"]
    date: date
    shift: RowId
    counsellor_id: CounsellorId

    def change(self) -> Change:
        return Replaced("", self.date, self.shift, self.counsellor_id)


class AddedForm(HoursForm):
    kind: Literal["added"]
    date: date

    def change(self) -> Change:
        return Added("", self.date, self.hours(), self.takes())


ChangeForm = Annotated[CancelledForm | ReplacedForm | AddedForm, Field(discriminator="kind")]


class ShiftTold(ShiftForm):
    id: str


class ChangeTold(BaseModel):
    """A change as the list of them shows it; `shift` is None for what was added."""

    id: str
    kind: Literal["cancelled", "replaced", "added"]
    date: date
    shift: str | None
    counsellor_id: str | None


class TurnTold(BaseModel):
    """One shift on one day. `from` and `until` are what the clock in Sweden shows."""

    model_config = ConfigDict(populate_by_name=True)
    date: date
    from_: Annotated[str, Field(serialization_alias="from")]
    until: str
    begins: str
    ends: str
    counsellor_id: str
    tier: Tier
    languages: list[Language]
    personas: list[Writer]
    shift: str | None
    change: str | None


def tell_shift(shift: Shift) -> ShiftTold:
    return ShiftTold(
        id=shift.id,
        weekday=WEEKDAYS[shift.weekday],
        begins=f"{shift.hours.begins:%H:%M}",
        ends=f"{shift.hours.ends:%H:%M}",
        counsellor_id=shift.takes.counsellor_id,
        tier=shift.takes.tier,
        languages=shift.takes.languages,
        personas=shift.takes.personas,
        holidays=shift.holidays,
        first=shift.first,
        last=shift.last,
    )


def tell_change(change: Change) -> ChangeTold:
    if isinstance(change, Added):
        who: str | None = change.takes.counsellor_id
        return ChangeTold(id=change.id, kind="added", date=change.day, shift=None, counsellor_id=who)
    kind: Literal["cancelled", "replaced"] = "replaced" if isinstance(change, Replaced) else "cancelled"
    who = change.counsellor_id if isinstance(change, Replaced) else None
    return ChangeTold(id=change.id, kind=kind, date=change.day, shift=change.shift_id, counsellor_id=who)


def tell_turn(turn: Turn) -> TurnTold:
    return TurnTold(
        date=turn.day,
        from_=f"{turn.hours.begins:%H:%M}",
        until=f"{turn.hours.ends:%H:%M}",
        begins=written(seconds(turn.begins)),
        ends=written(seconds(turn.ends)),
        counsellor_id=turn.takes.counsellor_id,
        tier=turn.takes.tier,
        languages=sorted(turn.takes.languages),
        personas=sorted(turn.takes.personas),
        shift=turn.shift_id,
        change=turn.change_id,
    )
