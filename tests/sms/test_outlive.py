"""What outlives a restart of the API: with a Redis beside it the talk goes on; without one, both sides are told."""

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

import pytest
from redis import Redis

from tests.contract.counterpart import Counsellor
from tests.door.conftest import eventually
from tests.door.doubles import Process
from tests.phone.double import RunningDouble, running_double
from tests.sms.house import TEXTS, House, Phone, free_port, say, texting, texting_settings
from tests.sms.redis_server import redis_server
from tests.sms.test_webhook import form, posts
from triage_api.queue.held import held_by
from triage_api.queue.queue import LINE, the_counsellor
from triage_api.queue.renew import renew
from triage_api.safe_start import UnsafeToStart, refuse_unsafe_start
from triage_api.settings import Settings
from triage_api.sms.number import PhoneNumber
from triage_api.words import CaseId, Language


class World:
    """A `var`, a provider and a bot that stand while the API comes and goes."""

    def __init__(self, folder: Path, provider: RunningDouble, bot: Process, port: int, routes_url: str) -> None:
        public = f"http://127.0.0.1:{port}"
        self.settings = texting_settings(folder, public, provider.url, bot_port=bot.port, routes_url=routes_url)
        self.provider, self.bot, self.port, self.kim = provider, bot, port, Counsellor.new("Kim")

    def up(self, ahead: float = 0.0) -> AbstractContextManager[House]:
        return texting(self.settings, self.port, self.provider, self.bot, self.kim, ahead)


@pytest.fixture(params=["redis", "memory"])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    port = free_port()
    with Process().running() as bot, running_double(f"http://127.0.0.1:{port}", stop_words=False) as provider:
        if request.param == "memory":
            yield World(tmp_path, provider, bot, port, "")
            return
        with redis_server(tmp_path) as url:
            yield World(tmp_path, provider, bot, port, url)


def in_a_talk(home: House) -> Phone:
    phone = home.live()
    phone.texts("före omstarten")
    eventually(lambda: any(body.get("text") == "före omstarten" for body in home.kim.reads()))
    return phone


def names(world: World) -> list[bytes]:
    with Redis.from_url(world.settings.routes_url) as redis:
        return list(redis.scan_iter())


def comes_back(home: House) -> None:
    """The counsellor's page was loaded again, which begins a new epoch."""
    held = held_by(home.kim.queue, home.kim.keys.id)[-1]
    renew(home.kim.queue, the_counsellor(home.kim.keys.id, CaseId(held.case_id)))
    home.kim.seq = 0
    eventually(lambda: held_by(home.kim.queue, home.kim.keys.id)[-1].secret is not None)
    home.kim.open_secret()


def looks(home: House) -> None:
    """What the desk does by itself every few seconds: it looks who waits, and whether anybody has come."""
    home.server.app.state.desk.alerts.look()
    home.server.app.state.bells.ring(LINE)


def place_of(home: House, phone: Phone) -> int | None:
    thread = home.sms.threads.find(PhoneNumber(phone.number))
    assert thread is not None
    return thread.talk.where.place if thread.talk is not None else None


@pytest.mark.parametrize("world", ["redis"], indirect=True)
def test_with_redis_a_talk_outlives_a_restart(world: World) -> None:
    with world.up() as home:
        phone = in_a_talk(home)
    with world.up() as home:
        comes_back(home)
        home.kim.writes("efter omstarten")
        phone.gets("efter omstarten")
        world.provider.writes("jag är kvar", phone.number)
        eventually(lambda: any(body.get("text") == "jag är kvar" for body in home.kim.reads()))
        home.kim.closes()
        phone.gets(say("ended_by_counsellor"))


