"""Danger that only the conversation shows: a plan after dark thoughts, the end of danger, a "not safe" when asked; and
which of the texts about danger this person needs."""

from collections.abc import Collection

from bot.conversation.message import Said
from bot.conversation.standing import Standing
from bot.conversation.words import of_danger

BRIEF_WORDS, BRIEF_THAI = 12, 50
"""A message that says with the one before it more than alone is at most so long."""
NOW = "safety.immediate_danger"
SUICIDE = "safety.suicide_now"
ANOTHER = "safety.danger_other"
SUICIDE_SIGNS = frozenset({"suicide_now", "overdose", "suicidal"})
BY_ANOTHER = frozenset({"attack_now", "locked_in", "taken_away", "choked"})
LOW = "health.mental"
ABOUT_ANOTHER = ("friend.", "buyer.", "law.buying")
BESIDE_FROM = 0.08
"""The least score of the likeliest topic beside danger itself that says what the danger is about."""


def plan_after_thoughts(said: Said, now: Standing) -> str | None:
    """The words of a time, means or farewell in a short message, when thoughts of suicide were told before: by a sign,
    or since something serious was answered with the text about dark thoughts."""
    told = "suicidal" in now.sign_ids or now.was_low()
    if not told or not said.is_within(BRIEF_WORDS, BRIEF_THAI) or _has("denied", said):
        return None
    found = of_danger("plan_after_thoughts")[said.language].search(said.plain)
    return found[0].strip() if found else None


def is_calmer(said: Said, now: Standing) -> bool:
    """Whether a short message after danger says that it is over ("he has left, it is ok now")."""
    after_danger = now.level == "immediate" and said.is_within(BRIEF_WORDS, BRIEF_THAI)
    return after_danger and _has("calmer", said) and not _has("not_over", said)


def says_unsafe(said: Said, now: Standing) -> bool:
    """Whether a message says "not safe" after that was asked, even if not asked last."""
    return "safe" in now.lately and said.is_within(BRIEF_WORDS, BRIEF_THAI) and _has("unsafe", said)


def danger_text(said: Said, signs: Collection[str], now: Standing, planned: bool) -> str:
    """The topic whose text answers danger: of one's own hand, of somebody else, or any other. `signs` are the ids found
    in this message; `planned`: it is a plan after dark thoughts told before."""
    if planned:
        return SUICIDE
    beside = next((topic for topic, score in said.topics if topic != NOW and score >= BESIDE_FROM), "")
    if now.writer in ("friend", "other") or beside.startswith(ABOUT_ANOTHER) or _names_another(said):
        return ANOTHER
    own_hand = SUICIDE_SIGNS & set(signs) or beside == LOW or _has("own_hand", said)
    return SUICIDE if own_hand and not BY_ANOTHER & set(signs) else NOW


def _names_another(said: Said) -> bool:
    return _has("another", said) and not _has("myself", said)


def _has(part: str, said: Said) -> bool:
    return bool(of_danger(part)[said.language].search(said.plain))
