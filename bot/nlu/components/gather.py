"""Rasa's adapter for the last word on a message: it sets the intent and the entities that fill the slots."""

from typing import Any

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.conversation import gather, words
from bot.nlu.components.base import JUDGEMENT, LANGUAGE, OTHER_LANGUAGE, SIGNS, TOPICS, Component, metadata_of
from bot.nlu.urgency import judge_by_signs


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER], is_trainable=False)
class GatherComponent(Component):
    """Stands last in the pipeline, so that its intent is the one the dialogue follows."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "GatherComponent":
        words.forget()  # a new model may stand on changed words
        return cls(config, model_storage, resource)

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text, metadata = message.get(TEXT) or "", metadata_of(message)
            try:
                signs = message.get(SIGNS) or []
                gathered = gather.gather(
                    text,
                    message.get(LANGUAGE),
                    message.get(TOPICS) or [],
                    message.get(JUDGEMENT) or judge_by_signs(signs),
                    signs,
                    metadata,
                    message.get(OTHER_LANGUAGE),
                )
            except Exception:  # noqa: BLE001 (see the package's docstring)
                gathered = gather.nothing_understood(metadata)
            intent = {"name": gathered.intent, "confidence": gathered.score}
            message.set(INTENT, intent, add_to_output=True)
            message.set(INTENT_RANKING_KEY, [intent], add_to_output=True)
            message.set(
                ENTITIES,
                [
                    {"entity": name, "value": value, "start": 0, "end": 0, "extractor": "lykta"}
                    for name, value in gathered.entities.items()
                ],
                add_to_output=True,
            )
        return messages
