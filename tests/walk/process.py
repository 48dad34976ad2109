"""The API as a process of its own that kills itself, as `kill -9` would, between two steps that a test has chosen.

A step is a statement, a commit, the clearing of what was deleted, or a piece of an answer; each has a moment before it
and one after. Its parent counts on: a header says at which moment from that request on the process ends.
"""

import os
import signal
import threading
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, event
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

import tests.read_once  # noqa: F401 (what it does is the point)
from tests.door.doubles import QueueOfOne
from triage_api.app import create_app
from triage_api.clock import utc_now
from triage_api.database import Database
from triage_api.door.door import Door
from triage_api.hushed_logs import hush_logs
from triage_api.serve import allow_many_streams, listen, run
from triage_api.settings import Settings

HEADER = b"ends-after-moments"


# Each process is a fork of one that has imported this module: what a door reads is read here, once.
Door(Settings(), QueueOfOne())


class Moments:
    """Counts moments down; at none left the process is gone, whatever it was doing."""

    def __init__(self, left: int) -> None:
        self._lock = threading.Lock()
        self._left = left

    def ends_after(self, moments: int) -> None:
        with self._lock:
            self._left = moments

    def one(self, *_told: object) -> None:
        with self._lock:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


class Ends:
    """Hears when to end, and counts the pieces of answers."""

    def __init__(self, app: ASGIApp, moments: Moments) -> None:
        self._app, self._moments = app, moments

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        told = dict(scope["headers"]).get(HEADER)
        if told is not None:
            self._moments.ends_after(int(told))

        async def counted(message: Message) -> None:
            self._moments.one()
            await send(message)
            self._moments.one()

        return await self._app(scope, receive, counted)


def serve(settings: Settings, ahead: timedelta, moments_left: int) -> None:
    """Runs until it is killed, or ended by SIGTERM. `moments_left` counts from its start; 0 is for ever. Its clock goes
    ahead of the true time, so that a counsellor's next code can be used at once."""
    os.umask(0o077)
    allow_many_streams()
    hush_logs()
    moments = Moments(moments_left)
    for name in ("before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(Engine, name, moments.one)
    event.listen(Engine, "checkin", moments.one)  # after the commit
    _count_clearing(moments)

    def now() -> datetime:
        return utc_now() + ahead

    app = create_app(settings, now)
    app.user_middleware.insert(0, Middleware(Ends, moments=moments))
    run(app, listen(settings.host, settings.port))


def _count_clearing(moments: Moments) -> None:
    clears = Database.forget_deleted

    def counted(self: Database, *tables: Any) -> bool:
        moments.one()
        done = clears(self, *tables)
        moments.one()
        return done

    Database.forget_deleted = counted  # type: ignore[method-assign]
