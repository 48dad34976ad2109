"""What an editor must mend: where, what is wrong, and the remedy, on one line."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Finding:
    """`wrong` and `remedy` are clauses without a full stop; `line` counts from 1."""

    file: Path
    line: int
    wrong: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.wrong}: {self.remedy}."
