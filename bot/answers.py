"""How a response becomes what the door receives: slots keep their types in `custom`, likely topics become buttons."""

import copy
from typing import Any

from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.utils.endpoints import EndpointConfig


class Answers(TemplatedNaturalLanguageGenerator):
    """Rasa's own responses, two things added. Set as `nlg` in endpoints.yml.

    Rasa fills a slot into a response as text: a list of signs would reach the door as Python's way of writing lists.
    """

    def __init__(self, endpoint_config: EndpointConfig | None = None, domain: Domain | None = None) -> None:
        super().__init__(domain.responses if domain else {})

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

    def _likely_topics(self, slots: dict[str, Any], output_channel: str) -> list[dict[str, str]]:
        buttons = []
        for topic in slots.get("likely") or []:
            label = self._random_response_for(f"utter_label.{topic}", output_channel, slots)
            if label:
                buttons.append({"title": label["text"], "payload": topic})
        return buttons


def put_slots(value: Any, slots: dict[str, Any]) -> Any:
    """`value` with every `"{name}"` replaced by that slot's value as it is: a list stays a list, a number a number."""
    if isinstance(value, dict):
        return {key: put_slots(inner, slots) for key, inner in value.items()}
    if isinstance(value, list):
        return [put_slots(inner, slots) for inner in value]
    if isinstance(value, str) and value[:1] == "{" and value[-1:] == "}" and value[1:-1] in slots:
        return copy.deepcopy(slots[value[1:-1]])
    return value
