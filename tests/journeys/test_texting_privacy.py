"""A number reaches no disk, log, database or Redis, nor do the words texted from it: the whole way, then a search."""

import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, expect
from redis import Redis

from tests.journeys.people import SECONDS, Counsellor
from tests.journeys.stack import MODELS, Stack, free_port, printing, running
from tests.journeys.test_texting import asks_for_a_human, delivered, is_taken, shows_a_code
from tests.journeys.texting import Phone, says
from tests.journeys.traces import Traces, all_of_redis, changed_in_the_project, encoded, write_down_all
from tests.postgres_server import Which, postgres_server
from tests.sms.redis_server import redis_server
from triage_api.command.children import Family, Part
from triage_api.phone.phones import NUMBERS
from triage_api.settings import ROOT

SECOND = 2
NUMBER = NUMBERS[SECOND - 1]
WORDS = {
    "own_number": "ring 070-174 06 06, jag heter Quillaminta",
    "question": "är det olagligt att sälja sex bredvid sju gröna papegojor?",
    "picture": "här är en bild på den violetta kitteln",
    "danger": "han har låst in mig och har en kniv av grönt porslin",
    "waiting": "min kanariefågel sover medan jag väntar",
    "reply": "en kurator svarar med ett bärnstensgult paraply",
    "live": "igelkotten vandrar baklänges över isen",
    "danger_live": "nu slår han mig med det randiga paraplyet",
    "web": "en orange ekorre hittade sladden till modemet",
    "reply_web": "kuratorn viker en svan av brunt papper",
    "crash": "zebrafinken räknar till nittiotre",
}
TRACES = Traces(NUMBER, WORDS)
WHICH: tuple[Which, Which] = ("cases", "accounts")


@dataclass
class Watched:
    """An installation of which everything is searched: its folder has its temporary files and all it prints, too."""

    stack: Stack
    folder: Path
    redis: str
    begun: float
    postgresql: tuple[str, ...] = ()

    def finds(self) -> list[str]:
        found = TRACES.in_files([self.folder, MODELS, ROOT / "bot" / ".rasa"])
        found += TRACES.among(changed_in_the_project(self.begun))
        for database in self.stack.settings.var.glob("*.sqlite"):
            found += TRACES.in_database(database)
        for url in self.postgresql:
            found += TRACES.in_postgresql(url)
        if self.postgresql:
            found += TRACES.in_files([postgres_server().folder])
        return found + (TRACES.in_redis(self.redis) if self.redis else [])


