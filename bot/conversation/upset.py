"""Anger at the bot, which is no hostility: whoever is not understood is told that it is the bot's failing."""

from bot.conversation.guesses import INSULT_FROM
from bot.conversation.meaning import Meaning
from bot.conversation.message import Said
from bot.conversation.standing import Standing
from bot.conversation.words import has
from bot.nlu.words import rank

SORRY = "sorry"
ABUSE = "chat.abuse"
WORDS, THAI = 20, 90
"""Anger at the bot is at most so long: a longer message tells something, which is answered."""


def upset_in(said: Said, now: Standing) -> Meaning | None:
    """That they are angry with the bot or do not understand it; and an insult from somebody who told of something
    serious before, unless it is sexual."""
    if not said.is_within(WORDS, THAI):
        return None
    if has("upset", "at_bot", said):
        return Meaning(SORRY)
    serious = rank(now.level) >= rank("elevated") or bool(now.told)
    if has("upset", "not_at_bot", said):
        return None
    insults = bool(said.topics) and said.topics[0][0] == ABUSE and said.topics[0][1] >= INSULT_FROM
    return Meaning(SORRY) if insults and serious and not has("upset", "sexual", said) else None
