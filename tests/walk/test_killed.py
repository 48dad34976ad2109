"""The API is killed, again and again, between any two steps of whatever it does; the walk says what must hold."""

from pathlib import Path

from tests.databases import both_databases, kind
from tests.walk.walk import walk

__all__ = ["kind"]

KILLS = 12
SEED = 7


def test_whatever_moment_it_is_killed_at_nothing_is_lost_doubled_or_brought_back(kind: str, tmp_path: Path) -> None:
    """`python -m tests.bench kills` walks on to 200."""
    with both_databases(kind) as databases:
        assert walk(tmp_path, databases, KILLS, SEED).kills >= KILLS