@pytest.mark.parametrize("world", ["redis"], indirect=True)
def test_with_redis_what_was_texted_while_waiting_reaches_whoever_takes_the_case_after_a_restart(world: World) -> None:
    with world.up() as home:
        phone = home.waiting()
        phone.texts("han vet var jag bor")
    with world.up() as home:
        home.kim.takes_next()
        phone.gets(say("begun", name="Kim"))
        eventually(lambda: any("han vet var jag bor" in body.get("text", "") for body in home.kim.reads()))


@pytest.mark.parametrize("world", ["redis"], indirect=True)
def test_with_redis_what_was_texted_to_one_counsellor_reaches_the_next_after_a_restart(world: World) -> None:
    with world.up() as home:
        phone = in_a_talk(home)
    with world.up() as home:
        home.kim.returns()
        phone.gets(say("back_in_queue"))
        home.kim.takes_next()
        eventually(lambda: {"kind": "earlier", "text": "före omstarten"} in home.kim.reads())
        home.kim.closes()
        phone.gets(say("ended_by_counsellor"))
        eventually(lambda: names(world) == [])


@pytest.mark.parametrize("world", ["redis"], indirect=True)
def test_with_redis_what_waited_to_be_sent_is_sent_after_a_restart(world: World) -> None:
    with world.up() as home:
        phone = in_a_talk(home)
        world.provider.faults.fail(1000)
        home.kim.writes("väntar på att sändas")
        eventually(lambda: home.sms.standing.waiting == 1)
    world.provider.faults._next.clear()
    with world.up():
        phone.gets("väntar på att sändas")


@pytest.mark.parametrize("world", ["redis"], indirect=True)
def test_with_redis_who_was_told_that_nobody_answers_is_not_told_again(world: World) -> None:
    late = 60 * 60.0
    with world.up() as home:
        first, phone = home.waiting(), home.waiting()
        looks(home)
        home.clock.moves(late)
        looks(home)
        phone.gets(say("unanswered"))
        first.gets(say("unanswered"))
    with world.up(2 * late) as home:
        looks(home)
        eventually(lambda: place_of(home, phone) == 2)  # not the first, as it takes everybody for until it has looked
        for one in (first, phone):
            home.kim.takes_next()
            one.gets(say("begun", name="Kim"))
    assert [one.got.count(say("unanswered")) for one in (first, phone)] == [1, 1]


@pytest.mark.parametrize("world", ["redis"], indirect=True)
def test_with_redis_who_was_promised_an_answer_hears_after_a_restart_that_it_was_lost(world: World) -> None:
    goes_on = threading.Event()
    world.settings = world.settings.model_copy(update={"bot_timeout_seconds": 60.0})
    with world.up() as home:
        phone, behave = home.greeted(), world.bot.behave
        world.bot.behave = lambda body: behave(body) if goes_on.wait(60) else None
        assert phone.texts("är du där?") == [], "the bot needs longer than the provider waits"
    goes_on.set()
    with world.up():
        phone.gets(TEXTS.say(Language.sv, "door.server_error"))
    with world.up() as home:
        world.provider.writes("hej igen", phone.number)
        phone.gets("svar på hej igen")
        assert phone.got.count(TEXTS.say(Language.sv, "door.server_error")) == 1


