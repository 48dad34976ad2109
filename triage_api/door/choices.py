"""The buttons: which ids a page may send back, and the ones the door offers itself."""

from triage_api.door.answer import Choice
from triage_api.door.texts import Texts
from triage_api.words import Language

ASK = "handoff.ask"
YES = "handoff.yes"
NO = "handoff.no"
GO_ON = "chat.affirm"


class Choices:
    """The 59 topics and the three hand-off ids; labels come from the phrases."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._known = texts.topics | {ASK, YES, NO}

    def is_known(self, choice: str) -> bool:
        return choice in self._known

    def counsellor(self, language: Language) -> Choice:
        return Choice(id=ASK, label=self._texts.say(language, "bot.button_counsellor"))

    def go_on(self, language: Language) -> Choice:
        return Choice(id=GO_ON, label=self._texts.say(language, "bot.button_safe"))

    def consent(self, language: Language) -> list[Choice]:
        yes = Choice(id=YES, label=self._texts.say(language, "bot.button_yes"))
        return [yes, Choice(id=NO, label=self._texts.say(language, "bot.button_no"))]
