"""Danger that only the conversation shows: a plan after dark thoughts, the end of danger, a "not safe" when asked; and
which of the texts about danger this person needs."""

from collections.abc import Collection

from bot.conversation.message import Said
from bot.conversation.standing import Standing
from bot.conversation.words import has, patterns

BRIEF_WORDS, BRIEF_THAI = 12, 50
"""A message that says with the one before it more than alone is at most so long."""
CALM_WORDS, CALM_THAI = 20, 90
"""One that says that danger is over, or help on its way."""
NOW = "safety.immediate_danger"
SUICIDE = "safety.suicide_now"
ANOTHER = "safety.danger_other"
ABROAD = "abroad"
"""The intent for danger to somebody in Sweden, told from where 112 reaches another country."""
POISONED = "overdose"
SUICIDE_SIGNS = frozenset({"suicide_now", POISONED, "suicidal"})
BY_ANOTHER = frozenset(
    {"attack_now", "locked_in", "taken_away", "choked", "threat_to_kill", "beaten", "rape", "stalked"}
)
LOW = "health.mental"
ABOUT_ANOTHER = ("friend.", "buyer.", "law.buying")
ABOUT_BUYING = ("buyer.", "law.buying")
"""What nobody is who wrote of something else before: "he went to buy beer" sounds like it."""
SURE_FROM = 0.5
ELSEWHERE = ("support.", "health.", "law.", "migration.", "minor.", "buyer.")
BESIDE_FROM = 0.08
"""The least score of the likeliest topic beside danger itself that says what the danger is about."""


def plan_after_thoughts(said: Said, now: Standing) -> dict[str, str] | None:
    """The sign of a time, means or farewell in a short message, when thoughts of suicide were told before: by a sign,
    or since something serious was answered with the text about dark thoughts."""
    told = "suicidal" in now.sign_ids or now.was_low()
    if not told or not said.is_within(BRIEF_WORDS, BRIEF_THAI) or has("danger", "denied", said):
        return None
    if has("danger", "goodbye_after_ok", said):
        return None
    if "suicidal" not in now.sign_ids and has("danger", "goodbye_alone", said):
        return None
    found = patterns("danger", "plan_after_thoughts")[said.language].search(said.plain)
    return {"id": "suicide_now", "level": "immediate", "words": found[0].strip()} if found else None


def is_calmer(said: Said, now: Standing) -> bool:
    """Whether a message after danger says that it is over ("he has left, it is ok now"): never after pills or a plan to
    die, and not when it goes on to something else."""
    after_danger = now.level == "immediate" and said.is_within(CALM_WORDS, CALM_THAI)
    own_hand = now.danger == SUICIDE or "suicide_now" in now.sign_ids or "overdose" in now.sign_ids
    goes_on = bool(said.topics) and said.topics[0][1] >= SURE_FROM and said.topics[0][0].startswith(ELSEWHERE)
    return (
        after_danger
        and not own_hand
        and not goes_on
        and has("danger", "calmer", said)
        and not has("danger", "not_over", said)
    )


def is_helped(said: Said, now: Standing) -> bool:
    """Whether a message after danger says that 112 was called or help is coming."""
    asks_on = "?" in said.text and now.danger is None
    short = said.is_within(CALM_WORDS, CALM_THAI) and not asks_on
    return now.level == "immediate" and short and has("danger", "helped", said)


def says_no_danger(said: Said) -> bool:
    """Whether the writer says that nobody is in danger now: the model alone then raises nothing to `immediate`."""
    return has("danger", "no_danger", said)


def says_supposed(said: Said, now: Standing) -> bool:
    """Whether a message in a talk that is not of danger only supposes something ("if he throws me out")."""
    return now.in_talk and now.level != "immediate" and has("danger", "supposed", said)


def says_better(said: Said) -> bool:
    """Whether a short message says that they feel better than before, and nothing of a time, means or farewell."""
    planned = patterns("danger", "plan_after_thoughts")[said.language].search(said.plain)
    return said.is_within(BRIEF_WORDS, BRIEF_THAI) and has("danger", "better", said) and planned is None


def says_not_violent(said: Said) -> bool:
    """Whether a short message says that whoever they tell of is not violent."""
    return said.is_within(BRIEF_WORDS, BRIEF_THAI) and has("danger", "not_violent", said)


def says_unsafe(said: Said, now: Standing) -> bool:
    """Whether a message says "not safe" after that was asked, even if not asked last."""
    return "safe" in now.lately and said.is_within(BRIEF_WORDS, BRIEF_THAI) and has("danger", "unsafe", said)


def says_safe(said: Said, now: Standing) -> bool:
    """Whether a message says "safe" in its own words after that was asked."""
    return "safe" in now.lately and said.is_within(BRIEF_WORDS, BRIEF_THAI) and _sounds_calm(said)


def danger_text(said: Said, signs: Collection[str], now: Standing, planned: bool) -> str:
    """The intent that answers danger: of one's own hand, of somebody else (told from here or from abroad), or any
    other. `signs` are the ids found in this message; `planned`: it is a plan after dark thoughts told before, or what
    was taken."""
    if planned or now.danger == SUICIDE:
        return SUICIDE
    beside = next((topic for topic, score in said.topics if topic != NOW and score >= BESIDE_FROM), "")
    buys = any(topic.startswith(ABOUT_BUYING) for topic in now.told | now.known)
    beside = "" if now.in_talk and not buys and beside.startswith(ABOUT_BUYING) else beside
    if now.writer in ("friend", "other") or beside.startswith(ABOUT_ANOTHER) or _names_another(said):
        return ABROAD if has("roles", "abroad", said) else ANOTHER
    own_hand = SUICIDE_SIGNS & set(signs) or beside == LOW or has("danger", "own_hand", said)
    return SUICIDE if own_hand and not BY_ANOTHER & set(signs) else NOW


def _sounds_calm(said: Said) -> bool:
    return has("danger", "calmer", said) and not has("danger", "not_over", said)


def _names_another(said: Said) -> bool:
    return has("danger", "another", said) and not has("danger", "myself", said)
