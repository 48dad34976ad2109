"""The simulator in a thread, for any test that needs the provider; and a small Lykta that takes its webhooks."""

import asyncio
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl

import httpx
import uvicorn
from fastapi import FastAPI, Request, Response
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.types import Message as Event
from twilio.request_validator import RequestValidator

from tests.phone.contract import API, Exchange, faults_of
from triage_api.phone.account import DEMO_ACCOUNT, DEMO_NUMBER, FICTION, Account
from triage_api.phone.app import create_app
from triage_api.phone.faults import Faults
from triage_api.phone.message import Message
from triage_api.phone.network import Network

TOKEN = "0123456789abcdef0123456789abcdef"
NOBODY = "http://127.0.0.1:9"
SOMEBODY, ANOTHER = FICTION[0], FICTION[1]
QUICK = 0.02


class Witness:
    """Keeps what passes through the API, in order."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.exchanges: list[Exchange] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(API):
            await self.app(scope, receive, send)
            return
        sent, answered = bytearray(), bytearray()
        status = 0

        async def reading() -> Event:
            event = await receive()
            sent.extend(event.get("body", b""))
            return event

        async def writing(event: Event) -> None:
            nonlocal status
            status = event.get("status", status)
            answered.extend(event.get("body", b""))
            if event["type"] == "http.response.body" and not event.get("more_body"):
                self._keep(scope, bytes(sent), status, bytes(answered))  # before whoever asked can go on
            await send(event)

        await self.app(scope, reading, writing)

    def _keep(self, scope: Scope, sent: bytes, status: int, answered: bytes) -> None:
        self.exchanges.append(
            Exchange(
                method=scope["method"],
                path=scope["path"],
                authorization=dict(scope["headers"]).get(b"authorization", b"").decode(),
                query=parse_qsl(scope["query_string"].decode(), keep_blank_values=True),
                form=parse_qsl(sent.decode(), keep_blank_values=True),
                status=status,
                body=answered,
            )
        )


class Server(uvicorn.Server):
    """Uvicorn looks ten times a second whether it is to end, which for a hundred small tests is most of their time."""

    async def main_loop(self) -> None:
        while not self.should_exit:
            await asyncio.sleep(0.005)

    @contextmanager
    def serving(self, listening: socket.socket) -> Iterator[None]:
        thread = threading.Thread(target=self.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not self.started:
            time.sleep(0.005)
        yield
        self.should_exit = True
        thread.join(10)
        listening.close()


def server_of(app: ASGIApp) -> Server:
    return Server(uvicorn.Config(app, log_config=None, access_log=False))


class RunningDouble:
    """`faults` is what tests switch. `account` is what Lykta's settings name."""

    def __init__(self, public_url: str, step_seconds: float, stop_words: bool) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.account = Account(DEMO_ACCOUNT, TOKEN, DEMO_NUMBER, self.url, public_url, price=0.55)
        self.network = Network(self.account, step_seconds, stop_words=stop_words)
        self.witness = Witness(create_app(self.network))
        self.client = httpx.Client(
            base_url=f"{self.url}{self.account.path}", auth=(DEMO_ACCOUNT, TOKEN), trust_env=False, timeout=10
        )

    @property
    def faults(self) -> Faults:
        return self.network.faults

    def start(self) -> None:
        self._serving = server_of(self.witness).serving(self._listening)
        self._serving.__enter__()

    def restart(self) -> None:
        """After `stop`, where it was."""
        self._listening = socket.create_server(("127.0.0.1", self.port))
        self.start()

    def stop(self) -> None:
        self.faults.hanging = False
        self._serving.__exit__(None, None, None)

    @contextmanager
    def refuses_connections(self) -> Iterator[None]:
        """Nobody listens there while the block runs; what was sent before is remembered."""
        self.stop()
        yield
        self.restart()

    def writes(self, body: str, sender: str = SOMEBODY, picture: bool = False) -> Message:
        """A phone sends a text; returns when Lykta's webhook has answered, or has not."""
        assert self.network.loop is not None
        taken = self.network.take(sender, body, picture)
        return asyncio.run_coroutine_threadsafe(taken, self.network.loop).result(20)

    def writes_together(self, *bodies: str, sender: str = SOMEBODY) -> list[Message]:
        """A phone sends texts right after each other; returns when each has its answer, or will get none."""
        assert self.network.loop is not None
        taken = [self.network.take(sender, body) for body in bodies]
        return [f.result(20) for f in [asyncio.run_coroutine_threadsafe(one, self.network.loop) for one in taken]]

    def sends(self, body: str = "Hej", to: str = SOMEBODY, **more: str) -> httpx.Response:
        """What Lykta asks of the API."""
        return self.client.post("/Messages.json", data={"To": to, "From": DEMO_NUMBER, "Body": body, **more})

    def texts_to(self, number: str = SOMEBODY) -> list[str]:
        """What Lykta has sent to a phone, oldest first."""
        messages = list(self.network.newest_first())[::-1]
        return [message.body for message in messages if message.outbound and message.to == number]

    def phones(self) -> Any:
        return httpx.get(f"{self.url}/phones", trust_env=False).json()


@contextmanager
def running_double(
    public_url: str = NOBODY, step_seconds: float = QUICK, stop_words: bool = True
) -> Iterator[RunningDouble]:
    """At the end all that passed is held against the provider's description."""
    double = RunningDouble(public_url, step_seconds, stop_words)
    double.start()
    try:
        yield double
    finally:
        double.client.close()
        double.stop()
    wrong = [fault for exchange in double.witness.exchanges for fault in faults_of(exchange)]
    assert not wrong, "\n".join(wrong)


class SmallLykta:
    """Takes the provider's webhooks as Lykta does: refuses what the real `twilio` package calls unsigned."""

    def __init__(self) -> None:
        self.heard: list[dict[str, str]] = []
        self.statuses: list[dict[str, str]] = []
        self.tokens: list[str] = []
        self.unsigned = 0
        self.answer: Callable[[dict[str, str]], str] = lambda _form: "<Response/>"
        self.kind = "text/xml"
        self.status = 200
        self.url = ""
        self.app = FastAPI()
        self.app.add_api_route("/sms/incoming", self._incoming, methods=["POST"])
        self.app.add_api_route("/sms/status", self._status, methods=["POST"])

    async def _signed(self, request: Request) -> dict[str, str]:
        form = dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))
        signed = RequestValidator(TOKEN).validate(
            f"{self.url}{request.url.path}", form, request.headers.get("x-twilio-signature", "")
        )
        self.unsigned += not signed
        self.tokens.append(request.headers["i-twilio-idempotency-token"])
        return form

    async def _incoming(self, request: Request) -> Response:
        form = await self._signed(request)
        self.heard.append(form)
        return Response(self.answer(form), self.status, media_type=self.kind)

    async def _status(self, request: Request) -> Response:
        self.statuses.append(await self._signed(request))
        return Response(status_code=204)

    @contextmanager
    def running(self) -> Iterator["SmallLykta"]:
        listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        with server_of(self.app).serving(listening):
            yield self


def as_json(answered: httpx.Response) -> Any:
    return json.loads(answered.content)
