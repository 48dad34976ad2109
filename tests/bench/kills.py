"""The walk of tests/walk with 200 kills on each kind of database: it ends where something is lost, doubled or back."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench.replies import Row
from tests.databases import KINDS, both_databases
from tests.walk.walk import walk

KILLS = 200
SEED = 2026


def measure() -> Iterator[Row]:
    """A row for each kind; AssertionError says what did not hold."""
    for kind in KINDS:
        with tempfile.TemporaryDirectory() as folder, both_databases(kind) as databases:
            walked = walk(Path(folder), databases, KILLS, SEED)
        name = f"kill -9 of the API at random moments, {kind}: kills, persons, texts; lost, delivered twice, come back"
        yield name, f"{walked.kills}, {walked.people}, {walked.texts}; 0, 0, 0", f"{KILLS}; 0, 0, 0"
