"""Pills and drugs told of calmly: what was taken after dark thoughts, or makes the body suffer, is an overdose."""

from bot.conversation.danger import POISONED, SUICIDE, SUICIDE_SIGNS
from bot.conversation.message import Said
from bot.conversation.standing import Standing
from bot.conversation.words import has, patterns

WORDS, THAI = 30, 140
"""A message that tells of it is at most so long: a longer one tells a story."""


def overdose_in(said: Said, now: Standing) -> dict[str, str] | None:
    """The sign of an overdose that the words of a message show where it stands, as the signs of a message are."""
    low = now.danger == SUICIDE or bool(SUICIDE_SIGNS & now.sign_ids) or now.was_low()
    words = _words(said, "after_thoughts") if low else None
    if words is None and has("taken", "feels_bad", said) and not has("taken", "past", said):
        words = _words(said, "drug")
    if words is None or not said.is_within(WORDS, THAI) or _is_denied(said):
        return None
    return {"id": POISONED, "level": "immediate", "words": words}


def _words(said: Said, part: str) -> str | None:
    found = patterns("taken", part)[said.language].search(said.plain)
    return found[0].strip() if found else None


def _is_denied(said: Said) -> bool:
    return has("danger", "no_danger", said) or (has("danger", "another", said) and not has("danger", "myself", said))
