"""Questions that words show plainly and that no topic answers."""

from bot.conversation.meaning import Meaning
from bot.conversation.message import Said
from bot.conversation.standing import Standing
from bot.conversation.words import has

PARENTS, PHONE, SERVICE = "parents", "phone_company", "service.what_is_this"
WORDS, THAI = 16, 80
"""Such a question is at most so long."""


def question_in(said: Said, now: Standing) -> Meaning | None:
    """What it asks: whether parents will know (of someone under 18), what the phone company sees, for whom this is."""
    if not said.is_within(WORDS, THAI):
        return None
    if now.writer == "minor" and has("plainly", "parents", said):
        return Meaning(PARENTS)
    if has("plainly", "phone_company", said):
        return Meaning(PHONE)
    return Meaning(SERVICE) if has("plainly", "for_whom", said) else None
