"""What a whole text means when it is no sentence but a command: config/sms/commands.yml, in every language at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from triage_api.door.cannot_open import CannotOpen
from triage_api.door.fold import fold
from triage_api.door.yaml_file import read_yaml_file
from triage_api.words import Language

KEYWORDS = frozenset({"stop", "stopp"})
OPENING = frozenset({"start", "unstop"})
"""What people know from other services as the way back after STOP; some providers ask for it."""
COMMANDS = ("yes", "no", "more", "stop", "help", "human", "source")


class CommandsMissing(CannotOpen):
    """The commands cannot be read; the sentence names the file and what to do."""


@dataclass(frozen=True)
class Command:
    """`name` of COMMANDS, or `language` with the one that is wanted. `language` is that of the word, if only one has
    it."""

    name: str
    language: Language | None


class Commands:
    """`yes` and `no` are read in the language of the conversation only, and only where they were asked for: Romanian
    "nu" is no, and Swedish "nu" is now. `more` too is read only there."""

    def __init__(self, words: Mapping[Language, Mapping[str, frozenset[str]]]) -> None:
        self._words = words

    def read(self, text: str, language: Language) -> Command | None:
        """The command that this text is, if it is one and nothing else; the conversation's own language first."""
        written = plain(text)
        for one in (language, *(other for other in Language if other is not language)):
            for name in ("stop", "help", "human", "source", "language"):
                if written in self._words[one][name]:
                    return Command(name, one)
        return None

    def is_stop(self, text: str) -> bool:
        """The keyword itself, which alone ends a talk with a counsellor: its other words may answer a question."""
        return plain(text) in KEYWORDS

    def is_start(self, text: str) -> bool:
        """A word by which people begin anew, and no question."""
        return plain(text) in OPENING

    def is_yes(self, text: str, language: Language) -> bool:
        """Never with a question mark: who asks has not agreed."""
        return "?" not in text and plain(text) in self._words[language]["yes"]

    def is_no(self, text: str, language: Language) -> bool:
        return plain(text) in self._words[language]["no"]

    def is_more(self, text: str) -> bool:
        """They want to read the whole of what they are asked to agree to."""
        return any(plain(text) in self._words[one]["more"] for one in Language)


def plain(text: str) -> str:
    """As two spellings of one command meet: folded, without marks at the ends."""
    return " ".join(sentence.text for sentence in fold(text)).strip(" .!?,:;'\"-*()")


def load_commands(config: Path) -> Commands:
    """Raises `CommandsMissing`."""
    file = config / "sms" / "commands.yml"
    try:
        raw = read_yaml_file(file)
        return Commands(
            {
                language: {
                    name: frozenset(plain(str(word)) for word in raw[language][name]) - {""}
                    for name in (*COMMANDS, "language")
                }
                for language in Language
            }
        )
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError, AttributeError):
        raise CommandsMissing(
            f"{file} needs, for each language, lists of words for {', '.join(COMMANDS)} and language; restore it."
        ) from None
