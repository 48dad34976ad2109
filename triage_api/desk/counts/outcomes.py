"""What a counsellor may say of a case at its end: the codes of config/outcomes.yml, in both languages of the desk."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from triage_api.words import Level

Labels = dict[Literal["sv", "en"], str]


class Outcomes(BaseModel):
    """Both in the order in which they are asked."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    outcomes: dict[str, Labels] = Field(min_length=2)
    needs: dict[str, Labels]


class Assessment(BaseModel):
    """The counsellor's own; everything in it may be left out."""

    model_config = ConfigDict(extra="forbid")
    outcome: str | None = Field(default=None, max_length=24)
    level: Level | None = None
    needs: list[str] = Field(default=[], max_length=24)
    follow_up: bool | None = None


@dataclass(frozen=True)
class Wording:
    """What the counts are called, what they mean, and the rule by which numbers are left out."""

    tables: dict[str, dict[Literal["title", "means"], Labels]]
    rows: dict[str, Labels]
    rule: Labels


def read_outcomes(config: Path) -> Outcomes:
    """Raises OSError or ValueError."""
    return Outcomes.model_validate(yaml.safe_load((config / "outcomes.yml").read_text("utf-8")))


def read_wording(config: Path, outcomes: Outcomes) -> Wording:
    """Rows are found by their table and their code first (`outcome.other`), then by the code alone."""
    found = yaml.safe_load((config / "counts.yml").read_text("utf-8"))
    named = {f"outcome.{code}": label for code, label in outcomes.outcomes.items()}
    named |= {f"needs.{code}": label for code, label in outcomes.needs.items()}
    return Wording(found["tables"], found["rows"] | named, found["rule"])
