"""What stands in a conversation without JavaScript, in order, in memory only: the page cannot keep it, so we must."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from triage_api.door.answer import Reply
from triage_api.words import Language

MOST_CHARACTERS_KEPT = 60_000
"""In one conversation; beyond it the oldest lines go. 2,000 conversations of that length are some 250 MB."""

Mark = Literal["", "sent", "delivered"]


@dataclass
class Said:
    """By the person; to the bot as it went on, without what was hidden; to a counsellor as it was written."""

    text: str
    hidden: tuple[str, ...] = ()
    to_counsellor: bool = False
    mark: Mark = ""
    from_us = False


@dataclass
class Replied:
    """By the bot or the door. Only the buttons of what came last can be pressed."""

    reply: Reply
    language: Language
    from_us = True


@dataclass
class Written:
    """By the counsellor, as their message `seq` of `epoch`."""

    text: str
    name: str
    epoch: int
    seq: int
    from_us = True


@dataclass
class Notice:
    """A phrase of ours about what has happened."""

    phrase: str
    facts: Mapping[str, str | int] = field(default_factory=dict)
    from_us = True


Line = Said | Replied | Written | Notice


class Lines:
    """`fresh` is where the lines begin that no page has shown yet."""

    def __init__(self) -> None:
        self._all: list[Line] = []
        self._characters = 0
        self.fresh = 0

    def __iter__(self) -> Iterator[Line]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def add(self, *lines: Line) -> None:
        for line in lines:
            self._all.append(line)
            self._characters += _length(line)
        while self._characters > MOST_CHARACTERS_KEPT and len(self._all) > 1:
            self._characters -= _length(self._all.pop(0))
            self.fresh = max(self.fresh - 1, 0)

    def all_shown(self) -> None:
        self.fresh = len(self._all)

    def open_choices(self) -> set[int]:
        """Of the lines whose buttons can be pressed: what the bot said since the person or a counsellor last wrote."""
        last = max((n for n, line in enumerate(self._all) if isinstance(line, Said | Written)), default=-1)
        return set(range(last + 1, len(self._all)))


def _length(line: Line) -> int:
    if isinstance(line, Replied):
        return len(line.reply.text)
    return len(line.text) if isinstance(line, Said | Written) else 0
