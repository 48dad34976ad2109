"""Rasa's adapter for the topic of a message."""

from typing import Any

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu import linear, topic
from bot.nlu.components.base import MODEL_FILE, READING, TOPICS, Component, learn_from, messages_folder
from bot.nlu.openings import without_greeting
from bot.nlu.reading import Reading, read

GREETING = "chat.greet"


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER], is_trainable=True)
class TopicComponent(Component):
    """Sets TOPICS: the three likeliest with their scores."""

    modules = ("topic", "linear", "features", "reading", "openings", "meanings", "tokens", "clean", "messages", "words")
    libraries = ("pythainlp", "scikit-learn", "numpy", "scipy")
    learns = True
    lexicons = ("meanings",)

    model: linear.LinearModel

    def train(self, training_data: TrainingData) -> Resource:
        messages, readings = learn_from(messages_folder(self.config))
        model = topic.train_topics(
            [reading.active for reading in readings], [m.topic for m in messages], [m.is_held_out for m in messages]
        )
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
    ) -> "TopicComponent":
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component.model = linear.load(folder / MODEL_FILE)
        return component

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            try:
                topics = self._topics_of(message.get(READING))
            except Exception:  # noqa: BLE001 (see the package's docstring)
                topics = []
            message.set(TOPICS, topics)
        return messages

    def _topics_of(self, reading: Reading) -> topic.Topics:
        """A greeting that goes on is about what follows it."""
        topics = topic.likely_topics(reading.active, self.model)
        rest = without_greeting(reading.text)
        if rest == reading.text or not topics or topics[0][0] != GREETING:
            return topics
        about = topic.likely_topics(read(rest).active, self.model)
        return about if topic.is_understood(about) and not about[0][0].startswith("chat.") else topics