@pytest.fixture(params=["in memory and SQLite", "in Redis and PostgreSQL"])
def watched(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    begun = time.time()
    for name in ("tmp", "output", "redis"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    with ExitStack() as open_:
        if request.param == "in memory and SQLite":
            yield Watched(open_.enter_context(running(tmp_path, tmp_path / "output")), tmp_path, "", begun)
            return
        redis = open_.enter_context(redis_server(tmp_path / "redis"))
        databases = {f"{which}_url": open_.enter_context(postgres_server().database(which)) for which in WHICH}
        stack = open_.enter_context(running(tmp_path, tmp_path / "output", routes_url=redis, **databases))
        write_down_all(redis)
        yield Watched(stack, tmp_path, redis, begun, tuple(databases.values()))


def test_neither_a_number_nor_what_is_texted_is_written_anywhere(watched: Watched, browser: Browser) -> None:
    stack = watched.stack
    kim = Counsellor.accepts(browser, stack, "Kim")
    kim.goes_on_duty()
    phone = Phone.opens(browser, stack, SECOND)
    phone.sends(WORDS["question"])
    phone.reads_the_rest()
    phone.sends(WORDS["own_number"])
    phone.reads_the_rest()
    phone.sends(WORDS["picture"], picture=True)
    assert phone.reads_the_rest()[-1:] == says("sv", "media")
    phone.sends(WORDS["danger"])
    assert "112" in phone.reads_the_rest()[0]
    asks_for_a_human(phone, "sv")
    phone.sends(WORDS["waiting"])
    phone.reads_the_rest()
    assert watched.finds() == [], "while they wait"

    is_taken(phone, kim, "sv")
    assert WORDS["danger"] in kim.transcript()
    kim.writes(WORDS["reply"])
    phone.gets(WORDS["reply"])
    delivered(kim, WORDS["reply"])
    phone.sends(WORDS["live"])
    kim.sees(WORDS["live"])
    phone.sends(WORDS["danger_live"])
    kim.sees(WORDS["danger_live"])
    assert "112" in phone.reads_the_rest()[0]
    if watched.redis:
        assert [where for where, held in all_of_redis(watched.redis).items() if b"lykta:route:" in held], "it is used"
        written = b"".join(file.read_bytes() for file in (watched.folder / "redis").rglob("*.aof"))
        assert written.count(b"lykta:route:") > 5, "and each command is written down for this test"
    assert watched.finds() == [], "while the talk is live"

    phone.sends("STOP")
    expect(kim.page.get_by_test_id("case-over")).to_be_visible(timeout=15 * SECONDS)
    if watched.redis:
        assert all_of_redis(watched.redis) == {}, "with STOP the route goes at once"
    kim.leaves_case()

    phone.sends(WORDS["question"])
    phone.reads_the_rest()
    asks_for_a_human(phone, "sv")
    is_taken(phone, kim, "sv")
    person, code = shows_a_code(browser, stack, "sv")
    phone.sends(code)
    phone.gets(*says("sv", "moved"))
    person.waits_for("live")
    person.sends(WORDS["web"])
    kim.sees(WORDS["web"])
    kim.writes(WORDS["reply_web"])
    person.sees("counsellor", WORDS["reply_web"])
    if watched.redis:
        assert all_of_redis(watched.redis) == {}, "with the move, too"
    assert watched.finds() == [], "after the move to the web"
    kim.closes()
    person.waits_for("ended")
    person.context.close()

    phone.sends("START")
    phone.reads_the_rest()
    phone.sends(WORDS["crash"])
    phone.reads_the_rest()
    stack.family.end_one("api")  # as in a crash: nothing is tidied up
    stack.family.end_one("bot")
    assert watched.finds() == [], "after a crash"
    stack.family.end()
    assert watched.finds() == [], "after all has ended"
    kim.context.close()
    phone.leaves()


@pytest.mark.parametrize(
    "written",
    [
        *("+46701740606", "0046701740606", "46701740606", "0701740606"),
        *(
            "070-174 06 06",
            "070 174 06 06",
            "0701-74 06 06",
            "+46 70 174 06 06",
            "+46 (0)70-174 06 06",
            "070.174.06.06",
        ),
        *("%2B46701740606", "070%2D174%2006%2006", "60604710764", "60 60 471-070"),
    ],
)
def test_the_search_finds_a_number_however_it_is_written(written: str, tmp_path: Path) -> None:
    for coding in ("utf-8", "utf-16-le", "utf-16-be"):
        (tmp_path / "log").write_bytes(f"före {written} efter".encode(coding))
        assert f"number in {tmp_path / 'log'}" in TRACES.in_files([tmp_path]), coding


def test_the_search_finds_a_number_however_it_is_encoded(tmp_path: Path) -> None:
    for spelling in encoded(NUMBER):
        (tmp_path / "log").write_bytes(b"before " + spelling + b" after")
        assert f"number in {tmp_path / 'log'}" in TRACES.in_files([tmp_path]), spelling
    (tmp_path / "log").write_text("a number of somebody else's: +46701740607")
    assert TRACES.in_files([tmp_path]) == []


def test_the_search_finds_what_is_planted_in_a_database_and_in_redis(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "cases.sqlite") as database:
        database.execute("create table cases (a text, b integer, c blob)")
        database.execute("insert into cases values (?, ?, ?)", ("x", int(NUMBER[1:]), WORDS["live"].encode()))
    found = TRACES.in_database(tmp_path / "cases.sqlite")
    assert found == ["number in cases.sqlite: cases", "live in cases.sqlite: cases"]
    (tmp_path / "redis").mkdir()
    with redis_server(tmp_path / "redis") as url, Redis.from_url(url) as redis:
        write_down_all(url)
        redis.set(f"route:{NUMBER}", "x")
        redis.set("route", WORDS["live"])
        assert sorted(one.split(" in ")[0] for one in TRACES.in_redis(url)) == ["live", "number"]
        redis.flushall()
        assert TRACES.in_redis(url) == []
        assert {one.split(" in ")[0] for one in TRACES.in_files([tmp_path / "redis"])} == {"live", "number"}


def test_the_search_finds_what_is_planted_in_postgresql() -> None:
    with postgres_server().database("cases") as url, psycopg.connect(url.replace("+psycopg", "")) as database:
        database.execute("create table planted (a text, b bigint, c bytea)")
        values = ("x", int(NUMBER[1:]), WORDS["live"].encode())
        database.execute("insert into planted values (%s, %s, %s)", values)
        database.commit()
        assert TRACES.in_postgresql(url) == ["number in planted", "live in planted"]
        assert any(one.startswith("live in ") for one in TRACES.in_files([postgres_server().folder]))


def test_what_a_part_prints_is_searched(tmp_path: Path) -> None:
    says_it = f"import sys; print('{NUMBER}'); print('{WORDS['live']}', file=sys.stderr)"
    part = Part("part", (sys.executable, "-c", says_it), free_port(), "", "")
    with Family() as family:
        family.start(printing(part, tmp_path))
        file = tmp_path / "part.output"
        for _ in range(100):
            if file.exists() and file.read_bytes().count(b"\n") == 2:
                break
            time.sleep(0.05)
    assert {one.split(" in ")[0] for one in TRACES.in_files([tmp_path])} == {"live", "number"}
