"""Messages of nothing but a sign ("?", an emoji), and those that say too little to be about anything."""

from bot.conversation.standing import Standing
from bot.nlu.words import rank

HERE_MINOR, HERE_LOW, STAY = "here_minor", "here_low", "stay"


def without_words(now: Standing) -> str | None:
    """What meets a message of nothing but a sign, or one that says too little: whoever is low is asked how it is, a
    child is told who is there, and whoever told of something serious that somebody reads."""
    if now.is_low:
        return HERE_LOW
    if now.writer == "minor":
        return HERE_MINOR
    return STAY if rank(now.level) >= rank("high") else None