def test_an_answer_that_is_nearly_there_is_sent_before_the_end(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    goes_on = threading.Event()
    world.settings = world.settings.model_copy(update={"bot_timeout_seconds": 60.0})
    with ExitStack() as up:
        home = up.enter_context(world.up())
        phone, behave = home.greeted(), world.bot.behave
        world.bot.behave = lambda body: behave(body) if goes_on.wait(60) else None
        assert phone.texts("är du där?") == []
        stop = home.sms.stop

        async def stopping() -> None:
            goes_on.set()
            await stop()

        monkeypatch.setattr(home.sms, "stop", stopping)
    assert phone.got[-1] == "svar på är du där?"


@pytest.mark.parametrize("world", ["redis"], indirect=True)
def test_a_case_that_ended_meanwhile_is_told_of_with_the_next_answer(world: World) -> None:
    with world.up() as home:
        phone = in_a_talk(home)
    (world.settings.var / "cases.sqlite").unlink()
    for rest in ("-wal", "-shm"):
        (world.settings.var / f"cases.sqlite{rest}").unlink(missing_ok=True)
    with world.up():
        before = len(phone.got)
        world.provider.writes("är du kvar?", phone.number)
        assert phone.got[before:] == [say("lost"), "svar på är du kvar?"]


@pytest.mark.parametrize("world", ["memory"], indirect=True)
def test_without_redis_the_desk_learns_who_cannot_be_reached_and_a_text_begins_anew(world: World) -> None:
    with world.up() as home:
        phone = in_a_talk(home)
    with world.up() as home:
        assert held_by(home.kim.queue, home.kim.keys.id)[-1].reachable is False
        before = len(phone.got)
        world.provider.writes("hej?", phone.number)
        assert phone.got[before : before + 2] == ["svar på hej?", say("welcome")]


@pytest.mark.parametrize("world", ["redis"], indirect=True)
def test_redis_holds_neither_number_nor_word(world: World) -> None:
    with world.up() as home:
        phone = in_a_talk(home)
        world.provider.faults.fail(1000)
        home.kim.writes("hemliga ord")
        eventually(lambda: home.sms.standing.waiting == 1)
        with Redis.from_url(world.settings.routes_url) as redis:
            names = list(redis.scan_iter())
            dump = b"".join(name + (redis.dump(name) or b"") + bytes(redis.get(name) or b"") for name in names)
        assert len(names) == 1
        for spelling in (phone.number, phone.number[1:], "0" + phone.number[3:], phone.number[-7:], "hemliga", "sv"):
            assert spelling.encode() not in dump
        world.provider.faults._next.clear()


def test_what_the_day_has_cost_outlives_a_restart(world: World) -> None:
    with world.up() as home:
        home.greeted()
        spent = home.sms.standing.spent
        assert spent > 0
    with world.up() as home:
        assert home.sms.standing.spent == spent


@pytest.mark.parametrize("world", ["redis"], indirect=True)
def test_with_redis_a_text_that_the_provider_repeats_after_a_restart_is_heard_once(world: World) -> None:
    fields = form("SM" + "3" * 32, "en enda gång")
    with world.up() as home:
        assert "svar på en enda gång" in posts(home, fields).text
    with world.up() as home:
        again = posts(home, fields)
        assert (again.status_code, "<Message>" in again.text) == (200, False)
        assert "svar på" in posts(home, form("SM" + "4" * 32, "och en till")).text
    assert world.bot.messages.count("en enda gång") == 1


@pytest.mark.parametrize("world", ["redis"], indirect=True)
def test_with_redis_the_limit_of_a_day_outlives_a_restart(world: World) -> None:
    world.settings = world.settings.model_copy(update={"sms_texts_per_day": 2})
    with world.up() as home:
        phone = home.greeted()
        phone.texts("två")
        assert phone.texts("tre") == [say("day_limit")]
    with world.up():
        before = len(phone.got)
        world.provider.writes("fyra", phone.number)
        assert phone.got[before:] == []


def test_it_refuses_to_start_with_a_redis_that_writes_to_disk(tmp_path: Path) -> None:
    public = "http://127.0.0.1:1"
    with redis_server(tmp_path, "--appendonly", "yes") as url:
        settings: Settings = texting_settings(tmp_path, public, public, routes_url=url)
        with pytest.raises(UnsafeToStart, match="writes to disk"):
            refuse_unsafe_start(settings)


def test_it_refuses_to_start_with_a_redis_that_is_not_there(tmp_path: Path) -> None:
    public = "http://127.0.0.1:1"
    settings = texting_settings(tmp_path, public, public, routes_url="redis://127.0.0.1:1/0")
    with pytest.raises(UnsafeToStart, match="does not say"):
        refuse_unsafe_start(settings)
