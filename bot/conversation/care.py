"""What is asked of care in words that a model takes for tests in general: a condom that broke, HIV after it, what may
be taken against it, and whether one must say what one works with."""

from bot.conversation.meaning import Meaning
from bot.conversation.message import Said
from bot.conversation.standing import Standing
from bot.conversation.words import has

CONDOM, PEP, WORK = "condom", "pep", "care_work"
TESTS, PREGNANCY, NO_PAPERS_CARE = "health.sti", "health.pregnancy", "health.no_papers_care"
REPORT, ASSAULT = "law.report_crime", "health.after_rape"
HEALTH = "health."
BY_FORCE = frozenset({"health.after_rape", "law.report_crime", "safety.immediate_danger", "safety.controlled"})
"""Topics of a message that tells more than that no condom was used."""
WORDS, THAI = 14, 70


def care_in(said: Said, now: Standing) -> Meaning | None:
    """The intent for such a message; HIV in a word only where tests or an assault were spoken of, and work only in talk
    of care. Whoever tells of an assault hears of that first, with or without a condom."""
    if now.writer in ("friend", "other"):
        return None
    if has("care", "condom", said) and said.likeliest != ASSAULT:
        return Meaning(CONDOM)
    if has("care", "unprotected", said) and said.is_within(WORDS, THAI) and said.likeliest not in BY_FORCE:
        return Meaning(CONDOM)
    spoken_of = (now.about or "").startswith(HEALTH)
    if (({TESTS, ASSAULT} & now.told or spoken_of) and has("care", "hiv", said)) or has("care", "prevent", said):
        return Meaning(PEP)
    if spoken_of and has("care", "police", said) and said.is_within(WORDS, THAI):
        return Meaning(REPORT)
    if (spoken_of or TESTS in now.told) and has("care", "came", said):
        return Meaning(PREGNANCY)
    if said.likeliest == NO_PAPERS_CARE and NO_PAPERS_CARE in now.told and has("care", "symptoms", said):
        return Meaning(TESTS)
    of_care = spoken_of or any(topic.startswith(HEALTH) for topic, _score in said.topics[:2])
    return Meaning(WORK) if of_care and has("care", "work", said) else None
