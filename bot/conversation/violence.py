"""Violence that words name plainly where a model guesses: threats with pictures, a partner who hits where nobody sells,
threats to the family."""

from dataclasses import dataclass

from bot.conversation.meaning import Meaning
from bot.conversation.message import Said
from bot.conversation.standing import Standing
from bot.conversation.words import has
from bot.conversation.writer import ABOUT_ANOTHER, NOT_SELLING, names_own_partner
from bot.nlu.words import rank

PICTURES, GROOMING = "law.images", "minor.grooming"
PARTNER, PERMIT = "safety.partner", "migration.permit_victim"
CONTROLLED, THREATS = "safety.controlled", "safety.stalking_threats"
SAD = "health.mental"
SOLD_UNDER = frozenset({"forced", "debt", "money_taken", "others_decide", "driven"})
"""Signs of being sold: whoever hits then is answered as that."""
SELLS_TOLD = ("law.selling", "law.third_party", "law.police_visit", "support.stop_selling", "safety.work_tips")
ANSWERED_BY_PARTNER = frozenset(
    {CONTROLLED, THREATS, "safety.immediate_danger", "law.report_crime", "health.mental", *SELLS_TOLD}
)
"""Topics that violence by a partner is taken for; whoever surely asks for shelter or a permit is answered that."""
HINTED_FROM, SURE_FROM = 0.05, 0.5
SENT_WORDS, SENT_THAI = 14, 70
"""What goes on about pictures that were sent is at most so long."""


@dataclass(frozen=True)
class Violence(Meaning):
    """`calm` says that by its words it is nothing that happens now: a model's guess at `immediate` is then `high`."""

    calm: bool = False
    stays: bool = False


def violence_in(said: Said, level: str, now: Standing) -> Violence | None:
    """The topic, and at least which level, that the words of a message of this level give it. Not for what is told of
    a friend, nor for words of violence that the model surely takes for harmless ("nobody threatens me")."""
    if now.writer in ABOUT_ANOTHER or (said.likeliest or "").startswith("friend."):
        return None
    if {PICTURES, GROOMING} & now.told:
        if threatens_with_pictures(said, now):
            return Violence(PICTURES, {"level": "high"}, calm=True)
        if goes_on_about_pictures(said):
            return Violence(PICTURES, {"repeat": True} if has("pictures", "asks", said) else {}, calm=True, stays=True)
    if level == "routine" and is_sure(said):
        return None
    serious = {"level": "high"} if rank(level) >= rank("elevated") else {}
    if threatens_with_pictures(said, now):
        return Violence(PICTURES, serious, calm=True)
    if {CONTROLLED, PARTNER} & now.told and now.danger is None and _at_times(said):
        return Violence(PARTNER, serious, calm=True)
    if has("home", "family_threatened", said):
        return Violence(THREATS if CONTROLLED in now.told else CONTROLLED, serious)
    at_times = has("home", "at_times", said)
    if (at_home := _at_home(said, now)) is not None or not now.in_talk or not _is_hit(said, level):
        return at_home
    return Violence(THREATS, calm=at_times) if at_times or level != "immediate" else None


def is_sure(said: Said) -> bool:
    """Whether the likeliest topic is one to answer whatever else is in the message."""
    return bool(said.topics) and said.topics[0][1] >= SURE_FROM


def threatens_with_pictures(said: Said, now: Standing) -> bool:
    """Whether somebody threatens with pictures; once they were spoken of, they need not be named again."""
    told = bool({PICTURES, GROOMING} & now.told)
    if not told and not has("pictures", "named", said):
        return False
    spread, threat = has("pictures", "spread", said), has("pictures", "threat", said)
    return (spread and (threat or told)) or (threat and (told or PICTURES in _topics(said)))


def goes_on_about_pictures(said: Said) -> bool:
    """Whether a short message after an answer about pictures is about what was sent or shall be."""
    return has("pictures", "sent", said) and said.is_within(SENT_WORDS, SENT_THAI)


def _at_home(said: Said, now: Standing) -> Violence | None:
    told_not = NOT_SELLING in now.known
    sells = has("home", "selling", said) or bool(set(SELLS_TOLD) & now.told) or bool(SOLD_UNDER & now.sign_ids)
    another = has("danger", "another", said) and not has("danger", "myself", said) and not names_own_partner(said)
    if another or (sells and not told_not):
        return None
    parts = has("home", "parting", said) and (told_not or PARTNER in now.told)
    if PARTNER in now.told and parts and has("home", "staying", said):
        return Violence(PERMIT)
    asks_else = is_sure(said) and said.topics[0][0] not in ANSWERED_BY_PARTNER
    hits = names_own_partner(said) and has("home", "hits", said) and not asks_else
    parts = parts and PARTNER not in now.told and has("home", "staying", said)
    return Violence(PARTNER, calm=has("home", "at_times", said)) if hits or parts else None


def _at_times(said: Said) -> bool:
    """Whether a message says that somebody hits at times, whoever it is: they were spoken of before."""
    another = has("danger", "another", said) and not has("danger", "myself", said)
    return not another and has("home", "hits", said) and has("home", "at_times", said)


def _is_hit(said: Said, level: str) -> bool:
    """Whether a short serious message says no more than that somebody hits the writer, who was named before: a model
    takes it for sadness."""
    short = said.is_within(SENT_WORDS, SENT_THAI) and rank(level) >= rank("elevated") and not names_own_partner(said)
    another = has("danger", "another", said) and not has("danger", "myself", said)
    return short and not another and said.likeliest in (None, SAD) and has("home", "hits", said)


def _topics(said: Said) -> set[str]:
    return {topic for topic, score in said.topics if score >= HINTED_FROM}
