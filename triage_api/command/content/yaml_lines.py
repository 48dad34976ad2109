"""Reads YAML and keeps the line of every value, so that a finding can name it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from triage_api.command.content.finding import Finding

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Key = str | int


class Malformed(Exception):
    """The file cannot be read; `finding` says where and what to do."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(str(finding))
        self.finding = finding


@dataclass(frozen=True)
class Document:
    """A mapping read from YAML; `lines` has the line of each value by its path of keys."""

    file: Path
    data: dict[str, Any]
    lines: dict[tuple[Key, ...], int]

    def line(self, *path: Key) -> int:
        """The line of the value, or of the nearest thing around it that is there."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def finding(self, wrong: str, remedy: str, *path: Key) -> Finding:
        return Finding(self.file, self.line(*path), wrong, remedy)

    def at(self, *path: Key) -> Any:
        """The value at this path of keys; None where there is none."""
        value: Any = self.data
        for key in path:
            if isinstance(value, dict):
                value = value.get(key)
            elif isinstance(value, list) and isinstance(key, int) and key < len(value):
                value = value[key]
            else:
                return None
        return value

    def mapping(self, *path: Key) -> dict[str, Any]:
        """The mapping at this path, its keys as text; empty when there is none."""
        value = self.at(*path)
        return {str(key): one for key, one in value.items()} if isinstance(value, dict) else {}

    def list(self, *path: Key) -> list[Any]:
        """The list at this path; empty when there is none."""
        value = self.at(*path)
        return value if isinstance(value, list) else []

    def strings(self, *path: Key) -> Sequence[str]:
        """The list at this path, each item as text; empty when there is none."""
        return [str(item) for item in self.list(*path)]

    def entries(self) -> Iterator[tuple[str, str, Any]]:
        """Group, name and value, where the mapping is made of groups."""
        for group, entries in self.data.items():
            if isinstance(entries, dict):
                for name, entry in entries.items():
                    yield str(group), str(name), entry


def read_document(file: Path) -> Document:
    """Raises Malformed for what is no file, no UTF-8, no YAML, no mapping, or says the same key twice."""
    return parse_document(file, read_text(file), 1)


def read_text(file: Path) -> str:
    """Raises Malformed."""
    try:
        return file.read_text("utf-8")
    except FileNotFoundError:
        raise Malformed(Finding(file, 1, "the file is missing", "write it")) from None
    except UnicodeDecodeError:
        raise Malformed(Finding(file, 1, "it is not UTF-8", "save it as UTF-8")) from None


def parse_document(file: Path, text: str, first_line: int) -> Document:
    """As `read_document`, of a text whose first row stands on line `first_line` of the file."""
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        data = loader.construct_document(node) if node else None
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a date like 2026-02-30
        mark = getattr(error, "problem_mark", None)
        line = first_line + mark.line if mark else first_line
        problem = getattr(error, "problem", None) or "it cannot be read"
        remedy = "mend this line or the one above; put texts between double quotes"
        raise Malformed(Finding(file, line, f"this is not YAML ({problem})", remedy)) from None
    if not isinstance(data, dict):
        raise Malformed(Finding(file, first_line, "it holds no `name: value` lines", "write it as its neighbours are"))
    lines: dict[tuple[Key, ...], int] = {}
    for path, line in _walk(node, ()):
        if path in lines:
            wrong = f"{path[-1]} stands here and on line {lines[path]}"
            raise Malformed(Finding(file, first_line + line, wrong, "keep one of the two"))
        lines[path] = first_line + line
    return Document(file, data, lines)


def _walk(node: Any, path: tuple[Key, ...]) -> Iterator[tuple[tuple[Key, ...], int]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield (*path, key.value), key.start_mark.line
            yield from _walk(value, (*path, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for i, value in enumerate(node.value):
            yield (*path, i), value.start_mark.line
            yield from _walk(value, (*path, i))
