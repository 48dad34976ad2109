"""What is asked of care in words that a model takes for tests in general: a condom that broke, HIV after it, and
whether one must say what one works with."""

from bot.conversation.meaning import Meaning
from bot.conversation.message import Said
from bot.conversation.standing import Standing
from bot.conversation.words import has

CONDOM, PEP, WORK = "condom", "pep", "care_work"
TESTS = "health.sti"
HEALTH = "health."


def care_in(said: Said, now: Standing) -> Meaning | None:
    """The intent for such a message; HIV in a word only where tests were spoken of, and work only in talk of care."""
    if now.writer in ("friend", "other"):
        return None
    if has("care", "condom", said):
        return Meaning(CONDOM)
    if TESTS in now.told and has("care", "hiv", said):
        return Meaning(PEP)
    of_care = (now.about or "").startswith(HEALTH) or any(topic.startswith(HEALTH) for topic, _score in said.topics[:2])
    return Meaning(WORK) if of_care and has("care", "work", said) else None
