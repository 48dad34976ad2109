"""Which of a message's likely topics is answered: small talk is short, nobody who is low is told goodbye, and what
leads nowhere by itself goes on with what was spoken of. The topics come weighed by that already (`leaning`), and are
reported so."""

from collections.abc import Collection

from bot.conversation.danger import POISONED, SUICIDE
from bot.conversation.guesses import ABUSE, HUMAN, LOW, MINOR, is_guess, is_unasked
from bot.conversation.little import HEARD, HERE_LOW, HERE_MINOR, STAY, only_heard, tells_on, when_heard, without_words
from bot.conversation.message import Said
from bot.conversation.standing import Standing
from bot.conversation.words import has
from bot.conversation.writer import FOR_MINORS
from bot.nlu.topic import UNDERSTOOD_FROM
from bot.nlu.words import rank

YES_NO = frozenset({"chat.affirm", "chat.deny"})
SHORT_TALK = frozenset({"chat.goodbye", "chat.greet", "chat.thanks"})
UNSURE_TALK = frozenset({"chat.goodbye", "chat.out_of_scope"})
PLAIN_WORDS, PLAIN_THAI = 3, 14
"""A plain yes or no has at most so many words, or Thai characters; more is a message of its own."""
TALK_WORDS, TALK_THAI = 5, 30
MEANT_FROM = 0.08
"""The least score of another topic that longer small talk is taken to be about."""
SURE_FROM = 0.5
"""From this score on the likeliest topic is answered whatever was spoken of before."""
BESIDE_FROM = 0.18
"""The least score of the topic that is answered in the place of an unsure goodbye, or of what this is not for."""
GOES_ON_FROM = 0.1
"""The least score of the topic spoken of that an unsure message goes on with."""
LOW_FROM = 0.05
"""The least score of dark thoughts told before that an unsure message goes on with."""
AMOUNT_BELOW = 0.3
"""Below this score a message of little more than a number is about nothing by itself."""
GRAVE_SIGNS = frozenset({"suicidal", "suicide_now", "overdose"})
SERVICE, POLICE = "service.what_is_this", "service.police_contact"
CRUDE = {"assaulted": "law.report_crime", "who_reads": "service.anonymity", "tries_out": SERVICE}
"""Parts of plainly.yml, and what answers a message that is taken for an insult but says one of them."""
NO_PAPERS_CARE, STAYING = "health.no_papers_care", "migration.deportation"
"""Without papers: care where care is named or spoken of, and otherwise the right to stay."""
CHAT_SECRECY, CARE_SECRECY = "service.anonymity", "health.secrecy"
DENIED, GREET, AMISS = "chat.deny", "chat.greet", "chat.out_of_scope"
GREETED = "greet_again"
"""The intent of a greeting in the middle of a conversation."""
ANSWERED = "answered"
"""The intent of an answer that changes nothing."""
NOT_UNDERSTOOD = "not_understood"


def is_plain(said: Said) -> bool:
    """Whether a message is short enough for a plain yes or no, and tells no number."""
    return said.is_within(PLAIN_WORDS, PLAIN_THAI) and not any(char.isdigit() for char in said.plain)


def answered_as(said: Said, here: str, signs: Collection[str], now: Standing) -> str | None:
    """The intent for a message of level `here`; None when nothing in it is likely enough. `signs` are the ids found in
    the conversation so far."""
    likely = said.topics[0][0] if said.topics else ""
    if only_heard(said) and POISONED not in now.sign_ids and (met := when_heard(now)):
        return met
    if now.danger == SUICIDE and likely != HUMAN and not _asks_else(said, now):
        return SUICIDE
    if is_worn_out(said):
        return LOW
    if meant := _said_plainly(said, likely):
        return meant
    if is_plain_doubt(said) and now.asked is None and now.in_talk and not now.consent:
        return without_words(now) or HEARD
    clear = likely != AMISS and said.topics and said.topics[0][1] >= AMOUNT_BELOW
    if not clear and _is_amount(said) and (met := without_words(now)):
        return met
    topics = [pair for pair in said.topics if not is_unasked(*pair, said, here, signs, now)]
    topics = [pair for pair in topics if not is_guess(*pair, now, signs)]
    if not topics or topics[0][1] < UNDERSTOOD_FROM:
        return _unsaid(said, here, now)
    likeliest, score = topics[0]
    others = [topic for topic, least in topics[1:] if least >= MEANT_FROM and not topic.startswith("chat.")]
    if likeliest == NO_PAPERS_CARE and not (now.about or "").startswith("health."):
        return NO_PAPERS_CARE if has("plainly", "of_care", said) else STAYING
    if (met := _in_small_talk(topics, others, said, here, signs, now)) is not None:
        return met
    if score < SURE_FROM and (goes_on := _going_on(said, here, topics, now)):
        return goes_on
    if likeliest == CHAT_SECRECY and (now.about or "").startswith("health.") and not has("plainly", "this_chat", said):
        return CARE_SECRECY
    return likeliest


def _said_plainly(said: Said, likely: str) -> str | None:
    """The topic that words name whatever a model takes the message for."""
    if has("plainly", "care_tells", said):
        return CARE_SECRECY
    if has("plainly", "is_it_a_bot", said):
        return SERVICE
    if has("plainly", "is_it_police", said):
        return POLICE
    return _no_insult(said) if likely == ABUSE else None


