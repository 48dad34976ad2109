"""One running API, a token of everybody who may be at the desk, and one of a person with a counsellor."""

from collections.abc import Iterator

import pytest

from tests.databases import both_databases
from tests.desk.counsellor import Counsellor, sign_roster
from tests.queue.world import HandClock, Server, install, person, serving
from triage_api.desk.invite import Role

ROLES: tuple[Role, ...] = ("counsellor", "supervisor", "administrator", "analyst")


@pytest.fixture(scope="module")
def clock() -> HandClock:
    return HandClock()


@pytest.fixture(scope="module")
def server(clock: HandClock, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """On PostgreSQL, which refuses what SQLite takes: a text with a NUL, a number that is too large."""
    settings = {"openings_per_minute": 100_000, "messages_per_minute": 100_000}
    folder = tmp_path_factory.mktemp("surfaces")
    with (
        both_databases("postgresql") as databases,
        serving(install(folder, **settings, **databases), clock) as running,
    ):
        yield running


@pytest.fixture(scope="module")
def tokens(server: Server, clock: HandClock) -> dict[str, str]:
    people = {role: Counsellor(server, clock, sign_in_name=role, role=role) for role in ROLES}
    for one in people.values():
        one.joins()
    sign_roster(server, clock, people["counsellor"], people["supervisor"])
    return {role: one.signs_in().token for role, one in people.items()} | {"nobody": ""}


@pytest.fixture
def case_token(server: Server, clock: HandClock) -> str:
    """Of somebody whose case a counsellor has taken."""
    kim = Counsellor(server, clock, sign_in_name="kim").joins()
    sign_roster(server, clock, kim)
    one = person(kim.id)
    assert server.receives(one).status_code == 201
    assert kim.signs_in().call("POST", "claim").status_code == 200
    return one.token
