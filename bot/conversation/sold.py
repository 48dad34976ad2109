"""A message in which several signs of being sold come together, beside whatever else it tells."""

from collections.abc import Collection

from bot.conversation.meaning import Meaning
from bot.conversation.message import Said
from bot.conversation.standing import Standing
from bot.conversation.violence import Violence
from bot.conversation.words import has
from bot.conversation.writer import ABOUT_ANOTHER

CONTROLLED = "safety.controlled"
SIGNS = frozenset(
    {"forced", "debt", "passport_taken", "not_allowed_out", "money_taken", "others_decide", "threat_to_kill"}
)
WORDS, THAI = 20, 90
"""A shorter message tells one thing."""
TOGETHER = 2


def sold_in(said: Said, found: Collection[str], now: Standing) -> Violence | None:
    """The text about being controlled for a long message that holds two signs of it, or one and that they have to meet
    those who buy: the most serious of what it tells, unless it is told of somebody else. `found` are the ids of the
    signs in it."""
    another = has("danger", "another", said) and not has("danger", "myself", said)
    if said.is_within(WORDS, THAI) or another or now.writer in ABOUT_ANOTHER:
        return None
    signs = SIGNS & set(found)
    held = len(signs) >= TOGETHER or (bool(signs) and has("sold", "meets", said))
    return Violence(CONTROLLED, {"level": "high"}) if held else None


def debt_in(said: Said, now: Standing) -> Meaning | None:
    """That nobody may be kept for a debt, for whoever told of one and asks whether it must be paid."""
    if "debt" not in now.sign_ids or now.writer in ABOUT_ANOTHER or not said.is_within(WORDS, THAI):
        return None
    return Meaning(CONTROLLED, {"repeat": True}) if has("sold", "must_pay", said) else None
