"""One message as this room reads it: its words without marks, how long it is, its place, its likeliest topic."""

import re
from dataclasses import dataclass
from functools import cached_property

from bot.nlu.clean import clean, fold
from bot.nlu.places import Place, find_place
from bot.nlu.topic import Topics, is_understood

THAI = re.compile(r"[\u0e00-\u0e7f]")
TYPED_SHORT = {
    "sv": {"e": "ar", "me": "med", "mej": "mig"},
    "ro": {"vr": "vreau", "vreu": "vreau", "pt": "pentru", "ptr": "pentru", "acu": "acum", "acuma": "acum"},
}
"""Words as they are typed on phones, by language, and what they stand for."""
WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True)
class Said:
    """A redacted message in one of the four languages, with the topics the model found, best first."""

    text: str
    language: str
    topics: Topics

    @cached_property
    def cleaned(self) -> str:
        """Lower case, single spaces, with its marks."""
        return clean(self.text)

    @cached_property
    def plain(self) -> str:
        """The same without marks and with shortened words whole, as the patterns of config/conversation are written."""
        whole = TYPED_SHORT.get(self.language, {})
        folded = fold(self.cleaned)
        return WORD.sub(lambda found: whole.get(found[0], found[0]), folded) if whole else folded

    @cached_property
    def place(self) -> Place | None:
        return find_place(self.text, self.language)

    @cached_property
    def likeliest(self) -> str | None:
        """The topic that would be answered; None when none is likely enough."""
        return self.topics[0][0] if is_understood(self.topics) else None

    @cached_property
    def has_letters(self) -> bool:
        return any(char.isalpha() for char in self.cleaned)

    @cached_property
    def has_words(self) -> bool:
        """Whether it holds more than marks and pictures."""
        return any(char.isalnum() for char in self.cleaned)

    def is_within(self, words: int, thai: int) -> bool:
        """Whether it is at most so long: words, or Thai characters (Thai writes no spaces between words)."""
        return len(self.plain) <= thai if THAI.search(self.plain) else len(self.plain.split()) <= words
