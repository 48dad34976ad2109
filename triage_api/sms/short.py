"""What a short text means by where it stands: config/sms/short.yml.

Threat: a yes that was none hands somebody's words to a human. So a text is one only when nothing stands in it beside
the yes but words that change nothing, and it asks nothing; whatever is less is asked once more, in one line.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from triage_api.door.cannot_open import CannotOpen
from triage_api.door.yaml_file import read_yaml_file
from triage_api.sms.commands import plain
from triage_api.words import Language

KINDS = ("yes", "nods", "wrong_number", "wait", "withdraw", "beside", "machine", "common")
LONGEST = 60
"""Characters; what is longer tells something, whatever its words."""


class ShortTextsMissing(CannotOpen):
    """The words cannot be read; the sentence names the file and what to do."""


@dataclass(frozen=True)
class ShortTexts:
    words: Mapping[Language, Mapping[str, re.Pattern[str]]]

    def agrees(self, text: str, language: Language) -> bool:
        """A yes in the language of the conversation, however it is said."""
        return "?" not in text and self._made_of(text, "yes", [language]) is not None

    def nods(self, text: str, language: Language) -> bool:
        """An "ok", which alone is no yes."""
        return "?" not in text and self._made_of(text, "nods", [language]) is not None

    def says_little(self, text: str, language: Language) -> bool:
        """Nothing that could be understood by itself: "ok", a digit, a sign, an emoji."""
        return len(text) <= LONGEST and not _letters(self._without(plain(text), language))

    def wrong_number(self, text: str) -> Language | None:
        """The language of who says that they have texted the wrong number. A "sorry" comes in any language."""
        return self._made_of(text, "wrong_number", Language, beside=Language)

    def asks_where_it_stands(self, text: str) -> bool:
        """Of somebody who waits: how long, is anybody there."""
        return self._made_of(text, "wait", Language) is not None or not _letters(text)

    def withdraws(self, text: str) -> bool:
        return self._made_of(text, "withdraw", Language) is not None

    def is_machine(self, text: str) -> bool:
        """An answering machine, which would be answered for ever. One that asks is a person who asks what this is."""
        written = plain(text)
        return "?" not in text and any(self.words[one]["machine"].search(written) for one in Language)

    def guess(self, text: str) -> Language | None:
        """The language that most of the words are of, if there is one."""
        written = plain(text)
        found = {one: len(self.words[one]["common"].findall(written)) for one in Language}
        best = max(found.values())
        most = [one for one, count in found.items() if count == best]
        return most[0] if best and len(most) == 1 else None

    def _made_of(
        self, text: str, kind: str, languages: Iterable[Language], beside: Iterable[Language] = ()
    ) -> Language | None:
        """`beside` are the languages whose small words may stand there too; otherwise only its own."""
        if len(text) > LONGEST:
            return None
        for one in languages:
            rest, found = self.words[one][kind].subn(" ", plain(text))
            if found and not _letters(self._without(rest, *(beside or [one]))):
                return one
        return None

    def _without(self, written: str, *languages: Language) -> str:
        for one in languages:
            written = self.words[one]["beside"].sub(" ", written)
        return written


def _letters(text: str) -> str:
    return re.sub(r"[\W\d_]+", "", text)


def _any_of(words: Iterable[Any]) -> re.Pattern[str]:
    """The longest first. Thai is written without spaces, so a Thai word may touch the next."""
    written = sorted({plain(str(word)) for word in words} - {""}, key=len, reverse=True)
    return re.compile("|".join(_alone(word) for word in written))


def _alone(word: str) -> str:
    inside = re.escape(word)
    return inside if re.search("[\u0e01-\u0e5b]", word) else rf"(?<!\w){inside}(?!\w)"


def load_short_texts(config: Path) -> ShortTexts:
    """Raises `ShortTextsMissing`."""
    file = config / "sms" / "short.yml"
    try:
        raw = read_yaml_file(file)
        return ShortTexts({one: {kind: _any_of(raw[one][kind]) for kind in KINDS} for one in Language})
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError, AttributeError):
        raise ShortTextsMissing(
            f"{file} needs, for each language, lists of words for {', '.join(KINDS)}; restore it."
        ) from None
