"""One text in one language, and the line of each place in it."""

from dataclasses import dataclass
from pathlib import Path

from triage_api.command.content.finding import Finding
from triage_api.words import Language

SECTIONS = ("web", "sms")


@dataclass(frozen=True)
class Text:
    """`part` is web or sms (a section of a rights text), phrases, phrasebook, name or says; `id` names it within."""

    file: Path
    line: int
    language: Language
    part: str
    id: str
    body: str

    def finding(self, wrong: str, remedy: str, offset: int = 0) -> Finding:
        """A finding at this place of the body. Outside rights texts it is one value on one line, named by its id."""
        if self.part in SECTIONS:
            return Finding(self.file, self.line + self.body.count("\n", 0, offset), wrong, remedy)
        return Finding(self.file, self.line, f"{self.id}: {wrong}", remedy)
