"""Both kinds of database for one and the same test: fixtures for the conftests of the parts that open one."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.postgres_server import postgres_server

KINDS = ("sqlite", "postgresql")

on_sqlite = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
"""For what is so on SQLite only: its file, its pragmas."""

on_postgresql = pytest.mark.parametrize("kind", ["postgresql"], indirect=True)


@pytest.fixture(scope="session", params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """Which database the test runs on; each test runs on both unless it says otherwise."""
    return str(request.param)


@contextmanager
def a_case_database(kind: str, folder: Path) -> Iterator[str]:
    """The URL of an empty case database."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'cases.sqlite'}"
    else:
        with postgres_server().database("cases") as url:
            yield url


@contextmanager
def both_databases(kind: str) -> Iterator[dict[str, Any]]:
    """The settings that name a case and an account database of this kind; SQLite's are the default."""
    with ExitStack() as stack:
        if kind == "sqlite":
            yield {}
        else:
            server = postgres_server()
            yield {f"{which}_url": stack.enter_context(server.database(which)) for which in ("cases", "accounts")}
