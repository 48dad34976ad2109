"""Rasa's importer: the project's own YAML files, and what is compiled from `content/`."""

import os
from pathlib import Path

from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.common import cached_method

from bot.content.dialogue import awaiting_mappings, compile_rules
from bot.content.phrases import read_phrases
from bot.content.responses import compile_responses
from bot.content.rights import read_rights
from bot.content.topics import read_topics

PROJECT = Path(__file__).resolve().parent.parent
CONTENT = PROJECT.parent / "content"


class ContentImporter(RasaFileImporter):
    """Adds to domain.yml the responses, intents and slot mappings that follow from content/, and the topics' rules.

    `content` names another content folder than the repository's, relative to config.yml; so does the environment's
    LYKTA_CONTENT. A malformed file raises ContentError. The training messages never come this way: Rasa's readers take
    minutes over thousands of them, so the components read them themselves and Rasa hears only the intents' names.
    """

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
        content: str | None = None,
    ) -> None:
        paths = [training_data_paths] if isinstance(training_data_paths, str) else (training_data_paths or [])
        super().__init__(config_file, domain_path, _yaml_files(paths))
        given = os.environ.get("LYKTA_CONTENT") or content
        base = Path(config_file).resolve().parent if config_file else PROJECT
        self.content = (base / given).resolve() if given else CONTENT

    @cached_method
    def get_domain(self) -> Domain:
        """domain.yml together with what is compiled."""
        own = super().get_domain()
        topics, rights = read_topics(), read_rights(self.content / "rights")
        own_intents = [name for name in own.intents if name not in topics]
        raw = own.as_dict()
        raw["slots"]["awaiting"]["mappings"] = awaiting_mappings(topics, set(rights), own_intents)
        raw["intents"] = [*raw["intents"], *(name for name in topics if name not in own.intents)]
        raw["responses"] = compile_responses(topics, rights, read_phrases(self.content / "phrases"))
        return Domain.from_dict(raw)

    @cached_method
    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        """data/rules.yml together with a rule for each topic."""
        steps = YAMLStoryReader(self.get_domain()).read_from_parsed_yaml(
            {"version": "3.1", "rules": compile_rules(read_topics())}
        )
        return super().get_stories(exclusion_percentage).merge(StoryGraph(steps))

    @cached_method
    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """The intents' names only, each as two examples, as many as `rasa data validate` asks for."""
        names = sorted(self.get_domain().intents)
        examples = [
            Message({TEXT: text, INTENT: name})
            for name in names
            for text in (name, name.replace(".", " ").replace("_", " ") + " topic")
        ]
        return super().get_nlu_data(language).merge(TrainingData(examples))


def _yaml_files(paths: list[str]) -> list[str]:
    """Only the YAML files: left to itself Rasa opens every file under data/ to guess what it is."""
    files: list[str] = []
    for path in map(Path, paths):
        files += [str(file) for file in sorted(path.rglob("*.yml"))] if path.is_dir() else [str(path)]
    return files
