"""Rasa's adapter for the language of a message."""

from typing import Any

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu import language, linear, other_languages
from bot.nlu.clean import clean
from bot.nlu.components.base import LANGUAGE, MODEL_FILE, OTHER_LANGUAGE, Component, messages_folder, metadata_of
from bot.nlu.messages import read_everyday, read_messages
from bot.nlu.words import LANGUAGES

EVERY = 2
"""Of so many messages one is learnt from: half are plenty to tell four languages apart."""


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER], is_trainable=True)
class LanguageComponent(Component):
    """Sets LANGUAGE to one of the four, and OTHER_LANGUAGE to the name of a fifth when the message is in one."""

    modules = ("language", "other_languages", "linear", "features", "clean", "messages", "signs", "words")
    libraries = ("langdetect", "scikit-learn", "numpy", "scipy")
    learns = True

    model: linear.LinearModel

    def train(self, training_data: TrainingData) -> Resource:
        messages = read_messages(messages_folder(self.config))
        model = language.train_language(messages[::EVERY], read_everyday())
        with self.model_storage.write_to(self.resource) as folder:
            model.save(folder / MODEL_FILE)
        return self.resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "LanguageComponent":
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component.model = linear.load(folder / MODEL_FILE)
        language.warm_up()
        return component

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            told, other = metadata_of(message), None
            sofar, picked, begun = told.get("language"), bool(told.get("picked")), bool(told.get("begun"))
            try:
                text = clean(message.get(TEXT) or "")
                found = language.language_in_talk(text, self.model, sofar, picked, begun)
                in_thai = begun and sofar == found == "th" and language.language_of_words(text) == "th"
                other = None if in_thai else other_languages.name_of_other(text, self.model)
            except Exception:  # noqa: BLE001 (see the package's docstring)
                found = sofar if sofar in LANGUAGES else "en"
            message.set(LANGUAGE, found)
            message.set(OTHER_LANGUAGE, other)
        return messages
