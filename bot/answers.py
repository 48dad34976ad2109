"""How a response becomes what the door receives: slots keep their types in `custom`, likely topics become buttons, what
was said before is not said again at length, and an answer may be followed by one question."""

import copy
from typing import Any

from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.content.topics import DANGERS
from bot.conversation.memory import Turn, asked, before_danger, turns
from bot.conversation.message import Said
from bot.conversation.questions import next_question, questions
from bot.conversation.words import has
from bot.repeated import KNOWN, in_place_of, line_for, other_words

ASK = "utter_ask"
RESUME = "utter_resume"
OFFER = "utter_offer"
TO_HUMAN = "utter_service.talk_to_human"
OTHERWISE_LIKELY = {
    "any": ("support.local_services", "law.selling", "service.what_is_this"),
    "minor": ("minor.self", "minor.grooming", "service.what_is_this"),
    "low": ("health.mental", "support.local_services", "service.what_is_this"),
    "professional": ("professional.coordinators", "friend.child", "service.what_is_this"),
    "buyer": ("buyer.stop", "law.buying", "service.what_is_this"),
}
"""The buttons under a message that could be about anything, by whom they are for (`line_for`)."""
REPEAT = "repeat"
"""The entity that says that the last answer is asked for again."""
MOST_TOPICS = 3
"""Topics offered as buttons at once."""
OFFER_EVERY = 3
"""Turns: a counsellor who was offered is not offered again in each answer."""


