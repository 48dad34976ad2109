"""What is true, kept by the walk itself: what was accepted, what each side has been shown, and what must be gone."""

from collections import Counter
from dataclasses import dataclass, field

Number = tuple[str, int, str, int]
"""Case, epoch, direction, seq."""


@dataclass
class Ledger:
    """`case_of` has each living case by its verifier; `gone` what stood in the rows of those that are over."""

    case_of: dict[str, str] = field(default_factory=dict)
    holder_of: dict[str, str] = field(default_factory=dict)
    gone: dict[str, list[str]] = field(default_factory=dict)
    stood: dict[str, list[str]] = field(default_factory=dict)
    ended_in: Counter[int] = field(default_factory=Counter)
    """Cases by the life of the process in which they ended; 0 where it is not known which of two it was."""
    tried: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)
    """What counsellors asked for, and how much of it was answered."""
    _sealed: dict[Number, str] = field(default_factory=dict)

    def arrives(self, verifier: str, case_id: str, *ciphertext: str) -> None:
        self.case_of[verifier] = case_id
        self.stood[case_id] = [case_id, verifier, *ciphertext]

    def waits(self) -> list[str]:
        return [case_id for case_id in self.case_of.values() if case_id not in self.holder_of]

    def takes(self, counsellor: str, case_id: str) -> None:
        assert case_id in self.case_of.values(), "what was shredded has come back"
        assert self.holder_of.get(case_id, counsellor) == counsellor, "two have been given one person"
        self.holder_of[case_id] = counsellor

    def goes_back(self, case_id: str) -> None:
        self.holder_of.pop(case_id, None)

    def is_over(self, verifier: str, life: int) -> None:
        case_id = self.case_of.pop(verifier, None)
        if case_id is not None:
            self.holder_of.pop(case_id, None)
            self.gone[case_id] = self.stood.pop(case_id)
            self.ended_in[life] += 1

    def tries(self, deed: str) -> None:
        self.tried[deed] += 1

    def does(self, deed: str) -> None:
        self.done[deed] += 1

    def seals(self, number: Number, sealed: str) -> None:
        assert self._sealed.setdefault(number, sealed) == sealed, "one number was used for two messages"
        self.stands(number[0], sealed)

    def stands(self, case_id: str, sealed: str) -> None:
        """It may go into a row. A page that does not know yet that its case is over seals in vain."""
        if case_id in self.stood:
            self.stood[case_id].append(sealed)

    def gets(self, number: Number, sealed: str) -> None:
        assert self._sealed.get(number) == sealed, "a message came under a number that its writer gave to another"
