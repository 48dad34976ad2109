"""Rasa's adapter for the urgency of a message and the signs in it."""

import json
from typing import Any

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu import linear, signs, urgency
from bot.nlu.components.base import (
    JUDGEMENT,
    LANGUAGE,
    MODEL_FILE,
    READING,
    SIGNS,
    Component,
    learn_from,
    messages_folder,
)
from bot.nlu.words import LANGUAGES

THRESHOLDS_FILE = "thresholds.json"


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER], is_trainable=True)
class UrgencyComponent(Component):
    """Sets SIGNS (all, also softened ones) and JUDGEMENT."""

    modules = (
        "urgency",
        "signs",
        "linear",
        "features",
        "reading",
        "openings",
        "meanings",
        "tokens",
        "clean",
        "messages",
        "words",
    )
    libraries = ("pythainlp", "scikit-learn", "numpy", "scipy")
    learns = True
    lexicons = ("meanings", "signs")
    model: linear.LinearModel
    thresholds: urgency.Thresholds

    def train(self, training_data: TrainingData) -> Resource:
        messages, readings = learn_from(messages_folder(self.config))
        found = signs.find_signs_in_all([reading.text for reading in readings], [m.language for m in messages])
        active = [urgency.urgency_features(*one) for one in zip(readings, found, strict=True)]
        model, thresholds = urgency.train_urgency(
            active,
            [m.level for m in messages],
            [m.language for m in messages],
            [m.share for m in messages],
            [urgency.is_guess(*one) for one in zip(readings, found, strict=True)],
        )
        with self.model_storage.write_to(self.resource) as folder:
            model.save(folder / MODEL_FILE)
            (folder / THRESHOLDS_FILE).write_text(json.dumps(thresholds), encoding="utf-8")
        return self.resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "UrgencyComponent":
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component.model = linear.load(folder / MODEL_FILE)
            component.thresholds = json.loads((folder / THRESHOLDS_FILE).read_text(encoding="utf-8"))
        for language in LANGUAGES:
            signs.lexicon_of(language)
        return component

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            found: list[signs.Sign] = []
            try:
                reading, language = message.get(READING), message.get(LANGUAGE)
                found = signs.find_signs(reading.text, language)
                judgement = urgency.judge(reading, language, found, self.model, self.thresholds)
            except Exception:  # noqa: BLE001 (see the package's docstring; the signs are what is left)
                judgement = urgency.judge_by_signs(found)
            message.set(SIGNS, found)
            message.set(JUDGEMENT, judgement)
        return messages
