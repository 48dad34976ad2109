"""What stands around every request: the right host, a bounded body, and nothing unexpected gets out."""

import asyncio
from collections.abc import Callable, Mapping

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from triage_api.errors import Refusal, TooLarge
from triage_api.refusing import ServerError, answer, tell_of

KIB = 1024
BODY_SECONDS = 20.0
DRAINED_BYTES = 4 * KIB * KIB


class WrongHost(Refusal):
    """Keeps pages of another name, pointed at this address, from talking to it (DNS rebinding)."""

    status = 400
    code = "wrong_host"
    say = "This server does not answer to that name."


class TooSlow(Refusal):
    status = 408
    code = "too_slow"
    say = "The body did not arrive in time."


def body_limit(path: str) -> int:
    """Bytes a body may have. An envelope for many recipients is the largest, and comes from our own machine only; as
    large is a whole case that one counsellor offers another."""
    if path.startswith("/internal/") or (path.startswith("/desk/api/cases/") and path.endswith("/offer")):
        return KIB * KIB
    if path == "/api/case/left":
        return 256 * KIB  # wrapped for everyone on the roster, by the page
    if path.startswith(("/api/case/", "/desk/api/cases/")) or (
        path.startswith("/desk/api/offers/") and path.endswith("/lines")
    ):
        return 16 * KIB
    return 64 * KIB  # the door refuses from 16 KiB itself, in the person's language


class NothingGetsOut:
    """The last net: an error nobody expected becomes a plain 500, and the log learns its kind and place only."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception as error:  # noqa: BLE001 (whatever it is, the server must not print it with its values)
            tell_of(error)
            if not begun:
                await answer(ServerError())(scope, receive, send)


class KnownHost:
    """Answers only to the names it is configured for."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self.app, self.hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            host = Headers(scope=scope).get("host", "").lower()
            name = host.rsplit(":", 1)[0] if host.rsplit(":", 1)[-1].isdigit() else host
            if name not in self.hosts:
                await answer(WrongHost())(scope, receive, send)
                return
        await self.app(scope, receive, send)


class BoundedBody:
    """Reads the whole body before anything else sees it, counting what arrives and not what was announced.

    `pages` are the paths whose refusals are read by people and not by a script, each with what it answers then.
    `on_too_large` hears of each body that was.
    """

    def __init__(
        self,
        app: ASGIApp,
        pages: Mapping[str, Callable[[Scope, Refusal], ASGIApp]] | None = None,
        on_too_large: Callable[[Scope], None] = lambda _scope: None,
    ) -> None:
        self.app, self.pages, self.on_too_large = app, pages or {}, on_too_large

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await _read(receive, body_limit(scope["path"]))
        except TooLarge as refusal:
            self.on_too_large(scope)
            await self._refused(scope, refusal)(scope, receive, send)
            return
        except TimeoutError:
            await self._refused(scope, TooSlow())(scope, receive, send)
            return
        if body is None:  # the client has gone
            return
        handed_over = False

        async def read_again() -> Message:
            nonlocal handed_over
            if handed_over:
                return await receive()  # what comes now is the disconnect that event streams listen for
            handed_over = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self.app(scope, read_again, send)

    def _refused(self, scope: Scope, refusal: Refusal) -> ASGIApp:
        page = self.pages.get(scope["path"])
        return page(scope, refusal) if page is not None else answer(refusal)


async def _read(receive: Receive, limit: int) -> bytes | None:
    """The body; TooLarge beyond `limit`. What is too large is read to its end and dropped, up to 4 MiB.

    A client that is still sending would otherwise see a broken connection in place of the answer.
    """
    kept, seen = bytearray(), 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        chunk = message.get("body", b"")
        seen += len(chunk)
        if seen <= limit:
            kept += chunk
        more = message.get("more_body", False)
        if seen > limit:
            kept.clear()
            if not more or seen > DRAINED_BYTES:
                raise TooLarge
        elif not more:
            return bytes(kept)
