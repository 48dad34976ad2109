"""Danger signs as data: `config/danger/<language>.yml`, read once at start, refused with a sentence when malformed."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from triage_api.door.cannot_open import CannotOpen
from triage_api.door.yaml_file import read_yaml_file
from triage_api.words import Language, Level

Pattern = re.Pattern[str]


class SignsMissing(CannotOpen):
    """The danger signs cannot be used; the sentence names the file and the remedy. Without them no door starts."""


@dataclass(frozen=True)
class Sign:
    """One danger sign. It fires on a sentence that a pattern matches, unless an exclusion of its own does, too."""

    id: str
    level: Level
    language: Language
    patterns: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]
    fires: tuple[str, ...]
    stays_quiet: tuple[str, ...]


@dataclass(frozen=True)
class Signs:
    """A language's signs and what makes any of them harmless.

    `supposed` before the match ("what if he"), `past` in the same sentence unless `now` stands there as well,
    `story` in the same sentence or the one before it (a film, a dream, an advert).
    """

    language: Language
    signs: tuple[Sign, ...]
    supposed: tuple[Pattern, ...]
    past: tuple[Pattern, ...]
    now: tuple[Pattern, ...]
    story: tuple[Pattern, ...]


def load_signs(config: Path) -> tuple[Signs, ...]:
    """All four languages. Raises `SignsMissing`."""
    return tuple(_load(config / "danger" / f"{language}.yml", language) for language in Language)


def _load(file: Path, language: Language) -> Signs:
    try:
        data: dict[str, Any] = read_yaml_file(file)
        signs = tuple(_sign(entry, language) for entry in data["signs"])
        harmless = {key: _compile(data["harmless"].get(key)) for key in ("supposed", "past", "now", "story")}
    except OSError:
        raise SignsMissing(f"{file} cannot be read; restore it from the repository.") from None
    except re.error as wrong:
        raise SignsMissing(f"{file}: the pattern {wrong.pattern!r} is no regular expression ({wrong.msg}).") from None
    except (yaml.YAMLError, KeyError, TypeError, AttributeError, ValueError) as wrong:
        raise SignsMissing(f"{file} is not a list of danger signs ({type(wrong).__name__}: {wrong}).") from None
    return Signs(language, signs, **harmless)


def _sign(entry: dict[str, Any], language: Language) -> Sign:
    return Sign(
        id=entry["id"],
        level=Level(entry["level"]),
        language=language,
        patterns=_compile(entry["patterns"]),
        unless=_compile(entry.get("unless")),
        fires=tuple(entry["fires"]),
        stays_quiet=tuple(entry["stays_quiet"]),
    )


def _compile(patterns: list[str] | None) -> tuple[Pattern, ...]:
    return tuple(re.compile(pattern) for pattern in patterns or [])
