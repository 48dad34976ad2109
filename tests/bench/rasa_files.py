"""Our messages as Rasa's own training files, and its stock pipeline for them."""

from pathlib import Path
from typing import Any

import yaml


def diet_pipeline(epochs: int) -> list[dict[str, Any]]:
    """What `rasa init` writes, up to the classifier of intents."""
    return [
        {"name": "WhitespaceTokenizer"},
        {"name": "RegexFeaturizer"},
        {"name": "LexicalSyntacticFeaturizer"},
        {"name": "CountVectorsFeaturizer"},
        {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
        {"name": "DIETClassifier", "epochs": epochs, "constrain_similarities": True},
    ]


def as_example(text: str) -> str:
    """One line without what Rasa's training format takes for an entity."""
    return text.replace("\n", " ").replace("[", "(").replace("]", ")")


def write_yaml(file: Path, content: object) -> None:
    """Writes `content` as a file of Rasa's."""
    file.parent.mkdir(exist_ok=True)
    file.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=10_000), "utf-8")
