"""A queue, a clock that is moved by hand, and the real API on a port of its own, for the tests of queue and desk."""

import json
import secrets
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI

import tests.read_once  # noqa: F401 (what it does is the point)
from tests.quick_server import QuickServer
from triage_api.app import create_app
from triage_api.base64url import b64u
from triage_api.bearer import hash_of, new_token
from triage_api.clock import utc_now
from triage_api.database import Database, open_database
from triage_api.events import Bells
from triage_api.migrate import migrate
from triage_api.queue.queue import Queue
from triage_api.queue.receive import NewCase
from triage_api.settings import Settings
from triage_api.words import Verifier

LOOPBACK = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Never used, since nothing here is TLS; without it each request would first read all the world's certificates."""


@dataclass
class HandClock:
    """Stands still until it is moved."""

    at: datetime = datetime(2026, 11, 21, 3, 2, 17, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def moves(self, **by: float) -> None:
        self.at += timedelta(**by)


def install(folder: Path, **chosen: Any) -> Settings:
    """A `var` as `make up` would leave it, below `folder`."""
    var = folder / "var"
    var.mkdir(mode=0o700)
    for name in ("root.pub", "internal.key", "server.key"):
        (var / name).write_text(b64u(secrets.token_bytes(32)) + "\n")
        (var / name).chmod(0o600)
    pages = folder / "pages"
    (pages / "assets").mkdir(parents=True)
    for name in ("index", "desk", "left"):
        (pages / f"{name}.html").write_text(f"<!doctype html><title>{name}</title>")
    (pages / "plain.html").write_text('<!doctype html><html lang="en"><title>plain</title><!-- plain -->')
    (pages / "desk-worker.js").write_text("self;")
    (pages / "assets" / "index-abc123.js").write_text("export {};")
    return Settings(**{"var": var, "pages": pages, **chosen})


def open_queue(url: str, clock: Any = utc_now) -> Queue:
    database = open_database(url)
    migrate(database, "cases")
    return Queue(database, Bells(), clock, name_of=lambda counsellor_id: f"name of {counsellor_id}", on_duty=lambda: 1)


def url_of(database: Database) -> str:
    return database.engine.url.render_as_string(hide_password=False)


def another_process(queue: Queue) -> Queue:
    """The same database through an engine of its own: no lock in Python can be what keeps the order."""
    database: Database = open_database(url_of(queue.cases))
    return Queue(database, Bells(), queue.now, queue.name_of, queue.on_duty)


def counsellor_id() -> str:
    return b64u(secrets.token_bytes(16))


def sealed(size: int = 272) -> str:
    """Looks like a sealed message: random bytes, as ciphertext does."""
    return b64u(secrets.token_bytes(size))


def sealed_secret() -> str:
    return sealed(1168)


def envelope(*recipients: str, size: int = 4112) -> dict[str, Any]:
    return {
        "v": 1,
        "case_id": b64u(secrets.token_bytes(16)),
        "roster_number": 7,
        "recipients": [{"id": one, "wrapped": sealed(1168)} for one in sorted(recipients)],
        "nonce": b64u(secrets.token_bytes(12)),
        "ciphertext": sealed(size),
    }


@dataclass
class Person:
    """Somebody's page after the hand-off: the case token, and what goes to the queue about the case."""

    token: str = field(default_factory=new_token)
    case: dict[str, Any] = field(default_factory=dict)

    @property
    def verifier(self) -> Verifier:
        return Verifier(str(hash_of(self.token)))

    @property
    def new_case(self) -> NewCase:
        return NewCase.model_validate(self.case)


def person(*recipients: str, level: str = "routine", **changed: Any) -> Person:
    one = Person()
    one.case = {
        "verifier": one.verifier,
        "envelope": envelope(*recipients),
        "level": level,
        "language": "th",
        "channel": "web",
        "writer": "self",
        **changed,
    }
    return one


@dataclass
class Server:
    """The real API, answering on loopback."""

    app: FastAPI
    settings: Settings
    url: str

    def send(self, method: str, path: str, token: str | None = None, **options: Any) -> httpx.Response:
        headers = {**options.pop("headers", {}), **({"Authorization": f"Bearer {token}"} if token else {})}
        return httpx.request(
            method,
            self.url + path,
            headers=headers,
            timeout=20,
            trust_env=False,
            verify=LOOPBACK,
            follow_redirects=False,
            **options,
        )

    def post(self, path: str, body: Any = None, token: str | None = None) -> httpx.Response:
        return self.send("POST", path, token, **({} if body is None else {"json": body}))

    def get(self, path: str, token: str | None = None) -> httpx.Response:
        return self.send("GET", path, token)

    @property
    def internal_key(self) -> str:
        return self.settings.internal_key_file.read_text().strip()

    def receives(self, one: Person) -> httpx.Response:
        return self.post("/internal/cases", one.case, self.internal_key)

    @contextmanager
    def stream(self, path: str, token: str, after: int | None = None) -> Iterator["Stream"]:
        headers = {"Authorization": f"Bearer {token}"} | ({} if after is None else {"Lykta-After": str(after)})
        with (
            httpx.Client(trust_env=False, timeout=20, verify=LOOPBACK) as client,
            client.stream("GET", self.url + path, headers=headers) as answer,
        ):
            assert answer.status_code == 200, answer.read()
            yield Stream(answer.iter_lines())


@dataclass
class Stream:
    lines: Iterator[str]

    def next(self) -> tuple[str, dict[str, Any]]:
        """The next event's name and data; comments are passed over, but not for longer than ten seconds."""
        name, deadline = "", time.monotonic() + 10
        for line in self.lines:
            assert time.monotonic() < deadline, "nothing came but comments"
            if line.startswith("event: "):
                name = line.removeprefix("event: ")
            elif line.startswith("data: "):
                return name, json.loads(line.removeprefix("data: "))
        raise StopIteration

    def until(self, wanted: str) -> dict[str, Any]:
        while True:
            name, data = self.next()
            if name == wanted:
                return data

    def ends(self) -> bool:
        """Whether nothing comes any more, but what every stream of the desk begins with."""
        names = {line.removeprefix("event: ") for line in self.lines if line.startswith("event: ")}
        return names <= {"waiting", "alert", "offers"}


@contextmanager
def serving(settings: Settings, clock: Any = utc_now, port: int = 0) -> Iterator[Server]:
    app = create_app(settings, clock)
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(("127.0.0.1", port))
    config = uvicorn.Config(app, log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=3)
    server = QuickServer(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        deadline = time.monotonic() + 20
        while not server.started and thread.is_alive() and time.monotonic() < deadline:
            time.sleep(0.01)
        assert server.started
        yield Server(app, settings, f"http://127.0.0.1:{listening.getsockname()[1]}")
    finally:
        app.state.bells.close()
        server.should_exit = True
        thread.join(20)
        assert not thread.is_alive()
