"""Who has to look again: bells rung from any thread, and event streams that look into the database when one rings.

A bell carries no news, only "look again": what a stream says it reads from the database, so nothing is lost between
two looks, over a dropped connection, or when two things happen at once. With several processes the same bells are rung
through the database server (`triage_api.shared_bells`).
"""

import asyncio
import json
import threading
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool
from starlette.types import Receive, Scope, Send

HEARTBEAT_SECONDS = 15.0
HEARTBEAT = b":\n\n"

Rung = frozenset[str]
"""The bells that ask for a look; none of them: everything is to be looked at, at the first look and every heartbeat."""


class Listener:
    """One stream's ear; made and awaited in the stream's own event loop."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._rung = asyncio.Event()
        self._lock = threading.Lock()
        self._topics: set[str] = set()

    def ring(self, topics: Iterable[str]) -> None:
        """From any thread."""
        with self._lock:
            self._topics.update(topics)
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._rung.set)

    async def rung(self, within_seconds: float) -> Rung:
        """Which bells rang since the last call; none after that many seconds, whatever rang just then."""
        in_time = True
        try:
            # Not wait_for: before Python 3.12 it swallows being cancelled in the moment of the bell, as at the end.
            async with asyncio.timeout(max(within_seconds, 0)):
                await self._rung.wait()
        except TimeoutError:
            in_time = False
        self._rung.clear()  # before they are taken: one that rings now sets it again
        with self._lock:
            topics, self._topics = self._topics, set()
        return frozenset(topics) if in_time else Rung()


class Bells:
    """Topics (a case, a counsellor, the line of those waiting) and who listens to them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: dict[str, set[Listener]] = defaultdict(set)
        self._before: dict[str, list[Callable[[], None]]] = defaultdict(list)
        self.closed = False

    def before(self, topic: str, callback: Callable[[], None]) -> None:
        """Has it called each time before this bell is heard; it must not ring any itself."""
        self._before[topic].append(callback)

    @contextmanager
    def listen(self, *topics: str) -> Iterator[Listener]:
        listener = Listener()
        with self._lock:
            for topic in topics:
                self._listeners[topic].add(listener)
        try:
            yield listener
        finally:
            with self._lock:
                for topic in topics:
                    self._listeners[topic].discard(listener)
                    if not self._listeners[topic]:
                        del self._listeners[topic]

    def ring(self, *topics: str) -> None:
        self._rouse_those_who_hear(topics)

    def start(self) -> None:
        """From here on other processes are heard, where there can be any."""

    def ring_all(self) -> None:
        """For when it is not known which bells rang: every stream looks again."""
        with self._lock:
            topics = {*self._listeners, *self._before}
        self._rouse_those_who_hear(topics)

    def _rouse_those_who_hear(self, topics: Iterable[str]) -> None:
        with self._lock:
            woken: dict[Listener, set[str]] = defaultdict(set)
            for topic in topics:
                for callback in self._before.get(topic, ()):
                    callback()
                for listener in self._listeners.get(topic, ()):
                    woken[listener].add(topic)
        for listener, heard in woken.items():
            listener.ring(heard)

    def close(self) -> None:
        """The process is ending: every stream looks a last time and ends, so that nothing waits for it."""
        self.closed = True
        self.ring_all()

    def join(self) -> None:
        """After `close`: until nothing of it runs any more."""


@dataclass(frozen=True)
class Event:
    name: str
    data: Mapping[str, Any]

    def frame(self) -> bytes:
        return f"event: {self.name}\ndata: {json.dumps(self.data, separators=(',', ':'))}\n\n".encode()


@dataclass
class Look:
    """What one look into the database found; `over` ends the stream."""

    events: list[Event] = field(default_factory=list)
    over: bool = False


class EventStream(StreamingResponse):
    """Server-Sent Events. `look` runs in a thread, at once, when a bell of `topics` rings, and at every heartbeat."""

    media_type = "text/event-stream"

    def __init__(
        self,
        bells: Bells,
        topics: tuple[str, ...],
        look: Callable[[Rung], Look],
        on_open: Callable[[], None] | None = None,
        on_close: Callable[[], None] | None = None,
    ) -> None:
        self._on_open, self._on_close = on_open, on_close
        self._frames = _frames(bells, topics, look)
        super().__init__(self._frames, headers={"X-Accel-Buffering": "no"})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._on_open:
            self._on_open()
        try:
            await super().__call__(scope, receive, send)
        finally:
            # Closed here, not when the generator is collected: duty counts the minutes from this moment.
            if self._on_close:
                self._on_close()


async def _frames(bells: Bells, topics: tuple[str, ...], look: Callable[[Rung], Look]) -> AsyncIterator[bytes]:
    with bells.listen(*topics) as listener:
        said_at, rung = time.monotonic(), Rung()
        while True:
            ending = bells.closed
            found = await run_in_threadpool(look, rung)
            for event in found.events:
                yield event.frame()
                said_at = time.monotonic()
            if found.over or ending:
                return
            # Bells that bring nothing new must not starve the heartbeat: proxies cut silent connections.
            rung = await listener.rung(said_at + HEARTBEAT_SECONDS - time.monotonic())
            if not rung:
                yield HEARTBEAT
                said_at = time.monotonic()
