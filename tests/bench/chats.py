"""Two thousand live chats held open on one process: what each costs in memory, and how fast a message is through.

Every person has a stream, and so has every counsellor; each of them holds eight chats. What is sealed is random bytes:
the server opens nothing.
"""

import asyncio
import json
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.memory import pss_megabytes
from tests.bench.replies import Row
from tests.desk.counsellor import Counsellor, sign_roster
from tests.queue.world import HandClock, Person, Server, install, person, sealed, sealed_secret
from tests.walk.house import House, free_port, house
from tests.walk.walk import NOBODY, joins

CHATS = 2_000
EACH_HOLDS = 8
MESSAGES = 200
SECONDS = 120.0
FILES = 2 * CHATS + 500


def measure() -> Iterator[Row]:
    """SystemExit, with what to do, where a process may not open so many files."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < FILES:
        raise SystemExit(f"{CHATS:,} chats need {FILES:,} open files, and here it is {hard:,}: raise `ulimit -Hn`.")
    resource.setrlimit(resource.RLIMIT_NOFILE, (FILES, hard))
    # Nobody here answers that her page is open.
    chosen: dict[str, Any] = {"port": free_port(), "lapse_minutes": 60, "chats_at_once": EACH_HOLDS}
    with tempfile.TemporaryDirectory() as folder, house(install(Path(folder), **chosen), 1) as one:
        counsellors = _counsellors(one)
        talks = _talks(one, counsellors)
        before = pss_megabytes(one.pid)
        opened, took = asyncio.run(_open_all(one, counsellors, talks))
    each = (opened - before) * 1024 / CHATS
    streams = CHATS + len(counsellors)
    yield (
        f"{CHATS:,} live chats on one process, {streams:,} streams: memory before / with all open",
        (f"{before:.0f} / {opened:.0f} MB"),
        "",
    )
    yield "the same, memory of a chat", f"{each:.0f} KiB", ""
    p95 = statistics.quantiles(took, n=20)[-1]
    yield (
        "a message through while they are open: p95 (median)",
        (f"{p95 * 1000:.0f} ms ({statistics.median(took) * 1000:.0f} ms)"),
        "",
    )


@dataclass
class Talk:
    person: Person
    case_id: str
    heard: asyncio.Event = field(default_factory=asyncio.Event)
    seq: int = 0


def _counsellors(one: House) -> list[Counsellor]:
    one.is_up()
    people = [
        Counsellor(NOBODY, HandClock(one.now()), f"one{number}", f"One {number}")
        for number in range(CHATS // EACH_HOLDS)
    ]
    for counsellor in people:
        joins(one, one.settings, counsellor)
    one.ends()  # a code that confirmed an account opens no session: the clock of the next process goes ahead
    one.is_up()
    clock = HandClock(one.now())
    sign_roster(Server(NOBODY, one.settings, one.url), clock, *people)
    for counsellor in people:
        counsellor.clock.at = one.now()
        body = {"sign_in_name": counsellor.sign_in_name, "auth_key": counsellor.auth_key}
        counsellor.token = _asks(one, "/desk/api/sign-in", "", body | {"totp": counsellor.code_now()})["token"]
    return people


def _talks(one: House, counsellors: list[Counsellor]) -> dict[str, Talk]:
    """Everybody handed over, claimed, and with a secret."""
    key, talks = one.settings.internal_key_file.read_text().strip(), dict[str, Talk]()
    for number in range(CHATS):
        counsellor = counsellors[number % len(counsellors)]
        somebody = person(counsellor.id)
        _asks(one, "/internal/cases", key, somebody.case)
        case_id = _asks(one, "/desk/api/claim", counsellor.token)["case_id"]
        secret = {"epoch": 1, "roster_number": 1, "sealed": sealed_secret()}
        _asks(one, "/api/case/secret", somebody.token, secret)
        talks[case_id] = Talk(somebody, case_id)
    return talks


def _asks(one: House, path: str, token: str, body: Any = None) -> Any:
    answer = one.asks("POST", path, token, body)
    assert answer is not None
    assert answer.status_code < 300, answer.text
    return answer.json() if answer.content else None


async def _open_all(one: House, counsellors: list[Counsellor], talks: dict[str, Talk]) -> tuple[float, list[float]]:
    """Memory with all streams open, and the seconds from a person's message to the counsellor's stream."""
    places = [("/desk/api/events", counsellor.token) for counsellor in counsellors]
    places += [("/api/case/events", talk.person.token) for talk in talks.values()]
    ready = [asyncio.Event() for _ in places]
    streams = [
        asyncio.create_task(_listens(one, path, token, up, talks))
        for (path, token), up in zip(places, ready, strict=True)
    ]
    async with asyncio.timeout(SECONDS):
        await asyncio.gather(*(up.wait() for up in ready))
    opened = pss_megabytes(one.pid)
    chance = random.Random(7)  # noqa: S311 (who writes, no secret)
    took = [await _a_message(one, chance.choice(list(talks.values()))) for _ in range(MESSAGES)]
    for stream in streams:
        stream.cancel()
    await asyncio.gather(*streams, return_exceptions=True)
    return opened, took


async def _a_message(one: House, talk: Talk) -> float:
    talk.seq += 1
    talk.heard.clear()
    begun = time.perf_counter()
    body = {"epoch": 1, "seq": talk.seq, "sealed": sealed()}
    await asyncio.to_thread(_asks, one, "/api/case/messages", talk.person.token, body)
    async with asyncio.timeout(SECONDS):
        await talk.heard.wait()
    return time.perf_counter() - begun


async def _listens(one: House, path: str, token: str, up: asyncio.Event, talks: dict[str, Talk]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", one.settings.port)
    host = f"127.0.0.1:{one.settings.port}"
    writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n\r\n".encode())
    name = b""
    try:
        assert b" 200 " in await reader.readline()
        async for line in reader:
            if line.startswith(b"event: "):
                name = line.removeprefix(b"event: ").strip()
            elif line.startswith(b"data: "):
                up.set()
                if name == b"message":
                    talks[json.loads(line.removeprefix(b"data: "))["case_id"]].heard.set()
    finally:
        writer.close()
