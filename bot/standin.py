"""Stands in for TensorFlow, which Rasa imports and nothing of ours uses: half the memory and 14 s of every start.

Rasa's modules only need its names to exist while they are imported (base classes, decorators, annotations).
Whoever configures a component that does compute with it gets a `NotInstalledError` at the first call.
"""

import importlib.abc
import importlib.machinery
import importlib.util
import sys
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any

TENSORFLOW = ("tensorflow", "tensorflow_addons", "tensorflow_text", "tensorflow_hub", "keras")
UNUSED_CHANNELS = (
    "slack_sdk",
    "aiogram",
    "twilio",
    "fbmessenger",
    "mattermostwrapper",
    "rocketchat_API",
    "webexteamssdk",
)
UNUSED_STORES = ("boto3", "botocore", "pymongo", "bson", "confluent_kafka", "psycopg2", "matplotlib")
"""What Rasa imports for channels and stores that the bot never opens: another second and 30 MB. It also means that
their code, some of which asks the machine about itself when imported, never runs in the process that reads messages."""


class NotInstalledError(RuntimeError):
    """A component or channel asked for a library that only a stand-in is there for."""

    def __init__(self) -> None:
        super().__init__(
            "This needs a library the bot is run without; use the components in bot/nlu and the REST channel."
        )


class _Kind(type):
    """Metaclass of every stand-in: any attribute is another stand-in, so that `tf.keras.layers.Dense` can be named."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        made = _Kind(name, (_Anything,), {})
        setattr(cls, name, made)
        return made

    def __call__(cls, *arguments: Any, **options: Any) -> Any:
        # As a decorator (`@tf.function`) it gives back what it decorates; with options it gives such a decorator.
        if cls.__module__ == __name__ and len(arguments) == 1 and callable(arguments[0]) and not options:
            return arguments[0]
        return super().__call__()

    def __getitem__(cls, _: Any) -> Any:
        return cls


class _Anything(metaclass=_Kind):
    def __call__(self, *arguments: Any, **_: Any) -> Any:
        if len(arguments) == 1 and isinstance(arguments[0], (type, Callable)):  # type: ignore[arg-type]
            return arguments[0]
        raise NotInstalledError


class _Module(ModuleType):
    __version__ = "0"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.__path__: list[str] = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        made = _Kind(name, (_Anything,), {})
        setattr(self, name, made)
        return made


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name.split(".")[0] in self.names:
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return _Module(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing runs: the names appear when they are asked for."""


def stand_in_for_unused() -> None:
    """For our own launcher: TensorFlow and what belongs to channels and stores the bot never opens."""
    _stand_in(TENSORFLOW + UNUSED_CHANNELS + UNUSED_STORES)


def stand_in_unless_installed() -> None:
    """For Rasa's own commands: a TensorFlow that is installed is used, so that every stock component works."""
    if importlib.util.find_spec("tensorflow") is None:
        _stand_in(TENSORFLOW)


def _stand_in(names: tuple[str, ...]) -> None:
    """Before anything imports Rasa. Twice changes nothing; what is imported already is kept."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder(tuple(name for name in names if name not in sys.modules)))