class Answers(TemplatedNaturalLanguageGenerator):
    """Rasa's own responses, with four things added. Set as `nlg` in endpoints.yml.

    Rasa fills a slot into a response as text: a list of signs would reach the door as Python's way of writing lists.
    """

    def __init__(self, endpoint_config: EndpointConfig | None = None, domain: Domain | None = None) -> None:
        super().__init__(domain.responses if domain else {})

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """The response for where the conversation stands; None where there is nothing to ask or to go back to, and by
        text before the consent question, which says the same and is paid for by its length."""
        if utter_action == ASK:
            return self._question(tracker, output_channel)
        if utter_action == RESUME:
            return self._resumed(tracker, output_channel)
        if utter_action == TO_HUMAN and tracker.get_slot("channel") == "sms":
            return None
        said = self._for_writer(utter_action, tracker.current_slot_values())
        response: dict[str, Any] | None = await super().generate(said, tracker, output_channel, **kwargs)
        if response and utter_action == OFFER and _offered(turns(tracker.events)):
            return None
        shorter = self._shorter(utter_action, str(response.get("text")), tracker) if response else None
        return self._said_shorter(shorter, response, tracker, output_channel) if response and shorter else response

    def generate_from_slots(
        self, utter_action: str, filled_slots: dict[str, Any], output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """The response for these slots; the first `utter_not_understood` with the three likely topics as buttons."""
        response: dict[str, Any] | None = super().generate_from_slots(
            utter_action, filled_slots, output_channel, **kwargs
        )
        if response and utter_action == "utter_not_understood" and not response.get("buttons"):
            buttons = self._likely_topics(filled_slots, output_channel)
            if buttons:
                response["buttons"] = buttons
        return response

    def _fill_response(
        self, response: dict[str, Any], filled_slots: dict[str, Any] | None = None, **kwargs: Any
    ) -> dict[str, Any]:
        slots = filled_slots or {}
        custom = response.pop("custom", None)
        filled: dict[str, Any] = super()._fill_response(response, slots, **kwargs)
        if custom is not None:
            filled["custom"] = put_slots(custom, slots)
        return filled

    def _for_writer(self, utter_action: str, slots: dict[str, Any]) -> str:
        """The response in the place of one with lines for adults, when somebody under 18 writes."""
        of_minor = f"utter_minor.{utter_action.removeprefix('utter_')}"
        return of_minor if slots.get("writer") == "minor" and of_minor in self.responses else utter_action

    def _likely_topics(self, slots: dict[str, Any], output_channel: str) -> list[dict[str, str]]:
        likely = slots.get("likely") or OTHERWISE_LIKELY[line_for(slots, [])]
        return [button for topic in likely for button in self._topic_button(topic, slots, output_channel)]

    def _topic_button(self, topic: str, slots: dict[str, Any], output_channel: str) -> list[dict[str, str]]:
        label = self._random_response_for(f"utter_label.{topic}", output_channel, slots)
        return [{"title": label["text"], "payload": topic}] if label else []

    def _shorter(self, utter_action: str, text: str, tracker: DialogueStateTracker) -> str | None:
        """The response for a long text that stands further up already; None when it is to be said whole. An SMS may
        have been lost: asked for again it is said whole, and danger every other time."""
        topic, before = utter_action.removeprefix("utter_"), turns(tracker.events)[:-1]
        again = _asked_for_again(tracker)
        if f"utter_again.{topic}" not in self.responses:
            return None
        if tracker.get_slot("channel") == "sms" and (again or (topic in DANGERS and before[-1].texts[:1] != [text])):
            return None
        signs = [sign["id"] for sign in tracker.get_slot("signs") or []]
        return in_place_of(topic, text, before, again, signs, asks=_asks(tracker))

    def _said_shorter(
        self, name: str, whole: dict[str, Any], tracker: DialogueStateTracker, output_channel: str
    ) -> dict[str, Any] | None:
        """The shorter response, with the buttons and sources of the whole one; danger stands alone."""
        slots = tracker.current_slot_values()
        if name in KNOWN:
            return self._known(whole, slots, turns(tracker.events)[:-1], output_channel)
        said = self.generate_from_slots(name, slots, output_channel)
        if said and not said.get("custom"):
            said["buttons"] = [*(whole.get("buttons") or []), *(said.get("buttons") or [])]
            said |= {"custom": whole["custom"]} if whole.get("custom") else {}
        return said

    def _known(
        self, whole: dict[str, Any], slots: dict[str, Any], before: list[Turn], output_channel: str
    ) -> dict[str, Any] | None:
        """That the text told may not answer this, who can, and its neighbours and the likeliest topics not told yet."""
        line = self._random_response_for(f"utter_line.{line_for(slots, before)}", output_channel, slots)
        ways = [
            self.generate_from_slots(name, {**slots, "line": (line or {}).get("text")}, output_channel)
            for name in KNOWN
        ]
        said = ways[other_words([str((way or {}).get("text")) for way in ways], before)]
        if said:
            told = {turn.intent for turn in before}
            offered = [*(whole.get("buttons") or []), *self._likely_topics(slots, output_channel)]
            topics = {button["payload"]: button for button in offered if button["payload"] not in told}
            said["buttons"] = [*list(topics.values())[:MOST_TOPICS], *(said.get("buttons") or [])]
            said |= {"custom": whole["custom"]} if whole.get("custom") else {}
        return said

    def _question(self, tracker: DialogueStateTracker, output_channel: str) -> dict[str, Any] | None:
        conversation, slots = turns(tracker.events), tracker.current_slot_values()
        question = next_question(conversation[-1].intent, slots, asked(conversation))
        return self.generate_from_slots(f"{ASK}.{question.id}", slots, output_channel) if question else None

    def _resumed(self, tracker: DialogueStateTracker, output_channel: str) -> dict[str, Any] | None:
        """After danger: the question that stood open is asked again, or the topic they had asked about is offered."""
        where, slots = before_danger(turns(tracker.events)), tracker.current_slot_values()
        if where is None:
            return None
        if where.asked in questions():
            return self.generate_from_slots(f"{ASK}.{where.asked}", slots, output_channel)
        response = self.generate_from_slots(RESUME, slots, output_channel)
        if response and where.topic:
            response["buttons"] = self._topic_button(where.topic, slots, output_channel)
        return response


def _offered(conversation: list[Turn]) -> bool:
    """Whether a counsellor was offered in one of the last turns, this one included (a button under the answer)."""
    return any(turn.offered for turn in conversation[-OFFER_EVERY:])


def _asks(tracker: DialogueStateTracker) -> bool:
    """Whether the message being answered is a question, or a button, which asks as well."""
    text = (tracker.latest_message.text if tracker.latest_message else None) or "/"
    return text.startswith("/") or has("plainly", "asks", Said(text, tracker.get_slot("language") or "en", []))


def _asked_for_again(tracker: DialogueStateTracker) -> bool:
    """Whether the answer itself is wanted again: by its button, or in words ("what was the number?")."""
    message = tracker.latest_message
    if message is None:
        return False
    named = {entity.get("entity") for entity in message.entities or []}
    return REPEAT in named or (message.text or "").startswith("/")


def put_slots(value: Any, slots: dict[str, Any]) -> Any:
    """`value` with every `"{name}"` replaced by that slot's value as it is: a list stays a list, a number a number."""
    if isinstance(value, dict):
        return {key: put_slots(inner, slots) for key, inner in value.items()}
    if isinstance(value, list):
        return [put_slots(inner, slots) for inner in value]
    if isinstance(value, str) and value[:1] == "{" and value[-1:] == "}" and value[1:-1] in slots:
        return copy.deepcopy(slots[value[1:-1]])
    return value
