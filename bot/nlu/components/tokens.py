"""Rasa's adapter for the words of a message."""

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.components.base import READING, Component
from bot.nlu.meanings import load_meanings
from bot.nlu.reading import Reading, read
from bot.nlu.tokens import warm_up


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER], is_trainable=False)
class TokenComponent(Component):
    """Sets READING: the cleaned text, its words, meanings and features."""

    modules = ("tokens", "reading", "meanings", "features", "clean")
    libraries = ("pythainlp", "numpy")
    lexicons = ("meanings",)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "TokenComponent":
        warm_up()
        load_meanings()
        return cls(config, model_storage, resource)

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            try:
                reading = read(message.get(TEXT) or "")
            except Exception:  # noqa: BLE001 (see the package's docstring)
                reading = Reading("", (), np.zeros(0, dtype=np.uint32))
            message.set(READING, reading)
        return messages
