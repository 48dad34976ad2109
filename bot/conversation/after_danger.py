"""What comes after danger was answered: help is called, it is over, they dare not call, they deny it, or they ask that
somebody stays. What is none of these is read as any other message."""

from collections.abc import Collection

from bot.conversation.danger import LOW, POISONED, SUICIDE, SUICIDE_SIGNS, is_calmer, is_helped
from bot.conversation.message import Said
from bot.conversation.standing import Standing
from bot.conversation.words import has
from bot.nlu.words import rank

HELPED, CALMER, CALMER_LOW, FEARS_CALLING, TALK = "helped", "calmer", "calmer_low", "fear_112", "talk"
WORDS, THAI = 30, 140
"""A message that says so is at most so long: a longer one tells something, which is answered."""


def after_danger(said: Said, level: str, signs: Collection[str], in_danger: bool, now: Standing) -> str | None:
    """The intent for a message after danger or dark thoughts, if it is one of these. `level` is the message's, `signs`
    are the ids found in it, `in_danger` says that they or the door see danger in it: then only a fear of calling is
    heard."""
    if not said.is_within(WORDS, THAI):
        return None
    if now.level == "immediate" and says_afraid_to_call(said):
        return FEARS_CALLING
    if in_danger:
        return None
    if is_helped(said, now):
        return HELPED
    if is_calmer(said, now) and not has("roles", "buyer", said):
        return CALMER
    if POISONED in now.sign_ids:
        return None  # what was taken goes on working, whatever is said of it
    if denies_own_hand(said, signs, now):
        return CALMER_LOW
    calm_enough = rank(now.level) >= rank("high") and level != "immediate"
    return TALK if calm_enough and has("after_danger", "just_talk", said) else None


def says_afraid_to_call(said: Said) -> bool:
    """Whether they do not call for fear of police, of having to leave the country, of being known, or of the bill."""
    return has("after_danger", "not_calling", said) and has("after_danger", "fear_of", said)


def denies_own_hand(said: Said, signs: Collection[str], now: Standing) -> bool:
    """Whether someone who was taken to want to die says that it is not so, or not now."""
    low = now.danger == SUICIDE or bool(SUICIDE_SIGNS & now.sign_ids) or LOW in now.told
    meant = low and not SUICIDE_SIGNS & set(signs)
    return meant and has("after_danger", "own_hand_denied", said) and not has("after_danger", "at_hand", said)
