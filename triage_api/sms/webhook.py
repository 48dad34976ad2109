"""`/sms`: the provider's webhooks (docs/wire.md §10). What is not signed by it is refused unread."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Collection
from functools import partial
from typing import TypeVar

from fastapi import APIRouter, Request, Response
from twilio.twiml.messaging_response import MessagingResponse

from triage_api.door.background import Background
from triage_api.errors import Refusal
from triage_api.sms import incoming as read
from triage_api.sms.incoming import Fields, Incoming, Signed
from triage_api.sms.number import PhoneNumber
from triage_api.sms.outbox import Outbox
from triage_api.sms.reception import Answered, TextReception
from triage_api.sms.route import Unsent
from triage_api.sms.spending import Spending
from triage_api.sms.threads import Threads

T = TypeVar("T")
ANSWER_SECONDS = 4.0
"""The provider waits longer; somebody in danger should not."""
REMEMBERED_SECONDS = 3600.0
"""The provider repeats within minutes."""
FORM = "application/x-www-form-urlencoded"


class NotTheProvider(Refusal):
    status = 403
    code = "not_signed"
    say = "This address answers only to what the provider has signed. Check the account's token and the public address."


class NotATextMessage(Refusal):
    status = 422
    say = "This is no webhook of a text message."


class NotAForm(Refusal):
    status = 415
    code = "not_a_form"
    say = "Webhooks are forms by POST."


class Webhook:
    """Each text is heard once: the provider repeats what it thinks was lost, and then gets the same answer again."""

    def __init__(
        self,
        reception: TextReception,
        threads: Threads,
        outbox: Outbox,
        spending: Spending,
        background: Background,
        *,
        always_later: bool,
        answer_seconds: float = ANSWER_SECONDS,
    ) -> None:
        self._reception, self._threads, self._outbox, self._spending = reception, threads, outbox, spending
        self._background, self._always_later, self._answer_seconds = background, always_later, answer_seconds
        self._heard: OrderedDict[str, tuple[float, asyncio.Task[Answered]]] = OrderedDict()
        self._late: set[str] = set()
        self._owed: set[asyncio.Task[None]] = set()

    async def incoming(self, text: Incoming) -> str:
        """The answer as TwiML; empty when it goes by the Messages API, now or when the bot is done."""
        known = self._heard.get(text.sid)
        task = known[1] if known is not None else self._background.start(self._reception.hear(text))
        if known is None:
            self._remember(text.sid, task)
        # Not cancelled when the provider hangs up: a hand-off may be under way.
        done, _ = await asyncio.wait({task}, timeout=self._answer_seconds)
        answered = task.result() if done else None
        if answered is not None and text.sid not in self._late and (answered.at_once or not self._always_later):
            if known is None:
                for said in answered.texts:
                    self._spending.count(said)
                self._asked(text.sender, answered)
            return twiml(answered.texts)
        if text.sid not in self._late and text.sender is not None:
            self._late.add(text.sid)
            self._owe(text.sender, 1)
            self._owed.add(later := self._background.start(self._later(text.sender, task)))
            later.add_done_callback(self._owed.discard)
        return twiml([])

    async def finish(self, seconds: float) -> None:
        """Waits for the answers that are owed, at most so long."""
        if self._owed:
            await asyncio.wait(self._owed, timeout=seconds)

    def _owe(self, sender: PhoneNumber, more: int) -> None:
        thread = self._threads.find(sender)
        if thread is not None:
            thread.route.owed = max(0, thread.route.owed + more)
            self._threads.touch(thread)

    async def _later(self, sender: PhoneNumber, task: "asyncio.Task[Answered]") -> None:
        answered = await task
        self._owe(sender, -1)
        thread = self._threads.find(sender)
        if thread is not None:
            self._outbox.put(thread, [Unsent(said, asks=answered.asks) for said in answered.texts])

    def _asked(self, sender: PhoneNumber | None, answered: Answered) -> None:
        thread = self._threads.find(sender) if sender is not None else None
        if thread is not None and answered.asks:
            thread.consent_sent = True

    def _remember(self, sid: str, task: "asyncio.Task[Answered]") -> None:
        now = time.monotonic()
        self._heard[sid] = now, task
        while next(iter(self._heard.values()))[0] < now - REMEMBERED_SECONDS:
            old, _ = self._heard.popitem(last=False)
            self._late.discard(old)


def twiml(texts: list[str]) -> str:
    response = MessagingResponse()
    for text in texts:
        response.message(text)
    return str(response)


def webhook_routes(signed: Signed, webhook: Webhook, outbox: Outbox, countries: Collection[str]) -> APIRouter:
    """`countries` are those whose numbers are answered; empty for all."""
    router = APIRouter(prefix="/sms", include_in_schema=False)

    async def fields(request: Request) -> Fields:
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
            raise NotAForm
        signature = request.headers.get("x-twilio-signature", "")
        try:
            return signed.fields(request.url.path, request.url.query, await request.body(), signature)
        except read.NotSigned:
            raise NotTheProvider from None
        except read.NotUnderstood:
            raise NotATextMessage from None

    @router.post("/incoming")
    async def incoming(request: Request) -> Response:
        text = _read(partial(read.read_incoming, countries=countries), await fields(request))
        return Response(await webhook.incoming(text), media_type="application/xml")

    @router.post("/status", status_code=204)
    async def status(request: Request) -> Response:
        told = _read(read.read_status, await fields(request))
        await outbox.arrived(told.sid, told.status)
        return Response(status_code=204)

    return router


def _read(reader: Callable[[Fields], T], fields: Fields) -> T:
    try:
        return reader(fields)
    except read.NotUnderstood:
        raise NotATextMessage from None
