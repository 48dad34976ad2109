"""Messages of nothing but a sign ("?", an emoji), and those that say too little to be about anything."""

from bot.conversation.message import Said
from bot.conversation.standing import Standing
from bot.conversation.words import has, patterns
from bot.nlu.words import rank

HERE_MINOR, HERE_LOW, STAY = "here_minor", "here_low", "stay"
TOLD_WORDS, TOLD_THAI = 14, 60
HEARD = "heard"
"""The intent of a sign that an answer was read, where nothing grave was told."""


def only_heard(said: Said) -> bool:
    """Whether a message is nothing but "ok" or "mm", in whatever language: no yes to what was not asked."""
    return any(words.search(said.plain) for words in patterns("plainly", "heard").values())


def tells_on(said: Said) -> bool:
    """Whether a short message of no known topic goes on telling: it is heard, and not called unclear."""
    return said.is_within(TOLD_WORDS, TOLD_THAI) and has("plainly", "tells", said) and not has("plainly", "asks", said)


def when_heard(now: Standing) -> str | None:
    """What meets that: after dark thoughts how it is, after anything grave that somebody reads, and otherwise a line
    that asks nothing. None where nothing was said before. To the question for consent it is for the rules to say."""
    if now.consent:
        return HEARD
    if now.own_hand:
        return HERE_LOW
    return (STAY if now.danger else without_words(now)) or (HEARD if now.in_talk else None)


def without_words(now: Standing) -> str | None:
    """What meets a message of nothing but a sign, or one that says too little: whoever is low is asked how it is, a
    child is told who is there, and whoever told of something serious that somebody reads."""
    if now.is_low:
        return HERE_LOW
    if now.writer == "minor":
        return HERE_MINOR
    return STAY if rank(now.level) >= rank("high") else None
