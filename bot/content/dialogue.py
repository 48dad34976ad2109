"""The part of the dialogue that follows from the list of topics: intents, the rule of each, and who waits for a yes.

The rules with a shape of their own stand in `data/rules.yml`.
"""

from typing import Any

from bot.content.topics import Topic
from bot.conversation.questions import questions

OWN_RULES = frozenset({"service.talk_to_human", "support.local_services", "chat.affirm", "chat.deny"})
"""Topics whose rule stands in data/rules.yml."""

HEARD = {
    "asks": ("handoff.ask", "service.talk_to_human"),
    "says_yes": ("chat.affirm",),
    "says_no": ("chat.deny", "handoff.no"),
    "heard": ("heard",),
    "missed": ("not_understood",),
}
"""What the slot `awaiting` is told for which intents (bot/slots.py says what it makes of it)."""

OFFERING = ("no_answer_yet", "sorry")


def compile_rules(topics: dict[str, Topic]) -> list[dict[str, Any]]:
    """A rule for each topic that has no shape of its own: answer, for a serious topic the offer, for one that has
    questions one of them, then the state. In danger nothing is asked."""
    followed = {intent for question in questions().values() for intent in question.after}
    rules = []
    for topic in topics.values():
        if topic.id in OWN_RULES:
            continue
        offer = ["utter_offer"] if topic.serious else []
        ask = ["utter_ask"] if topic.id in followed else []
        after = [f"utter_about.{topic.id}", "utter_danger_offer"] if topic.is_danger else [*offer, *ask]
        said = [f"utter_{topic.id}", *after, "utter_state"]
        rules.append({"rule": topic.id, "steps": [{"intent": topic.id}, *({"action": action} for action in said)]})
    return rules


def awaiting_mappings(topics: dict[str, Topic], answered: set[str], own_intents: list[str]) -> list[dict[str, Any]]:
    """How the slot `awaiting` hears of each intent. A topic without an answer yet offers a person, so it waits too."""
    heard = {intent: word for word, intents in HEARD.items() for intent in intents}
    for topic in topics.values():
        unanswered = not topic.is_small_talk and topic.id not in answered
        if topic.id not in heard:
            heard[topic.id] = "offers" if topic.serious or unanswered else "other"
    for intent in own_intents:
        heard.setdefault(intent, "offers" if intent in OFFERING else "other")
    words = sorted(set(heard.values()))
    return [
        {"type": "from_intent", "value": word, "intent": sorted(i for i, w in heard.items() if w == word)}
        for word in words
    ]
