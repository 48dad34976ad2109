"""Small real doubles: a bot's process that speaks Rasa's REST channel, an action server, and a queue's two calls."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from triage_api.words import Level, Verifier

Said = list[dict[str, Any]]


def state(**found: Any) -> dict[str, Any]:
    """The last item of every turn of the bot."""
    usual = {"language": "sv", "level": "routine", "level_score": 0.4, "topics": [], "signs": [], "writer": "self"}
    return {"custom": {"state": {**usual, **found}}}


class Process:
    """An HTTP server in a thread. `behave` decides each answer; `heard` keeps the bodies in order of arrival."""

    def __init__(self) -> None:
        self.heard: list[dict[str, Any]] = []
        self.alive = threading.Event()
        self.overlaps = 0
        self.behave: Callable[[dict[str, Any]], Any] = lambda _body: [{"text": "ok"}, state()]
        self._at_work: set[str] = set()
        self._lock = threading.Lock()
        process = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                status, raw = process.answer(body)
                self.send_response(status)
                self.send_header("content-length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            def log_message(self, format: str, *args: Any) -> None:
                """A test's log is searched for what people wrote; this server adds nothing to it."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]

    def answer(self, body: dict[str, Any]) -> tuple[int, bytes]:
        sender = str(body.get("sender"))
        with self._lock:
            self.heard.append(body)
            self.overlaps += sender in self._at_work
            self._at_work.add(sender)
        try:
            said = self.behave(body)
        finally:
            with self._lock:
                self._at_work.discard(sender)
        if isinstance(said, tuple):
            return said
        return 200, json.dumps(said).encode()

    @property
    def messages(self) -> list[str]:
        return [str(body.get("message")) for body in self.heard]

    @contextmanager
    def running(self) -> Iterator["Process"]:
        thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self.alive.set()  # whoever hangs may go home
            self._server.shutdown()
            self._server.server_close()

    def hang(self) -> None:
        """From now on it takes messages and never answers, until the test ends."""
        self.behave = lambda _body: (self.alive.wait(30), [])[1]


def slowly(seconds: float, said: Said) -> Callable[[dict[str, Any]], Said]:
    def behave(_body: dict[str, Any]) -> Said:
        time.sleep(seconds)
        return said

    return behave


class QueueOfOne:
    """The queue as the door may know it; remembers what it was told."""

    def __init__(self) -> None:
        self.raised: list[tuple[Verifier, Level]] = []
        self.places: dict[Verifier, int] = {}
        self.told: list[Callable[[Verifier], None]] = []

    def raise_level(self, verifier: Verifier, level: Level) -> None:
        self.raised.append((verifier, level))

    def place(self, verifier: Verifier) -> int | None:
        return self.places.get(verifier)

    def on_ended(self, callback: Callable[[Verifier], None]) -> None:
        self.told.append(callback)

    def ends(self, verifier: Verifier) -> None:
        """A case ends, told from a thread of the queue's own, as in life."""
        for callback in self.told:
            thread = threading.Thread(target=callback, args=(verifier,))
            thread.start()
            thread.join()