def _in_small_talk(
    topics: list[tuple[str, float]],
    others: list[str],
    said: Said,
    here: str,
    signs: Collection[str],
    now: Standing,
) -> str | None:
    """What a yes, a no, a greeting, thanks or a goodbye is answered with where the conversation stands, if the message
    is one or sounds like one; `others` are the likely topics besides."""
    likeliest, score = topics[0]
    if likeliest == "chat.goodbye" and GRAVE_SIGNS & set(signs):
        return LOW
    if likeliest == "chat.goodbye" and now.was_low():
        return HERE_LOW
    unsure = likeliest in UNSURE_TALK or (likeliest in YES_NO and now.asked is None and not now.lately)
    if unsure and score < SURE_FROM and rank(now.level) >= rank("high") and not now.is_low:
        # "he is at work now" sounds like a goodbye, "I am ashamed" like nothing this is for
        return next((topic for topic, least in topics[1:] if least >= BESIDE_FROM and topic in others), STAY)
    if likeliest in YES_NO and now.is_low and now.asked is None:
        return HERE_LOW  # "nobody at all" is no answer where nothing was asked
    if likeliest in (HUMAN, DENIED) and has("plainly", "no_human", said):
        return DENIED
    if likeliest in YES_NO and others and said.is_within(TALK_WORDS, TALK_THAI) and has("plainly", "asks", said):
        return others[0]  # "am I wrong?" is no "no"
    if likeliest in YES_NO and not is_plain(said) and now.is_low:
        return HERE_LOW
    if likeliest in YES_NO and not is_plain(said):
        heard = now.asked or _tells_number(said) or tells_on(said)
        return others[0] if others else ANSWERED if heard else NOT_UNDERSTOOD
    if likeliest == GREET and now.in_talk and said.is_within(TALK_WORDS, TALK_THAI):
        return HERE_LOW if now.is_low else GREETED
    if likeliest in SHORT_TALK and (not said.is_within(TALK_WORDS, TALK_THAI) or "?" in said.text):
        asks = not said.is_within(TALK_WORDS, TALK_THAI) and has("plainly", "asks", said)
        return others[0] if others else _unsaid(said, here, now) or (NOT_UNDERSTOOD if asks else likeliest)
    return None


def is_worn_out(said: Said) -> bool:
    """Whether a message says nothing but that they can bear no more: it may be about anything, so also about life."""
    return said.is_within(PLAIN_WORDS * 2, TALK_THAI) and has("plainly", "worn_out", said)


def is_plain_doubt(said: Said) -> bool:
    """Whether a message says only that they do not know, and nothing of what."""
    return said.is_within(TALK_WORDS + 2, TALK_THAI) and has("plainly", "doubt", said)


def _asks_else(said: Said, now: Standing) -> bool:
    """Whether somebody told to call 112 for their own life surely writes of something else. Never after pills, unless
    they deny them: those go on working whatever is asked."""
    sure = bool(said.topics) and said.topics[0][1] >= SURE_FROM and not said.topics[0][0].startswith("chat.")
    return has("danger", "no_danger", said) or (sure and POISONED not in now.sign_ids)


def _no_insult(said: Said) -> str | None:
    """What a message that sounds like an insult asks or tells in crude words, or with nothing behind it."""
    meant = ((part, topic) for part, topic in CRUDE.items() if has("plainly", part, said))
    return next((topic for _part, topic in meant), None)


def _is_amount(said: Said) -> bool:
    """Whether a message is little more than a number, which is no question: it goes on with what was told."""
    return _tells_number(said) and said.is_within(TALK_WORDS, TALK_THAI) and "?" not in said.text


def _tells_number(said: Said) -> bool:
    return any(char.isdigit() for char in said.plain)


def _unsaid(said: Said, here: str, now: Standing) -> str | None:
    """What is answered to a short message that says too little: after danger 112 again or that somebody is there, after
    dark thoughts those, to someone under 18 what is for them."""
    if not said.has_letters or not said.is_within(TALK_WORDS * 2, TALK_THAI * 2):
        return None
    if now.danger:
        return now.danger if rank(here) >= rank("elevated") else STAY
    if now.was_low():
        return LOW
    if now.writer != "minor" or rank(now.level) < rank("high"):
        return None
    return HERE_MINOR if MINOR in now.told else MINOR


def _going_on(said: Said, here: str, topics: list[tuple[str, float]], now: Standing) -> str | None:
    """The topic spoken of, or dark thoughts told before, for a message of which none is sure."""
    scores, likeliest = dict(topics), topics[0][0]
    if now.danger and not likeliest.startswith("chat."):
        return _unsaid(said, here, now)
    if now.was_low() and scores.get(LOW, 0.0) >= LOW_FROM:
        return LOW
    if now.about and scores.get(now.about, 0.0) >= GOES_ON_FROM:
        return now.about
    if now.writer != "minor" or likeliest.startswith((*FOR_MINORS, "chat.", "service.")):
        return None
    return HERE_MINOR if MINOR in now.told else MINOR
