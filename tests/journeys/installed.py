"""A new installation for journeys, without building the same pages again for each."""

import atexit
import functools
import shutil
import tempfile
from pathlib import Path

from triage_api.command.first_run import prepare
from triage_api.command.pages import build_pages
from triage_api.command.root_key import demo_root_file
from triage_api.settings import Settings


def install(settings: Settings) -> None:
    """As a first `lykta up --demo`. The root key, which is built into the pages, is one for all of a run."""
    first = _first()
    settings.var.mkdir(mode=0o700, exist_ok=True)
    for made, file in (
        (demo_root_file(first), demo_root_file(settings)),
        (first.root_public_key_file, settings.root_public_key_file),
    ):
        shutil.copy2(made, file)
    prepare(settings)
    shutil.copytree(first.pages, settings.pages)


@functools.cache
def _first() -> Settings:
    """One in which nothing ever runs."""
    folder = Path(tempfile.mkdtemp(prefix="lykta-pages-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    settings = Settings(var=folder / "var", pages=folder / "pages", demo=True)
    prepare(settings)
    build_pages(settings)
    return settings
