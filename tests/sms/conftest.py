"""The mailboxes' and pairing's fixtures come from the desk; a running house for texting is shared by a module."""

from collections.abc import Iterator

import pytest

from tests.desk.conftest import clock, invited, maja, server
from tests.sms.house import House, house

__all__ = ["clock", "invited", "maja", "server"]


@pytest.fixture(scope="session")
def kind() -> str:
    """Nothing here reads a table: one kind of database shows it."""
    return "sqlite"


@pytest.fixture(scope="module")
def at_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("sms")) as running:
        yield running
