"""A real uvicorn with the door's routes, a bot's process beside it, and a person who writes."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

import tests.read_once  # noqa: F401 (what it does is the point)
from tests.door.doubles import Process, QueueOfOne
from tests.quick_server import QuickServer
from triage_api.door import DoorRoutes, door_routes
from triage_api.refusing import refuse_cleanly
from triage_api.settings import Settings
from triage_api.words import RawText


@dataclass
class Person:
    """Writes as the page does: counts from 1, keeps its token."""

    client: httpx.Client
    token: str = ""
    n: int = 0

    def opens(self, language: str = "sv") -> "Person":
        answered = self.client.post("/api/chat", json={"language": language})
        assert answered.status_code == 201
        self.token = answered.json()["token"]
        return self

    @property
    def headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token}"} if self.token else {}

    def sends(self, body: Any, **more: Any) -> httpx.Response:
        return self.client.post("/api/chat/messages", json=body, headers=self.headers, **more)

    def writes(self, text: str, **more: Any) -> dict[str, Any]:
        self.n += 1
        answered = self.sends({"n": self.n, "text": text, **more})
        assert answered.status_code == 200, answered.text
        return dict(answered.json())

    def presses(self, choice: str, **more: Any) -> dict[str, Any]:
        self.n += 1
        answered = self.sends({"n": self.n, "choice": choice, **more})
        assert answered.status_code == 200, answered.text
        return dict(answered.json())

    def leaves(self) -> None:
        assert self.client.post("/api/chat/leave", headers=self.headers).status_code == 204


@dataclass
class House:
    """The running door and everything around it."""

    bot: Process
    actions: Process
    queue: QueueOfOne
    routes: DoorRoutes
    client: httpx.Client
    people: list[Person] = field(default_factory=list)

    def person(self, language: str = "sv") -> Person:
        return Person(self.client).opens(language)


@contextmanager
def house(on_duty: int | None = None, anybody: bool = True, **settings: Any) -> Iterator[House]:
    with Process().running() as bot, Process().running() as actions:
        chosen = Settings(
            **{"bot_port": bot.port, "actions_port": actions.port, "bot_timeout_seconds": 1.0, **settings}
        )
        queue = QueueOfOne()

        async def duty() -> int | None:
            return on_duty or 0 if anybody else None

        known = on_duty is not None or not anybody
        routes = door_routes(chosen, queue, duty if known else None)

        @asynccontextmanager
        async def lifespan(_app: FastAPI) -> Any:
            await routes.start()
            yield
            await routes.stop()

        app = FastAPI(lifespan=lifespan)
        refuse_cleanly(app)
        app.include_router(routes.router)
        with served(app) as address, httpx.Client(base_url=address, timeout=20, trust_env=False) as client:
            yield House(bot, actions, queue, routes, client)


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    listening = socket.create_server(("127.0.0.1", 0))
    server = QuickServer(uvicorn.Config(app, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        listening.close()


def eventually(true: Callable[[], bool], seconds: float = 30.0) -> None:
    """Waits for what happens behind an answer."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it never came true"
        time.sleep(0.01)


@pytest.fixture
def at_home() -> Iterator[House]:
    with house() as running:
        yield running


@pytest.fixture(scope="session")
def redact() -> Callable[[str], str]:
    from triage_api.door.redact import load_redactor

    settings = Settings()
    redactor = load_redactor(settings.content, settings.config)
    return lambda text: str(redactor.redact(RawText(text)).text)
