"""Floors for the figures of `lykta eval`: what one change has reached, the next must not lose.

A file of floors is YAML: a language, then figures by their names in scores.py. What counts people who were found is a
floor; what counts harmless messages that were raised or touched is a ceiling. A floor is never lowered.
"""

from collections.abc import Mapping
from pathlib import Path

import yaml

from triage_api.command.scores import Scores
from triage_api.command.trouble import Trouble
from triage_api.words import Language

CEILINGS = {"routine_raised", "hard_negatives_raised", "others_touched"}


def read_floors(file: Path) -> dict[Language, dict[str, float]]:
    """The floors of each language.

    Raises:
        Trouble: naming what is no language or no figure: a misspelt floor would hold nothing.
    """
    try:
        raw = yaml.safe_load(file.read_text("utf-8"))
        floors = {Language(name): {str(key): float(value) for key, value in of.items()} for name, of in raw.items()}
    except (yaml.YAMLError, AttributeError, ValueError, TypeError):
        raise Trouble(f"{file}: needs sv, en, th or ro, and under each figures with a number from 0 to 1.") from None
    for name in (name for of in floors.values() for name in of):
        if name not in Scores.__dataclass_fields__ or name in ("messages", "confusion"):
            raise Trouble(f"{file}: '{name}' is no figure; they are named in triage_api/command/scores.py.")
    return floors


def below(scored: Mapping[Language, Scores], floors: Mapping[Language, Mapping[str, float]]) -> list[str]:
    """One sentence for each figure that does not hold its floor, or that could not be measured at all."""
    said = []
    for language, of in floors.items():
        for name, bound in of.items():
            rate = getattr(scored[language], name) if language in scored else None
            if rate is None or rate.value is None:
                said.append(f"{language}: there was nothing to measure {name} on.")
            elif name in CEILINGS and rate.value > bound:
                said.append(f"{language}: {name} is {rate}, over {bound}.")
            elif name not in CEILINGS and rate.value < bound:
                said.append(f"{language}: {name} is {rate}, under {bound}.")
    return said
