"""What comes after danger was answered: help is called, it is over, they dare not or cannot call, it may begin again,
they say where they are, they deny it, or they ask that somebody stays. What is none of these is read as any other
message."""

from collections.abc import Collection

from bot.conversation.danger import (
    ELSEWHERE,
    LOW,
    NOW,
    POISONED,
    SUICIDE,
    SUICIDE_SIGNS,
    is_calmer,
    is_helped,
    says_better,
    says_no_danger,
)
from bot.conversation.message import Said
from bot.conversation.standing import Standing
from bot.conversation.tongue import tongue_in
from bot.conversation.words import has
from bot.conversation.writer import ABOUT_ANOTHER
from bot.nlu.words import rank

HELPED, CALMER, CALMER_LOW, FEARS_CALLING, TALK = "helped", "calmer", "calmer_low", "fear_112", "talk"
CANNOT_CALL, COMING_BACK, WHEREABOUTS, OUT, HOLD = "cannot_call", "coming_back", "where_danger", "out_of_danger", "hold"
SHELTER = "safety.shelter"
"""The topic for whoever was in danger and asks where to go."""
WORDS, THAI = 30, 140
"""A message that says so is at most so long: a longer one tells something, which is answered."""
BRIEF_WORDS, BRIEF_THAI = 10, 50
"""One that says no more than where they are, or that the other comes back."""
ASLEEP_WORDS, ASLEEP_THAI = 5, 20
"""One that says no more than that the other is asleep, and not that it is calm ("he is asleep, i am ok now")."""
ADDRESS = "⟦address⟧"
"""What the door leaves of a street."""
SURE_FROM = 0.8
"""From this score on a message is about something else, whatever it says of the other."""


def after_danger(said: Said, level: str, signs: Collection[str], in_danger: bool, now: Standing) -> str | None:
    """The intent for a message after danger or dark thoughts, if it is one of these. `level` is the message's, `signs`
    are the ids found in it, `in_danger` says that they or the door see danger in it: then only a fear of calling is
    heard."""
    if not said.is_within(WORDS, THAI):
        return None
    if now.level == "immediate" and says_afraid_to_call(said):
        return FEARS_CALLING
    if now.level == "immediate" and has("after_danger", "cannot_call", said):
        return CANNOT_CALL
    if in_danger:
        return None
    if now.level == "immediate" and (goes_on := danger_goes_on(said, now)):
        return goes_on
    if is_helped(said, now):
        return HELPED
    if now.level == "immediate" and asks_where_to_go(said, now):
        return SHELTER
    if is_calmer(said, now) and not has("roles", "buyer", said):
        return CALMER
    brief = said.is_within(BRIEF_WORDS, BRIEF_THAI) and "?" not in said.text
    if brief and rank(now.level) >= rank("high") and says_no_danger(said) and not now.is_low:
        return CALMER
    if POISONED in now.sign_ids:
        return None  # what was taken goes on working, whatever is said of it
    if denies_own_hand(said, signs, now):
        return CALMER_LOW
    calm_enough = rank(now.level) >= rank("high") and level != "immediate"
    talk = has("after_danger", "just_talk", said) and tongue_in(said) is None
    return TALK if calm_enough and talk else None


def danger_goes_on(said: Said, now: Standing) -> str | None:
    """The intent for what is no denial of danger: they got out, the other may come back or in or is only asleep, they
    say where they are, or nothing but a sign."""
    if not said.has_words and ADDRESS not in said.text:
        return HOLD
    here = (now.in_danger and now.danger in (NOW, None)) or now.is_over
    if here and has("after_danger", "out", said) and not has("after_danger", "followed", said):
        return OUT
    if not said.is_within(BRIEF_WORDS, BRIEF_THAI):
        return None
    elsewhere = bool(said.topics) and said.topics[0][1] >= SURE_FROM and said.topics[0][0].startswith(ELSEWHERE)
    by_another = now.danger in (NOW, None) and not SUICIDE_SIGNS & now.sign_ids
    asleep = said.is_within(ASLEEP_WORDS, ASLEEP_THAI) and has("after_danger", "asleep", said)
    if by_another and not elsewhere and (asleep or has("after_danger", "coming_back", said)):
        return COMING_BACK
    return WHEREABOUTS if now.in_danger and says_where(said, now) else None


def asks_where_to_go(said: Said, now: Standing) -> bool:
    """Whether somebody who was in danger asks where to go, and nothing else was spoken of since."""
    of_danger = (now.about or SHELTER).startswith("safety.") and not SUICIDE_SIGNS & now.sign_ids
    return of_danger and now.writer not in ABOUT_ANOTHER and has("after_danger", "where_to", said)


def says_where(said: Said, now: Standing) -> bool:
    """Whether a message tells a place, or that it is not known, and does not ask for help there; a place that was asked
    for answers that question."""
    if now.asked == "place" or has("after_danger", "seeks", said):
        return False
    return said.place is not None or ADDRESS in said.text or has("after_danger", "whereabouts", said)


def says_afraid_to_call(said: Said) -> bool:
    """Whether they do not call for fear of police, of having to leave the country, of being known, or of the bill."""
    return has("after_danger", "not_calling", said) and has("after_danger", "fear_of", said)


def denies_own_hand(said: Said, signs: Collection[str], now: Standing) -> bool:
    """Whether someone who was taken to want to die says that it is not so, or not now, or that they feel better."""
    low = now.danger == SUICIDE or bool(SUICIDE_SIGNS & now.sign_ids) or LOW in now.told
    meant = low and not SUICIDE_SIGNS & set(signs)
    denied = has("after_danger", "own_hand_denied", said) or says_better(said)
    return meant and denied and not has("after_danger", "at_hand", said)
