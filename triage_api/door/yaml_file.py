"""Reads one YAML file. The parser in C takes a tenth of the time, and the door starts with each process."""

from pathlib import Path
from typing import Any

import yaml

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(text: str) -> Any:
    """Plain data only. Raises `yaml.YAMLError`."""
    return yaml.load(text, Loader=_Loader)  # noqa: S506 (both loaders are the safe ones)


def read_yaml_file(file: Path) -> Any:
    """Raises `OSError`, `UnicodeDecodeError` or `yaml.YAMLError`."""
    return read_yaml(file.read_text(encoding="utf-8"))
