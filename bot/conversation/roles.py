"""Who writes, for the whole conversation: once somebody is clearly a professional, a buyer, a worker or one who does
not sell, they stay that, and are answered so, until they say that they sell."""

from dataclasses import replace

from bot.conversation.danger import ABROAD, BRIEF_THAI, BRIEF_WORDS, SURE_FROM
from bot.conversation.meaning import Meaning
from bot.conversation.message import Said
from bot.conversation.standing import Standing
from bot.conversation.words import has
from bot.conversation.writer import BUYING, NOT_SELLING, PROFESSIONAL, SMALL_TALK, is_professional
from bot.nlu.words import rank

FRIEND_WHY, SELF = "friend_why", "self"
BUYER, WORKER = "buyer.stop", "exploit.labour"
FRIEND, REPORT, CHILD, HUMAN = "friend.worried", "friend.report", "friend.child", "service.talk_to_human"
SIGNS = "friend.signs"


def told_of_writer(said: Said, now: Standing) -> frozenset[str]:
    """What a message tells for good of who writes: words of `Standing.known`, roles as in writers.yml. Who was under 18
    or wrote of a friend before does not become another by a word."""
    told = {NOT_SELLING} if has("home", "not_selling", said) else set()
    if now.writer in ("minor", "friend"):
        return frozenset(told)
    if is_professional(said):
        told.add(PROFESSIONAL)
    elif has("roles", "buyer", said):
        told.add(BUYER)
    elif has("roles", "worker", said) and (told or WORKER in now.told or said.likeliest == WORKER):
        told.add(WORKER)
    return frozenset(told)


def without_other_work(said: Said, now: Standing) -> Standing:
    """Where the conversation stands once a writer taken for a worker says that they sell."""
    sells = has("home", "selling", said) and not has("home", "not_selling", said)
    if not sells or now.writer in ("friend", "other"):
        return now
    return replace(now, known=now.known - {WORKER}, told=now.told - {WORKER})


def asked_in_role(said: Said, now: Standing) -> Meaning | None:
    """What a message asks where its words mean something of their own from this writer: a buyer who did it again or met
    somebody who seemed a child, a professional who asks for a number or whether they must report."""
    if is_onlooker(said, now) and is_unsure(said):
        return Meaning(FRIEND, {"writer": "friend"})
    if (now.writer == "friend" or now.asked == FRIEND_WHY) and rank(now.level) >= rank("high") and now.danger is None:
        here = has("roles", "abroad", said) and said.is_within(BRIEF_WORDS, BRIEF_THAI) and "?" not in said.text
        if here:
            return Meaning(ABROAD, {"writer": "friend"})
    roles = now.known | now.told
    if PROFESSIONAL in roles and not is_professional(said):
        if has("roles", "duty", said):
            return Meaning(CHILD if CHILD not in now.told else PROFESSIONAL, {"writer": "other"})
        named = has("roles", "counsellor", said)
        if not named and (has("roles", "number", said) or said.likeliest == HUMAN):
            again = {"repeat": True} if PROFESSIONAL in now.told else {}
            return Meaning(PROFESSIONAL, {"writer": "other", **again})
    if now.writer == "friend" and has("roles", "paid_another", said):
        return Meaning(SIGNS if SIGNS not in now.told else REPORT, {"writer": "friend"})
    if BUYER not in now.known and not (BUYING & now.told and now.writer == "other"):
        return None
    if has("roles", "seemed_minor", said):
        return Meaning(REPORT if BUYER in now.told else BUYER, {"writer": "other"})
    if has("roles", "reports", said):
        return Meaning(REPORT, {"writer": "other", "repeat": True})
    says_so = has("roles", "buyer", said)
    stops = has("roles", "stopping", said) and (says_so or said.is_within(BRIEF_WORDS, BRIEF_THAI))
    unsure = is_unsure(said) or said.topics[0][0].startswith(SMALL_TALK)
    again = {"repeat": True} if BUYER in now.told else {}
    return Meaning(BUYER, {"writer": "other", **again}) if stops or (says_so and unsure) else None


def is_onlooker(said: Said, now: Standing) -> bool:
    """Whether somebody says, before anything was answered, that they write of one they know or are related to."""
    return not now.told and now.writer in (None, SELF) and has("roles", "onlooker", said)


def is_unsure(said: Said) -> bool:
    """Whether no topic is likely enough to answer whatever else a message says."""
    return not said.topics or said.topics[0][1] < SURE_FROM
