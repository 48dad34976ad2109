"""Names after words that announce one, in four languages, common first names with a capital, and full names.

Which words announce, and which names are common, stands in `config/redaction/names.yml`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import yaml

from triage_api.door.cannot_open import CannotOpen
from triage_api.door.redact.name_thai import find_thai_names
from triage_api.door.redact.spans import Span
from triage_api.door.yaml_file import read_yaml_file

_WORD = r"[^\W\d_](?:[^\W_]|['’](?=\w)|-(?=\w)){0,30}"
_NAME_WORD = re.compile(_WORD)
_CAPITALISED = re.compile(r"(?<![\w⟦@.-])[A-ZÅÄÖĂÂÎȘŞȚŢÉ][^\W\d_]{2,20}(?:-[A-ZÅÄÖ][a-zåäö]{1,20})?(?![\w-])")
# Two capitalised words in a row within a sentence, as a first name and a surname stand; most people type few capitals.
_CAPITAL = "[A-ZÅÄÖĂÂÎȘŞȚŢÉ]"
_TITLED = rf"{_CAPITAL}[^\W\d_A-Z]{{2,20}}"
_TWO_CAPITALISED = re.compile(rf"(?<=[\w,:;] )({_TITLED}) ({_TITLED}(?:-{_TITLED})?)(?![\w-])")
_AND = re.compile(r" (?:och|and|și|si|&|o) ")
_MOST_WORDS = 3


class NamesMissing(CannotOpen):
    """The list of names cannot be used; the sentence names the file. The door does not start without it."""


@dataclass(frozen=True)
class NameFinder:
    """`says`: a name follows; `may_say`: it follows if it looks like one; `is_called`: only a common name counts."""

    says: re.Pattern[str]
    may_say: re.Pattern[str]
    is_called: re.Pattern[str]
    never: frozenset[str]
    no_name: frozenset[str]
    common: frozenset[str]
    also_words: frozenset[str]
    surname_endings: tuple[str, ...]

    def find(self, text: str) -> list[Span]:
        spans = find_thai_names(text)
        for cue in self.says.finditer(text):
            spans += self._after(text, cue.end(), self._may_be_name)
        for cue in self.may_say.finditer(text):
            spans += self._after(text, cue.end(), self._looks_like_name)
        for cue in self.is_called.finditer(text):
            spans += self._after(text, cue.end(), self._is_common)
        for two in _TWO_CAPITALISED.finditer(text):
            if all(map(self._may_be_name, two.groups())):
                spans.append(Span(*two.span(), "name"))
        for word in _CAPITALISED.finditer(text):
            if self._is_common(word.group()):
                spans += self._after(text, word.start(), self._is_common)
        return spans

    def _after(self, text: str, at: int, accepts: Callable[[str], bool]) -> list[Span]:
        """A name that begins at `at`: its first word must please `accepts`, further ones must look like a surname."""
        first = _NAME_WORD.match(text, at)
        if first is None or not accepts(first.group()):
            return []
        end = first.end()
        for _ in range(_MOST_WORDS - 1):
            further = _NAME_WORD.match(text, end + 1) if text[end : end + 1] == " " else None
            if further is None or not self._is_surname(further.group(), first.group()):
                break
            end = further.end()
        spans = [Span(at, end, "name")]
        # "my friends Lina and Sara"
        joined = _AND.match(text, end)
        following = _NAME_WORD.match(text, joined.end()) if joined else None
        if following is not None and self._is_common(following.group()):
            spans.append(Span(following.start(), following.end(), "name"))
        return spans

    def _may_be_name(self, word: str) -> bool:
        return len(word) > 1 and word.lower() not in self.never and word.lower() not in self.no_name

    def _looks_like_name(self, word: str) -> bool:
        if not self._may_be_name(word):
            return False
        return word.istitle() or self._is_known(word)

    def _is_common(self, word: str) -> bool:
        return word[0].isupper() and self._is_known(word)

    def _is_known(self, word: str) -> bool:
        """A common name, also as "Annas" or "Anna-Lena", that is nothing else."""
        small = word.lower()
        forms = {small, small.removesuffix("s"), small.partition("-")[0]}
        return bool(forms & self.common) and not forms & self.also_words

    def _is_surname(self, word: str, first: str) -> bool:
        if word.lower() in self.never or word.lower() in self.no_name or (word.isupper() and len(word) > 1):
            return False
        if word.istitle():
            return True
        return first.islower() and len(word) > 5 and word.lower().endswith(self.surname_endings)


def load_name_finder(config: Path) -> NameFinder:
    """From `config/redaction/names.yml`. Raises `NamesMissing`."""
    file = config / "redaction" / "names.yml"
    try:
        data = read_yaml_file(file)
        return NameFinder(
            says=_cue(data["says_name"]),
            may_say=_cue(data["may_say_name"]),
            is_called=_cue(data["is_called"]),
            never=frozenset(data["never"].split()),
            no_name=frozenset(data["no_name"].split()),
            common=frozenset(data["common"].split()),
            also_words=frozenset(data["also_words"].split()),
            surname_endings=tuple(data["surname_endings"].split()),
        )
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, AttributeError, TypeError, re.error) as wrong:
        raise NamesMissing(f"{file} cannot be used ({type(wrong).__name__}); compare it with the repository.") from None


def _cue(by_language: dict[str, str]) -> re.Pattern[str]:
    """The words of all languages, then what may stand between cue and name: a sign, a quotation mark."""
    words = "|".join(by_language.values())
    return re.compile(rf"(?<![\w-])(?:{words})(?:[ ]?[:,]?[ ]?[\"“”'«»(]?)(?<=[ \"“”'«»(:])(?=[^\W\d_])", re.I)
