"""What a counsellor may say of a case at its end: the codes of config/outcomes.yml and the counties of
config/places.yml, in both languages of the desk."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from triage_api.words import Level

Labels = dict[Literal["sv", "en"], str]


class Outcomes(BaseModel):
    """The first two in the order in which they are asked."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    outcomes: dict[str, Labels] = Field(min_length=2)
    needs: dict[str, Labels]
    counties: dict[str, Labels] = Field(min_length=2)


class Assessment(BaseModel):
    """The counsellor's own; everything in it may be left out. No machine finds the county in what was written."""

    model_config = ConfigDict(extra="forbid")
    outcome: str | None = Field(default=None, max_length=24)
    level: Level | None = None
    needs: list[str] = Field(default=[], max_length=24)
    follow_up: bool | None = None
    county: str | None = Field(default=None, max_length=24)


@dataclass(frozen=True)
class Wording:
    """What the counts are called, what they mean, and the rule by which numbers are left out."""

    tables: dict[str, dict[Literal["title", "means"], Labels]]
    rows: dict[str, Labels]
    rule: Labels


def read_outcomes(config: Path) -> Outcomes:
    """Raises OSError, ValueError, KeyError or TypeError."""
    said = yaml.safe_load((config / "outcomes.yml").read_text("utf-8"))
    places = yaml.safe_load((config / "places.yml").read_text("utf-8"))["counties"]
    counties = {code: {one: place["name"][one] for one in ("sv", "en")} for code, place in places.items()}
    return Outcomes.model_validate({**said, "counties": counties})


def read_wording(config: Path, outcomes: Outcomes) -> Wording:
    """Rows are found by their table and their code first (`outcome.other`), then by the code alone."""
    found = yaml.safe_load((config / "counts.yml").read_text("utf-8"))
    named = {f"outcome.{code}": label for code, label in outcomes.outcomes.items()}
    named |= {f"needs.{code}": label for code, label in outcomes.needs.items()}
    named |= {f"county.{code}": label for code, label in outcomes.counties.items()}
    return Wording(found["tables"], found["rows"] | named, found["rule"])
