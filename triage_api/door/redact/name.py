"""Names after words that announce one, common first names wherever they stand, full names, and a name that signs.

Which words announce, and which names are common, stands in `config/redaction/names.yml`. A common name that is also a
word stays without a cue or a capital ("joy", "Dean"): hiding every such word would spoil more than it protects.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from triage_api.door.cannot_open import CannotOpen
from triage_api.door.redact.name_signed import signed_words
from triage_api.door.redact.name_thai import find_thai_names, thai_cues
from triage_api.door.redact.plain import without_marks
from triage_api.door.redact.spans import Span
from triage_api.door.yaml_file import read_yaml_file

_WORD = r"[^\W\d_](?:[^\W_]|['’](?=\w)|-(?=\w)){0,30}"
_NAME_WORD = re.compile(_WORD)
_CAPITAL = "[A-ZÅÄÖĂÂÎȘŞȚŢÉ]"
_ANY_WORD = re.compile(r"(?<![\w⟦@.-])[^\W\d_\u0e00-\u0e7f]{3,20}(?:-[^\W\d_]{2,20})?(?![\w-]|\.\w)")
# Two capitalised words in a row within a sentence, as a first name and a surname stand; most people type few capitals.
_TITLED = rf"{_CAPITAL}[^\W\d_A-Z]{{2,20}}"
_TWO_CAPITALISED = re.compile(rf"(?<=[\w,:;] )({_TITLED}) ({_TITLED}(?:-{_TITLED})?)(?![\w-]| {_TITLED})")
_SURNAME = re.compile(
    rf"(?<![\w⟦@.-]){_CAPITAL}[^\W\d_A-Z]{{2,15}}(?:sson|[qk]vist|quist|ström|escu|ovi[cć]|enko|owsk[ai])(?!\w)"
)
# "my name is ebba lindroth, ..." but not "my name is ebba please": a surname in small letters ends what is said.
_CLOSES = re.compile(
    r" ?(?:[,.;!?\n]|$)"
    r"| (?:och|and|și|si|men|but|dar|jag|i|im|i'm|from|från|din|sunt|eu|pls|plz|please|help)(?!\w)",
    re.I,
)
_JOINED = re.compile(
    r"(?<!\w)(?:jagheter|mynameis|mynamesis|mynames|m[aă]cheam[aă]|numelemeue|phomchue|chanchue) ?([^\W\d_]{2,20})",
    re.I,
)
_TELLS = re.compile(r"(?:heter|kallas|named|called|surname|efternamn|nume[sș]te|zice)(?!\w)", re.I)
_AND = re.compile(r"(?: (?:och|and|și|si|&|o|n|or|eller|sau)|,) ")
_BEFORE = re.compile(r"(\w+)[ \"“”'«»(]{0,2}$")
_ENDS = ("s", "'s", "’s", "ei", "lui", "ul")
_MOST_WORDS = 3
_SHORTEST_ANYWHERE = 5


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
    only_capital: frozenset[str]
    places: frozenset[str]
    where: frozenset[str]
    surname_endings: tuple[str, ...]
    strong_endings: tuple[str, ...]
    no_name_endings: tuple[str, ...]

    def find(self, text: str) -> list[Span]:
        spans = find_thai_names(text)
        for at in thai_cues(text):
            spans += self._after(text, at, self._may_sign)
        for cue in self.says.finditer(text):
            spans += self._after(text, cue.end(), self._is_told, told=True)
        for cue in _JOINED.finditer(text):
            spans += self._after(text, cue.start(1), self._may_be_name, told=True)
        for cue in self.may_say.finditer(text):
            spans += self._after(text, cue.end(), self._looks_like_name, told=_TELLS.search(cue.group()) is not None)
        for cue in self.is_called.finditer(text):
            spans += self._after(text, cue.end(), self._is_common)
        for two in _TWO_CAPITALISED.finditer(text):
            if self._is_full_name(text, two):
                spans.append(Span(*two.span(), "name"))
        spans += [Span(*match.span(), "name") for match in _SURNAME.finditer(text) if self._may_be_name(match.group())]
        for word in _ANY_WORD.finditer(text):
            if self._stands_alone(text, word):
                spans += self._after(text, word.start(), self._is_common)
        for at, sure in signed_words(text):
            spans += self._after(text, at, self._may_sign if sure else self._is_known)
        return spans

    def _after(self, text: str, at: int, accepts: Callable[[str], bool], told: bool = False) -> list[Span]:
        """A name that begins at `at`: its first word must please `accepts`, further ones must look like a surname."""
        first = _NAME_WORD.match(text, at)
        if first is None or not accepts(first.group()):
            return []
        end = first.end()
        for _ in range(_MOST_WORDS - 1):
            further = _NAME_WORD.match(text, end + 1) if text[end : end + 1] == " " else None
            if further is None or not self._is_surname(text, further, first.group(), told):
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
        small = word.lower()
        return len(word) > 1 and small not in self.never and small not in self.no_name and not self._is_house(small)

    def _is_told(self, word: str) -> bool:
        """After "my name is" also what else is a day of the week: Sunday."""
        return self._may_be_name(word) or (word.lower() in self.also_words and word.lower() not in self.never)

    def _is_house(self, small: str) -> bool:
        """The ending makes it an authority or a shelter: "Brottsoffermyndigheten"."""
        return small.endswith(self.no_name_endings)

    def _looks_like_name(self, word: str) -> bool:
        if not self._may_be_name(word):
            return False
        if word.istitle() or (len(word) > 5 and word.lower().endswith(self.strong_endings)):
            return True
        return self._is_known(word) and not self._forms(word) & self.also_words

    def _may_sign(self, word: str) -> bool:
        """At the end of a message even a name that is a word signs: "/joy"."""
        return self._may_be_name(word) and (word.istitle() or self._is_known(word))

    def _is_common(self, word: str) -> bool:
        """A common name, also as "Annas" or "Anna-Lena", that is nothing else as it is written."""
        forms = self._forms(word)
        if not forms & self.common or forms & self.also_words or word.lower() in self.no_name:
            return False
        return word[0].isupper() or not forms & self.only_capital

    def _stands_alone(self, text: str, word: re.Match[str]) -> bool:
        """A common name without any cue: with a capital, or so long that no typing error makes a word one."""
        found = word.group()
        if not self._is_common(found) or (found.islower() and len(found) < _SHORTEST_ANYWHERE):
            return False
        if self._forms(found) & self.places:
            before = _BEFORE.search(text, max(0, word.start() - 20), word.start())
            return before is None or before.group(1).lower() not in self.where
        return True

    def _is_full_name(self, text: str, two: re.Match[str]) -> bool:
        """ "Okafor Adebowale", and neither "the Migration Agency" nor the end of "Sex Purchase Act"."""
        if not all(map(self._may_be_name, two.groups())):
            return False
        if self._is_common(two.group(1)):
            return True
        before = _BEFORE.search(text, max(0, two.start() - 20), two.start())
        return before is None or not (before.group(1)[0].isupper() or before.group(1).lower() == "the")

    def _forms(self, word: str) -> set[str]:
        small = _folded(word)
        return {small, small.partition("-")[0] if small not in self.common else small, *map(small.removesuffix, _ENDS)}

    def _is_surname(self, text: str, word: re.Match[str], first: str, told: bool) -> bool:
        found = word.group()
        if found.lower() in self.never or found.lower() in self.no_name or (found.isupper() and len(found) > 1):
            return False
        if found.istitle():
            return True
        if told and len(found) > 3 and self._is_known(first) and _CLOSES.match(text, word.end()):
            return True
        return first.islower() and len(found) > 5 and found.lower().endswith(self.surname_endings)

    def _is_known(self, word: str) -> bool:
        return not self._forms(word).isdisjoint(self.common | self.also_words)


@lru_cache(maxsize=4096)
def _folded(word: str) -> str:
    return without_marks(word.lower())


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
            common=_names(data["common"]),
            also_words=_names(data["also_words"]),
            only_capital=_names(data["only_capital"]),
            places=_names(data["places"]),
            where=frozenset(data["where"].split()),
            surname_endings=tuple(data["surname_endings"].split()),
            strong_endings=tuple(data["strong_endings"].split()),
            no_name_endings=tuple(data["no_name_endings"].split()),
        )
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, AttributeError, TypeError, re.error) as wrong:
        raise NamesMissing(f"{file} cannot be used ({type(wrong).__name__}); compare it with the repository.") from None


def _names(words: str) -> frozenset[str]:
    return frozenset(map(_folded, words.split()))


def _cue(by_language: dict[str, str]) -> re.Pattern[str]:
    """The words of all languages, then what may stand between cue and name: a sign, a quotation mark."""
    words = "|".join(by_language.values())
    return re.compile(rf"(?<![\w-])(?:{words})(?:[ ]?[:,]?[ ]?[\"“”'«»(„]?)(?<=[ \"“”'«»(:„])(?=[^\W\d_])", re.I)
