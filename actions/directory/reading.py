"""Reads `content/directory/`: a file for each service, and needs.yml, which says what answers which topic."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError

from actions.directory.service import Service

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_service = TypeAdapter(Service)
NEEDS = "needs.yml"
WRITTEN_FIRST = ("sv", "en")


class MalformedContent(Exception):
    """A file of content cannot be used. One sentence: file, line, what is wrong and what to do."""

    def __init__(self, file: Path, line: int, remedy: str) -> None:
        super().__init__(f"{file}:{line}: {remedy}")


@dataclass(frozen=True)
class Directory:
    """Every service, and for each topic the needs it shows, most wanted first."""

    services: tuple[Service, ...]
    topics: Mapping[str, tuple[str, ...]]


def read_directory(folder: Path) -> Directory:
    """The whole directory. Raises MalformedContent for the first file that is not as it should be."""
    known, topics = _read_needs(folder / NEEDS)
    files = sorted(file for file in folder.glob("*.yml") if file.name != NEEDS)
    return Directory(tuple(_read_service(file, known) for file in files), topics)


def read_yaml(file: Path) -> Mapping[str, Any]:
    """A file's mapping. Raises MalformedContent."""
    try:
        raw = yaml.load(file.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 (both loaders are the safe ones)
    except (OSError, UnicodeDecodeError):
        raise MalformedContent(file, 1, "it cannot be read; write it as UTF-8 text.") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise MalformedContent(file, mark.line + 1 if mark else 1, "this is not YAML; quote or indent it.") from None
    if not isinstance(raw, dict):
        raise MalformedContent(file, 1, "write `key: value` lines.")
    return raw


def _read_service(file: Path, known: frozenset[str]) -> Service:
    raw = read_yaml(file)
    try:
        service = _service.validate_python(raw)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        key = found[0]["loc"][0]
        # Of a value that may be of several kinds, the error furthest in is about the one that was meant.
        first = max((one for one in found if one["loc"][0] == key), key=lambda one: len(one["loc"]))
        place = ".".join(str(part) for part in first["loc"] if "[" not in str(part))
        raise MalformedContent(file, line_of(file, str(key)), f"`{place}`: {first['msg']}; mend this key.") from None
    for need in service.needs:
        if need not in known:
            raise MalformedContent(file, line_of(file, "needs"), f"'{need}' is not in {NEEDS}; add it there.")
    for key in ("name", "says"):
        for language in WRITTEN_FIRST:
            if not raw[key].get(language):
                raise MalformedContent(file, line_of(file, key), f"`{key}` has no text for {language}; write one.")
    return service


def _read_needs(file: Path) -> tuple[frozenset[str], Mapping[str, tuple[str, ...]]]:
    raw = read_yaml(file)
    needs, topics = raw.get("needs"), raw.get("topics")
    if not isinstance(needs, dict) or not isinstance(topics, dict):
        raise MalformedContent(file, 1, "write the two parts `needs:` and `topics:`.")
    for topic, wanted in topics.items():
        if not isinstance(wanted, list) or not set(wanted) <= set(needs):
            raise MalformedContent(file, line_of(file, topic), f"'{topic}' needs a list of ids from `needs:`.")
    return frozenset(needs), {topic: tuple(wanted) for topic, wanted in topics.items()}


def line_of(file: Path, key: str) -> int:
    """The line on which a key stands, counted from 1; 1 when it is missing."""
    rows = file.read_text(encoding="utf-8").splitlines()
    return next((i for i, row in enumerate(rows, 1) if row.strip().startswith(f"{key}:")), 1)
