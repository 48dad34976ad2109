"""The rules of config/alerts.yml: whom an alert goes to, step by step, and how long each step is given."""

from datetime import timedelta
from enum import IntEnum
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from triage_api.words import Level

DeskLanguage = Literal["sv", "en"]
Minutes = Annotated[int, Field(ge=1, le=24 * 60)]


class Step(IntEnum):
    """`over` is after the last: everybody who could be told has been."""

    tier_1 = 1
    tier_2 = 2
    tier_3 = 3
    supervisors = 4
    over = 5


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Ladder(Strict):
    tier_1: Minutes
    tier_2: Minutes | None = None
    tier_3: Minutes | None = None
    supervisors: Minutes | None = None

    def minutes(self, step: Step) -> int | None:
        found: int | None = None if step is Step.over else getattr(self, step.name)
        return found

    @property
    def quiet(self) -> bool:
        return all(self.minutes(step) is None for step in (Step.tier_2, Step.tier_3, Step.supervisors))

    def after(self, step: Step) -> Step:
        """The next step of this ladder."""
        return next((one for one in Step if one > step and self.minutes(one) is not None), Step.over)


class ByKind(Strict):
    urgent: Minutes
    quiet: Minutes

    def of(self, quiet: bool) -> timedelta:
        return timedelta(minutes=self.quiet if quiet else self.urgent)


class Words(Strict):
    waits: Annotated[str, Field(min_length=1, max_length=70)]
    trial: Annotated[str, Field(min_length=1, max_length=70)]


class Rules(Strict):
    levels: dict[Level, Ladder]
    after_seen: ByKind
    again_after: ByKind
    told_after: Minutes
    words: dict[DeskLanguage, Words]

    @model_validator(mode="after")
    def whole(self) -> "Rules":
        if set(self.levels) != set(Level) or set(self.words) != {"sv", "en"}:
            raise ValueError("a level or a language is missing")
        if self.is_quiet(Level.immediate) or self.is_quiet(Level.high):
            raise ValueError("immediate and high need more than one step")
        return self

    def is_quiet(self, level: Level) -> bool:
        return self.levels[level].quiet


def read_rules(config: Path) -> Rules:
    """Raises OSError or ValueError."""
    return Rules.model_validate(yaml.safe_load((config / "alerts.yml").read_text("utf-8")))
