"""Somebody asks the bot to write in another of the four languages: it is offered in that language."""

from bot.conversation.meaning import Meaning
from bot.conversation.message import Said
from bot.conversation.words import has
from bot.nlu.words import LANGUAGES

SPEAKS = "speaks"
WORDS, THAI = 9, 36
"""A message that asks for it is at most so long."""


def tongue_in(said: Said) -> Meaning | None:
    """That another language is wanted of the bot, and which; not of a counsellor or a doctor, and none that the writer
    does not know."""
    if not said.is_within(WORDS, THAI) or has("tongues", "unless", said) or not has("tongues", "asks", said):
        return None
    named = [language for language in LANGUAGES if has("tongues", language, said)]
    if len(named) != 1 or named[0] == said.language:
        return None
    return Meaning(SPEAKS, {"language": named[0]})
