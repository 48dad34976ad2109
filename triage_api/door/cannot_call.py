"""Whether somebody in danger says in the same breath that they cannot call: heard, without credit, made to be quiet.

The words are those by which the bot hears it later, in config/conversation/after_danger.yml.
"""

import re
from pathlib import Path

import yaml

from triage_api.door.cannot_open import CannotOpen
from triage_api.door.fold import fold
from triage_api.door.yaml_file import read_yaml_file
from triage_api.words import Language, RawText

MOST_CHARACTERS = 4000
"""Of a longer message only the beginning is read: no limit stands before the check for danger."""


class WordsMissing(CannotOpen):
    """The words cannot be used; the sentence names the file and the remedy."""


class CannotCall:
    """All four languages are always looked through, as for danger itself."""

    def __init__(self, patterns: tuple[re.Pattern[str], ...]) -> None:
        self._patterns = patterns

    def is_said(self, text: RawText) -> bool:
        sentences = fold(text[:MOST_CHARACTERS])
        return any(pattern.search(sentence.text) for sentence in sentences for pattern in self._patterns)


def load_cannot_call(config: Path) -> CannotCall:
    """Raises `WordsMissing`."""
    file = config / "conversation" / "after_danger.yml"
    try:
        words = read_yaml_file(file)["cannot_call"]
        return CannotCall(tuple(re.compile(pattern) for language in Language for pattern in words[language]))
    except OSError:
        raise WordsMissing(f"{file} cannot be read; restore it from the repository.") from None
    except re.error as wrong:
        raise WordsMissing(f"{file}: the pattern {wrong.pattern!r} is no regular expression ({wrong.msg}).") from None
    except (yaml.YAMLError, KeyError, TypeError) as wrong:
        raise WordsMissing(f"{file} lacks `cannot_call` in some language ({type(wrong).__name__}: {wrong}).") from None
