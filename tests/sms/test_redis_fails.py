"""A Redis that hangs or dies while Lykta runs: nobody waits for it, and what it missed it has as soon as it is back."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.door.conftest import eventually
from tests.door.doubles import Process
from tests.phone.double import running_double
from tests.sms.house import KNIFE, free_port, say
from tests.sms.redis_server import kill, redis_server, stopped
from tests.sms.test_outlive import World, comes_back, in_a_talk, names


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    port = free_port()
    with (
        redis_server(tmp_path) as url,
        Process().running() as bot,
        running_double(f"http://127.0.0.1:{port}", stop_words=False) as provider,
    ):
        yield World(tmp_path, provider, bot, port, url)


def test_while_redis_hangs_danger_and_all_else_is_answered_with_the_webhook(world: World) -> None:
    with world.up() as home:
        known, new = home.greeted(), home.phone()
        with stopped(world.settings.routes_url):
            assert "112" in known.texts(KNIFE)[0]
            assert "112" in new.texts(KNIFE)[0]
            assert home.phone().texts("hej")[0] == "svar på hej"
            assert known.texts("stop") == [say("stop")]


def test_while_redis_is_dead_danger_and_all_else_is_answered_with_the_webhook(world: World) -> None:
    with world.up() as home:
        known = home.greeted()
        kill(world.settings.routes_url)
        assert "112" in known.texts(KNIFE)[0]
        assert known.texts("hej igen") == ["svar på hej igen"]
        assert home.phone().texts("hej")[0] == "svar på hej"


def test_what_redis_missed_while_it_hung_it_has_afterwards(world: World) -> None:
    with world.up() as home:
        gone = home.greeted()
        eventually(lambda: len(names(world)) == 1)
        with stopped(world.settings.routes_url):
            phone = in_a_talk(home)
            assert gone.texts("STOP") == [say("stop")]
        eventually(lambda: len(names(world)) == 1)
    with world.up() as home:
        assert home.sms.threads.find(gone.number) is None  # type: ignore[arg-type]
        comes_back(home)
        home.kim.writes("efter omstarten")
        phone.gets("efter omstarten")


def test_it_stops_while_redis_hangs(world: World) -> None:
    with ExitStack() as afterwards, world.up() as home:
        home.greeted()
        afterwards.enter_context(stopped(world.settings.routes_url))
        home.phone().texts("hej")
