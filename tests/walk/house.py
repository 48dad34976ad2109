"""A process that is killed and started again, as often as a walk says, on a database that outlives it."""

import multiprocessing
import random
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from multiprocessing.context import ForkServerProcess
from typing import Any

import httpx

from tests.queue.world import LOOPBACK
from tests.walk import process
from triage_api.clock import utc_now
from triage_api.settings import Settings

SECONDS = 60.0
CODE = timedelta(seconds=31)
"""A counsellor signs in again after each start, and no code of her app works twice."""


def _client() -> httpx.Client:
    """A connection for each request: one that is kept could be closed by the server just when it is used again."""
    return httpx.Client(trust_env=False, timeout=20, verify=LOOPBACK, limits=httpx.Limits(max_keepalive_connections=0))


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@dataclass
class House:
    """`asks` repeats a request until it is answered, as every client of ours does; whoever it kills is started anew."""

    settings: Settings
    chance: random.Random
    kills: int = 0
    life: int = 0
    ahead: timedelta = timedelta()
    _running: ForkServerProcess | None = None
    _client: httpx.Client = field(default_factory=_client)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.settings.port}"

    @property
    def pid(self) -> int:
        """Of the process that runs now."""
        assert self._running is not None
        return int(self._running.pid or 0)

    def now(self) -> datetime:
        return utc_now() + self.ahead

    def asks(
        self, method: str, path: str, token: str, body: Any = None, ends_after: int | None = None, once: bool = False
    ) -> httpx.Response | None:
        """The answer. None for a request that is to be sent once, when the process ended before it had answered: it may
        have been heard or not."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        told = {} if ends_after is None else {process.HEADER.decode(): str(ends_after)}
        until = time.monotonic() + SECONDS
        while True:
            try:
                return self._client.request(method, self.url + path, headers=headers | told, json=body)
            except httpx.TransportError:
                assert time.monotonic() < until, "it was asked for a minute and has not answered"
                self.is_up()
                told = {}
                if once:
                    return None

    def is_up(self) -> None:
        """Until it answers; a process that was killed is followed by a new one, one in five of which is killed while it
        starts."""
        until = time.monotonic() + SECONDS
        while True:
            if self._running is None:
                self._start(0)
            elif not self._running.is_alive():
                self._running.join()
                assert self._running.exitcode == -9, f"it ended by itself: {self._running.exitcode}"
                self.kills += 1
                self._start(self.chance.randrange(1, 60) if self.chance.random() < 0.2 else 0)
            try:
                if self._client.get(f"{self.url}/healthz").status_code == 200:
                    return
            except httpx.TransportError:
                pass
            assert time.monotonic() < until, "it did not start within a minute"
            time.sleep(0.01)

    def ends(self) -> None:
        """In good order, as a server that is told to stop."""
        assert self._running is not None
        self._running.terminate()
        self._running.join(SECONDS)
        assert self._running.exitcode in (0, -15), self._running.exitcode
        self._running = None

    def closes(self) -> None:
        self._client.close()
        if self._running is not None:
            self._running.kill()
            self._running.join(SECONDS)
            self._running = None

    def _start(self, moments: int) -> None:
        self.life += 1
        self.ahead += CODE
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([process.__name__])
        self._running = context.Process(target=process.serve, args=(self.settings, self.ahead, moments), daemon=True)
        self._running.start()


@contextmanager
def house(settings: Settings, seed: int) -> Iterator[House]:
    one = House(settings, random.Random(seed))  # noqa: S311 (where to kill, no secret)
    try:
        yield one
    finally:
        one.closes()
