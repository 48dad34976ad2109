"""What a message means where it stands: an answer to the question just asked, a place, or a short question that leans
on the topic just answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.conversation.danger import says_safe, says_unsafe
from bot.conversation.little import tells_on
from bot.conversation.message import Said
from bot.conversation.open_question import answer_to, of_age_alone
from bot.conversation.questions import Reply, questions, replies
from bot.conversation.standing import Standing
from bot.conversation.words import begins, follow_ups, has
from bot.conversation.writer import PROFESSIONAL, is_professional
from bot.nlu.places import Place

NEAR = "near"
FRIEND_TOLD = "friend_told"
NOT_A_REASON = ("friend.", "service.", "chat.greet")
"""Topics of a message that does not say why a friend worries."""
NO_OTHER = ("service.", "chat.")
"""Topics that a short question is taken for whatever it leans on."""
LOCAL = "support.local_services"
SAFE, UNSAFE = "safe.yes", "safe.no"
SAME = "same"
NO_PAPERS_CARE = "health.no_papers_care"
LEANS_BACK = frozenset({"what_now", "their_anger", "my_fault"})
"""Follow-ups that say nothing without what was spoken of."""
SHELTER = "safety.shelter"
SURE_FROM = 0.8
HINTED_FROM = 0.04
"""Below this score a topic beside "help near me" is not taken for what is looked for there."""
BEGUN_WORDS, BEGUN_THAI = 8, 45
"""A follow-up that begins as one ("and if ...") is at most so long; one that does not, as below."""
BARE_WORDS, BARE_THAI = 4, 22
UNSURE_PLACE = 0.3
"""A short message of which no topic is likelier says where somebody is, and nothing else."""
UNSURE_BELOW = 0.7
"""Of a message whose likeliest topic is not this likely a follow-up may be half as long again."""


@dataclass(frozen=True)
class Meaning:
    """The intent to answer, what it tells (slots of the same names), and whether it `stays` with what is spoken of, so
    that it gives way to nothing when told before."""

    intent: str
    tells: Mapping[str, Any] = field(default_factory=dict)
    stays: bool = True


def meaning_of(said: Said, level: str, now: Standing) -> Meaning | None:
    """The meaning that where it stands gives a message of this level, if any. Never called for a message of immediate
    danger: that is answered before anything else."""
    question = questions().get(now.asked or "")
    answer = answer_to(question, said) if question else of_age_alone(said, now)
    if answer is None and says_unsafe(said, now):
        answer = replies()[UNSAFE]
    elif answer is None and says_safe(said, now):
        answer = replies()[SAFE]
    if answer:
        return _of_reply(answer, now)
    if is_professional(said):
        return Meaning(PROFESSIONAL, {"writer": "other"})
    if said.place and (wanted := _wanted_there(said.place, said, now)):
        return Meaning(NEAR, {"about": wanted})
    if led := _follow_up(said, now):
        again = led == now.about or led in now.told
        return Meaning(led, {**_sought(led, now), **({"repeat": True} if again else {})})
    asks = (said.likeliest is not None and "?" in said.text) or asks_of_law(said)
    why = question is not None and question.id == "friend_why" and not asks
    worried = said.likeliest == "friend.worried" and tells_on(said)
    if why and (worried or not (said.likeliest or "").startswith(NOT_A_REASON)):
        return Meaning(FRIEND_TOLD, {"writer": "friend"})
    return None


def asks_of_law(said: Said) -> bool:
    """Whether a message is no reason to worry but a question of its own ("can I report it")."""
    return has("plainly", "asks", said) and (said.likeliest or "").startswith(("law.", "migration."))


def told_in_passing(said: Said, now: Standing) -> dict[str, Any]:
    """What a message tells besides what it asks: a place, children (slots of the same names)."""
    tells: dict[str, Any] = {"known": ["children"]} if _mentions_children(said) else {}
    if said.place:
        tells |= {"place": {"county": said.place.county, "town": said.place.town}, "place_known": True}
    if said.place and said.place.bare and now.language:
        tells["language"] = now.language  # the name of a town is no sign of the language
    return tells


def _of_reply(reply: Reply, now: Standing) -> Meaning:
    return Meaning(reply.intent, {**reply.tells, **_sought(reply.intent, now)})


def _sought(intent: str, now: Standing) -> dict[str, Any]:
    return {"about": now.about or LOCAL} if intent == NEAR else {}


def _wanted_there(place: Place, said: Said, now: Standing) -> str | None:
    """What is looked for at a place: what the message asks for, else what was answered last; None when the place is
    only named in passing."""
    if place.bare:
        return now.about or LOCAL
    local = questions()["place"].after
    here = said.is_within(BEGUN_WORDS, BEGUN_THAI) and (not said.topics or said.topics[0][1] < UNSURE_PLACE)
    if said.likeliest != LOCAL and here and now.about in local and "?" not in said.text:
        return now.about  # "I am in a small town, Ulricehamn"
    if said.likeliest != LOCAL:
        return said.likeliest if said.likeliest in local else None
    others = [topic for topic, score in said.topics[1:] if score >= HINTED_FROM and topic in local]
    return others[0] if others else now.about or LOCAL


def _follow_up(said: Said, now: Standing) -> str | None:
    """The topic, or `near`, that a short question leads to after an answer."""
    begun = begins()[said.language].match(said.plain)
    words, thai = (BEGUN_WORDS, BEGUN_THAI) if begun else (BARE_WORDS, BARE_THAI)
    more = 1.5 if not said.topics or said.topics[0][1] < UNSURE_BELOW else 1
    short = said.is_within(int(words * more), int(thai * more))
    if short and now.is_over and follow_ups()["where"].words[said.language].search(said.plain):
        return SHELTER
    if now.about is None or not short:
        return None
    care = said.likeliest == NO_PAPERS_CARE and said.topics[0][1] >= SURE_FROM
    for name, follow_up in follow_ups().items():
        if care and name == "no_papers":
            continue  # whoever names a doctor asks about care, whatever was spoken of
        if name in LEANS_BACK and (now.danger or now.is_low):
            continue  # danger has its own answers
        if follow_up.words[said.language].search(said.plain):
            led = follow_up.answers(now.about) or (follow_up.answers("friend") if now.writer == "friend" else None)
            if led is None or (led == SAME and _asks_another(said, now)):
                continue
            return now.about if led == SAME else led
    return None


def _asks_another(said: Said, now: Standing) -> bool:
    """Whether a message is surely about another topic than the one just answered ("do I have to pay tax on it")."""
    another = said.likeliest not in (None, now.about) and not (said.likeliest or "").startswith(NO_OTHER)
    return another and said.topics[0][1] >= SURE_FROM


def _mentions_children(said: Said) -> bool:
    return bool(follow_ups()["children"].words[said.language].search(said.plain))
