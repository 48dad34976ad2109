"""The door's answer as text messages: numbers in place of buttons, short texts in place of long, no link unasked."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from triage_api.door.answer import Answer, Choice, Reply
from triage_api.door.choices import YES
from triage_api.door.texts import Texts
from triage_api.gsm7 import plainly
from triage_api.sms.split import split
from triage_api.words import Language

LANGUAGES = "1 Svenska  2 English  3 ไทย  4 Română"
"""The line by which the language is chosen, the same for everybody; a text of its own, since it cannot be GSM-7."""
BY_NUMBER = dict(zip("1234", Language, strict=True))
MOST_CHOICES = 4
MOST_SOURCES = 3


@dataclass(frozen=True)
class Said:
    """The texts of an answer, what numbers mean after it, the list of them, and whether a yes or no was asked for."""

    texts: list[str]
    offered: dict[str, str]
    choices: str
    asks_consent: bool


class Wording:
    """`recovery_key` says whether the organisation has one now, which is told before a yes."""

    def __init__(self, texts: Texts, recovery_key: Callable[[], bool]) -> None:
        self._texts, self._recovery_key = texts, recovery_key

    def say(self, language: Language, phrase: str, **braces: object) -> str:
        return self._texts.say(language, f"sms.{phrase}", **braces)

    def answer(self, answer: Answer, *, numbered: bool = True) -> Said:
        """Danger is a text of its own and comes first; the rest is one text, split when it is long.

        Without `numbered` nothing is to be chosen beside it: numbers mean something else there.
        """
        language = answer.language
        danger = [self._texts.by_text(reply, language) for reply in answer.replies if reply.kind == "danger"]
        others = [reply for reply in answer.replies if reply.kind != "danger"]
        said = [reply.text.strip() for reply in others]
        choices = next((reply.choices for reply in reversed(others) if reply.choices), [])
        asks_consent = any(choice.id == YES for choice in choices)
        if asks_consent and self._recovery_key():  # before the consent, which ends with its question
            said.insert(len(said) - 1, self.say(language, "recovery_key"))
        offered = _numbered(choices) if numbered and not asks_consent else {}
        listed = ""
        if offered:
            lines = [f"{number} {choice.label}" for number, choice in offered.items()]
            listed = plainly("\n".join((self.say(language, "choose"), *lines)))
            said.append(listed)
        texts = [part for text in (*danger, "\n\n".join(said)) for part in split(text)]
        return Said(texts, {number: choice.id for number, choice in offered.items()}, listed, asks_consent)

    def danger(self, replies: Iterable[Reply], language: Language) -> list[str]:
        return [part for reply in replies for part in split(self._texts.by_text(reply, language))]

    def whole_consent(self, language: Language) -> list[str]:
        """All that a yes agrees to, and then the question again in one line."""
        return [*split(self.say(language, "consent_whole")), self.say(language, "consent_again")]

    def sources(self, answer_sources: Iterable[tuple[str, str]]) -> list[str]:
        """Only for who asked: a link tells whoever reads the phone more than words do."""
        lines = [f"{name}: {url}" for name, url in list(answer_sources)[:MOST_SOURCES]]
        return split("\n".join(lines))


def _numbered(choices: list[Choice]) -> dict[str, Choice]:
    return {str(number): choice for number, choice in enumerate(choices[:MOST_CHOICES], 1)}
