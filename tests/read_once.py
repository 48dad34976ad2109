"""What every process reads of the repository's own content and config at its start, read once for a whole run of tests.

Hundreds of tests start a server of their own, and each would compile the same thousand patterns again. A test that
changes a list or a text does so in a copy somewhere else, and that is read each time.
"""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from types import ModuleType
from typing import Any

from triage_api import app
from triage_api.door import door
from triage_api.settings import ROOT


def read_once(module: ModuleType, name: str) -> None:
    """Has `module` ask for what it reads by `name` once for each set of folders; all else must follow from those."""
    read: Callable[..., Any] = getattr(module, name)
    kept: dict[tuple[Path, ...], Any] = {}

    @wraps(read)
    def reading(*told: Any) -> Any:
        folders = tuple(one for one in told if isinstance(one, Path))
        if not all(folder.is_relative_to(ROOT) for folder in folders):
            return read(*told)
        if folders not in kept:
            kept[folders] = read(*told)
        return kept[folders]

    setattr(module, name, reading)


for reader in ("load_texts", "load_signs", "load_redactor", "load_answers"):
    read_once(door, reader)
for reader in ("read_outcomes", "read_wording"):
    read_once(app, reader)
