"""Our messages as Rasa's own training files."""

from pathlib import Path

import yaml


def as_example(text: str) -> str:
    """One line without what Rasa's training format takes for an entity."""
    return text.replace("\n", " ").replace("[", "(").replace("]", ")")


def write_yaml(file: Path, content: object) -> None:
    """Writes `content` as a file of Rasa's."""
    file.parent.mkdir(exist_ok=True)
    file.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=10_000), "utf-8")
