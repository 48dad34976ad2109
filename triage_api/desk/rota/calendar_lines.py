"""Where things stand in a calendar file (RFC 5545): the parser keeps no line numbers, and a mender needs them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from icalendar.parser import Contentline

from triage_api.desk.rota.refusals import NotUnderstood

Event = Mapping[str, Any]
"""An event as the parser gives it: by the property's name, whatever class the parser has for its value."""


@dataclass
class EventLines:
    """An event's first line, and the first line of each of its properties, counted from 1."""

    begins: int
    properties: dict[str, int] = field(default_factory=dict)

    def of(self, name: str) -> int:
        return self.properties.get(name, self.begins)


def read_lines(text: str) -> list[EventLines]:
    """The file's events in their order. NotUnderstood at the first line that is no content line, and at components that
    hold no shift: a to-do or a busy time that was silently passed over could have been meant as one."""
    events: list[EventLines] = []
    inside: list[str] = []
    for number, line in _unfolded(text):
        try:
            name, _, value = Contentline(line).parts()  # type: ignore[no-untyped-call]
        except ValueError:
            raise NotUnderstood("This line is no line of a calendar file.", line=number) from None
        name, value = name.upper(), value.upper()
        if name == "BEGIN":
            inside.append(value)
            if value in ("VTODO", "VJOURNAL", "VFREEBUSY"):
                raise NotUnderstood("Only events (VEVENT) can be shifts.", line=number)
            if value == "VEVENT":
                events.append(EventLines(number))
        elif name == "END":
            if not inside or inside.pop() != value:
                raise NotUnderstood("Something ends here that has not begun.", line=number)
        elif inside and inside[-1] == "VEVENT":
            events[-1].properties.setdefault(name, number)
    return events


def _unfolded(text: str) -> list[tuple[int, str]]:
    """Content lines with the number of the first physical line of each; a space or tab continues the line before."""
    lines: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if line[:1] in (" ", "\t") and lines:
            lines[-1] = (lines[-1][0], lines[-1][1] + line[1:])
        elif line.strip():
            lines.append((number, line))
    return lines
