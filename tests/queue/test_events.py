"""Bells and streams."""

import asyncio
import threading
import time
from collections.abc import Iterator

import pytest

from triage_api import events
from triage_api.events import HEARTBEAT, Bells, Event, Look, Rung


def test_a_bell_rung_in_any_thread_wakes_who_listens_to_its_topic() -> None:
    async def story() -> list[bool]:
        bells = Bells()
        with bells.listen("mine", "line") as hears, bells.listen("other") as does_not:
            ringing = threading.Thread(target=bells.ring, args=("line",))
            ringing.start()
            return [bool(heard) for heard in (await hears.rung(5), await does_not.rung(0.05), await hears.rung(0.05))]

    assert asyncio.run(story()) == [True, False, False]


def test_who_has_gone_is_forgotten() -> None:
    async def story() -> int:
        bells = Bells()
        with bells.listen("mine"):
            pass
        bells.ring("mine")
        return len(bells._listeners)

    assert asyncio.run(story()) == 0


def test_who_is_cancelled_in_the_moment_of_the_bell_ends() -> None:
    """At the end of the process every bell rings, and whoever listens for ever is cancelled."""

    async def story() -> bool:
        bells = Bells()

        async def listens_for_ever() -> None:
            with bells.listen("line") as listener:
                while True:
                    await listener.rung(60)

        listening = asyncio.create_task(listens_for_ever())
        await asyncio.sleep(0.01)
        bells.close()
        await asyncio.sleep(0)  # the bell has rung, and who listens has not run yet
        listening.cancel()
        _, still_listening = await asyncio.wait({listening}, timeout=2)
        listening.cancel()
        return bool(still_listening)

    assert asyncio.run(story()) is False


def test_a_bell_between_looking_and_listening_is_not_missed() -> None:
    """The stream listens before it looks, so what happens during a look is looked for again."""
    news: list[str] = []

    async def story() -> list[bytes]:
        bells = Bells()

        def look(_rung: Rung) -> Look:
            found = Look([Event("news", {"it": one}) for one in news], over=bool(news))
            if not news:
                news.append("came while we looked")
                bells.ring("mine")
            return found

        frames = events._frames(bells, ("mine",), look)
        return [await asyncio.wait_for(anext(frames), 2)]

    assert asyncio.run(story()) == [b'event: news\ndata: {"it":"came while we looked"}\n\n']


def test_a_bell_that_rings_without_news_does_not_starve_the_heartbeat(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "HEARTBEAT_SECONDS", 0.3)

    async def story() -> tuple[bytes, float]:
        bells, begun = Bells(), time.monotonic()
        done = threading.Event()

        def keep_ringing() -> None:
            while not done.wait(0.02):
                bells.ring("mine")

        ringing = threading.Thread(target=keep_ringing)
        ringing.start()
        try:
            frame = await asyncio.wait_for(anext(events._frames(bells, ("mine",), lambda _rung: Look())), 5)
        finally:
            done.set()
            ringing.join()
        return frame, time.monotonic() - begun

    frame, seconds = asyncio.run(story())
    assert frame == HEARTBEAT
    assert 0.3 <= seconds < 2


def test_closing_the_bells_ends_every_stream() -> None:
    async def story() -> list[bytes]:
        bells = Bells()
        answers: Iterator[Look] = iter([Look([Event("first", {})]), Look([Event("last", {})])])
        frames = events._frames(bells, ("mine",), lambda _rung: next(answers))
        heard = [await anext(frames)]
        bells.close()
        return heard + [frame async for frame in frames]

    assert asyncio.run(story()) == [b"event: first\ndata: {}\n\n", b"event: last\ndata: {}\n\n"]
