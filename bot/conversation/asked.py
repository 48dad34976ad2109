"""Questions that words show plainly and that no topic answers."""

from bot.conversation.meaning import Meaning
from bot.conversation.message import Said
from bot.conversation.plausible import ANSWERED, GREET, GREETED
from bot.conversation.standing import Standing
from bot.conversation.words import has

PARENTS, PHONE, SERVICE = "parents", "phone_company", "service.what_is_this"
AGE = "age"
"""The question that an age answers."""
WORDS, THAI = 16, 80
"""Such a question is at most so long."""


def question_in(said: Said, now: Standing) -> Meaning | None:
    """What it asks: whether parents will know (of someone under 18), what the phone company sees, for whom this is."""
    if not said.is_within(WORDS, THAI):
        return None
    if now.asked != AGE and has("plainly", "adult_age", said):
        return Meaning(ANSWERED)
    if has("plainly", "me_again", said):
        return Meaning(GREETED if now.in_talk else GREET)
    if now.writer == "minor" and has("plainly", "parents", said):
        return Meaning(PARENTS)
    if SERVICE in now.told and has("plainly", "is_it_a_bot", said):
        return Meaning(SERVICE, {"repeat": True})
    if has("plainly", "phone_company", said):
        return Meaning(PHONE)
    of_service = has("plainly", "for_whom", said) or has("plainly", "distrust", said)
    return Meaning(SERVICE) if of_service else None
