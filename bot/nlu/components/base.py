"""What the adapters share: Rasa's constructor, the training messages' folder, and where findings lie on a message."""

from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.fingerprints import fingerprint
from bot.nlu.messages import MESSAGES, TrainingMessage, read_messages
from bot.nlu.reading import Reading, read

READING = "lykta_reading"
LANGUAGE = "lykta_language"
OTHER_LANGUAGE = "lykta_other_language"
TOPICS = "lykta_topics"
JUDGEMENT = "lykta_judgement"
SIGNS = "lykta_signs"

MODEL_FILE = "model.npz"


class Component(GraphComponent):
    """`config` may name another folder of training messages (`messages`); relative paths start at the bot's folder.

    A subclass says what it stands on besides its own source, so that a change there is noticed: `modules` of bot.nlu,
    `libraries`, whether it `learns` from the messages and which `lexicons` (folders in config) it reads.
    """

    modules: ClassVar[tuple[str, ...]] = ()
    libraries: ClassVar[tuple[str, ...]] = ()
    learns: ClassVar[bool] = False
    lexicons: ClassVar[tuple[str, ...]] = ()

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self.config, self.model_storage, self.resource = config, model_storage, resource

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "Component":
        return cls(config, model_storage, resource)

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"messages": None}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """What Rasa's own fingerprint of a class does not see."""
        return fingerprint(cls.modules, cls.libraries, messages_folder(config) if cls.learns else None, cls.lexicons)


def messages_folder(config: dict[str, Any]) -> Path:
    """The folder the component learns from."""
    given = config.get("messages")
    return (MESSAGES.parent.parent / given).resolve() if given else MESSAGES


@lru_cache(maxsize=1)
def learn_from(folder: Path) -> tuple[list[TrainingMessage], list[Reading]]:
    """The training messages and what is read in each, kept for the next component that learns in this process."""
    messages = read_messages(folder)
    return messages, [read(message.text) for message in messages]


def metadata_of(message: Message) -> dict[str, Any]:
    """What the door sent along; an empty dict for anything else."""
    given = message.get("metadata")
    return given if isinstance(given, dict) else {}
