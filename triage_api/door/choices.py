"""The buttons: which ids a page may send back, what each means to the bot, and the ones the door offers itself."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from triage_api.door.answer import Choice
from triage_api.door.cannot_open import CannotOpen
from triage_api.door.fold import fold
from triage_api.door.texts import Texts
from triage_api.door.yaml_file import read_yaml_file
from triage_api.words import Language

ASK = "handoff.ask"
YES = "handoff.yes"
NO = "handoff.no"


class QuestionsMissing(CannotOpen):
    """The questions cannot be read; the sentence names the file and what to do."""


@dataclass(frozen=True)
class Meaning:
    """What a choice is to the bot: an intent, and the slots it fills."""

    intent: str
    tells: Mapping[str, Any] = field(default_factory=dict)


class Choices:
    """The topics, the three hand-off ids, and the answers of config/questions.yml; labels come from the phrases."""

    def __init__(self, texts: Texts, answers: Mapping[str, Meaning]) -> None:
        self._texts = texts
        self._meanings = {name: Meaning(name) for name in texts.topics | {ASK, YES, NO}} | dict(answers)

    def is_known(self, choice: str) -> bool:
        return choice in self._meanings

    def meaning(self, choice: str) -> Meaning:
        """Of a known choice."""
        return self._meanings[choice]

    def counsellor(self, language: Language) -> Choice:
        return Choice(id=ASK, label=self._texts.say(language, "bot.button_counsellor"))

    def go_on(self, language: Language) -> Choice:
        """Under the danger answer: a no to the counsellor, and back to where they were."""
        return Choice(id=NO, label=self._texts.say(language, "bot.button_safe"))

    def consent(self, language: Language) -> list[Choice]:
        yes = Choice(id=YES, label=self._texts.say(language, "bot.button_yes"))
        return [yes, Choice(id=NO, label=self._texts.say(language, "bot.button_no"))]


def typed_choice(text: str, shown: Iterable[Choice], numbered: Sequence[Choice] = ()) -> str | None:
    """The choice whose label somebody wrote instead of pressing it, or whose place in the last row they wrote (1 is
    the first). Consent is not given so: it needs the button, with which the page makes the case's token."""
    written = _plain(text)
    if written.isdigit() and 0 < int(written) <= len(numbered) and numbered[int(written) - 1].id != YES:
        return numbered[int(written) - 1].id
    return next((choice.id for choice in shown if choice.id != YES and _plain(choice.label) == written), None)


def load_answers(config: Path) -> dict[str, Meaning]:
    """The answers of config/questions.yml by id. Raises `QuestionsMissing`."""
    file = config / "questions.yml"
    try:
        answers = read_yaml_file(file)["answers"]
        return {name: Meaning(entry["intent"], entry.get("tells", {})) for name, entry in answers.items()}
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError, AttributeError):
        raise QuestionsMissing(f"{file} needs `answers`, each with an intent; restore it.") from None


def _plain(text: str) -> str:
    return " ".join(sentence.text for sentence in fold(text))
