"""Text messages, measured with the trained bot and the provider's double as a process of its own.

Three questions: how long a text waits for its answer beside the same words on the web; what fifty texts a second do;
what a conversation costs. Nothing is sent anywhere, and every number is invented (tests/bench/crowd.py).
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx

from tests.bench.conversations import cost
from tests.bench.crowd import invented, messages
from tests.bench.memory import children_of, pss_megabytes
from tests.bench.replies import Row, _begin, _timed
from tests.bench.texter import Texter
from tests.bench.threads import threads
from tests.journeys.stack import Stack, running
from triage_api.command.children import Part
from triage_api.command.parts import phone_part

EACH = 75  # texts in each language
FIRST = 50_000  # whose numbers come after the crowd's
RATE, PEOPLE = 50, 5_000
LOOK_SECONDS = 1.0
GONE_SECONDS = 240
MEGABYTES = 400


def measure(minutes: float = 1.0) -> Iterator[Row]:
    unlimited: dict[str, Any] = {
        "messages_per_minute": 100_000,
        "openings_per_minute": 1_000_000,
        "sms_ceiling": 1e9,
    }
    with tempfile.TemporaryDirectory() as folder, running(Path(folder), **unlimited) as stack:
        provider = _provider(stack)
        stack.family.end_one(provider.name)
        stack.family.start(provider)
        stack.family.wait_ready(provider, 20)
        with httpx.Client(trust_env=False, timeout=30) as client:
            yield from _waits(stack, client)
            yield from cost(stack, client)
            yield from _load(stack, client, minutes)
    yield from threads()


def _provider(stack: Stack) -> Part:
    simulator = phone_part(stack.settings)
    assert simulator is not None
    return replace(simulator, command=(sys.executable, "-m", "tests.bench.provider"))


def _waits(stack: Stack, client: httpx.Client) -> Iterator[Row]:
    """Each from another number, one at a time, taking turns with the web; the first quarter warms both up."""
    by_text, by_web = [], []
    for n, text in enumerate(messages(EACH)):
        texter = Texter(stack, client, invented(FIRST + n))
        begun = time.perf_counter()
        texter.texts(text)
        by_text.append(time.perf_counter() - begun)
        token = _begin(client, stack, "sv")
        body = {"n": 1, "text": text}
        by_web.append(_timed(client, f"{stack.url}/api/chat/messages", body, token))
    warm = len(by_text) // 4
    by_text, by_web = by_text[warm:], by_web[warm:]
    yield f"a text → its TwiML, p50 / p95 / p99 of {len(by_text)}", _percentiles(by_text), "p95 ≤ 150 ms"
    yield "the same words through the web door, p50 / p95 / p99", _percentiles(by_web), ""
    ratio = statistics.median(by_text) / statistics.median(by_web)
    yield "text / web, median", f"{ratio:.2f} ×", ""


def _load(stack: Stack, client: httpx.Client, minutes: float) -> Iterator[Row]:
    provider = stack.settings.phone_url
    client.post(f"{provider}/bench/crowd", json={"rate": RATE, "seconds": minutes * 60, "people": PEOPLE})
    most: dict[str, float] = {}
    worked = _core_seconds(stack)
    deadline = time.monotonic() + minutes * 60 + 600
    while not (found := client.get(f"{provider}/bench/crowd").json())["over"]:
        assert time.monotonic() < deadline, "the crowd has not been answered after ten minutes"
        for name, pid in stack.family.pids().items():
            now = sum(map(pss_megabytes, [pid, *children_of(pid)]))
            most[name] = max(most.get(name, 0.0), now)
        time.sleep(LOOK_SECONDS)
    each = {name: (now - worked[name]) / found["texts"] for name, now in _core_seconds(stack).items()}
    yield f"{RATE} texts a second for {minutes:g} min, {PEOPLE} people", f"{found['texts']} texts", ""
    yield "… answered by TwiML / later by the Messages API", f"{found['at_once']} / {found['later']}", ""
    yield "… lost / answered twice / webhook failed", _three(found), "0 / 0 / 0"
    yield "… answered by the door in the bot's place", str(found["stood_in"]), "0"
    yield "… webhook answered, p50 / p95 / p99", _percentiles(found["took"]), ""
    yield f"… of these the {len(found['danger'])} told of 112", _percentiles(found["danger"]), ""
    yield "… the longest wait for an answer", f"{found['last']:.1f} s", ""
    yield "… most memory, bot / API", f"{most['bot']:.0f} / {most['api']:.0f} MB", f"≤ {MEGABYTES} MB each"
    cores = " / ".join(f"{each[name] * 1000:.0f}" for name in ("bot", "api", "phone"))
    yield "… core time of one text, bot / API / the double", f"{cores} ms", ""
    begun = time.monotonic()
    while (held := client.get(f"{provider}/bench/held").json()) and time.monotonic() - begun < GONE_SECONDS:
        time.sleep(LOOK_SECONDS)
    gone = f"{time.monotonic() - begun:.0f} s" if not held else f"{held} left after {GONE_SECONDS} s"
    yield "… the provider's copies of them all gone after", gone, ""


def _core_seconds(stack: Stack) -> dict[str, float]:
    """What each process has worked so far, on one core or several."""
    ticks = os.sysconf("SC_CLK_TCK")
    found = {}
    for name, pid in stack.family.pids().items():
        stats = [Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split() for one in (pid, *children_of(pid))]
        found[name] = sum(int(stat[11]) + int(stat[12]) for stat in stats) / ticks
    return found


def _three(found: dict[str, Any]) -> str:
    return f"{found['lost']} / {found['doubled']} / {found['troubled']}"


def _percentiles(seconds: list[float]) -> str:
    cut = statistics.quantiles(seconds, n=100, method="inclusive")
    return " / ".join(f"{cut[at - 1] * 1000:.0f}" for at in (50, 95, 99)) + " ms"
