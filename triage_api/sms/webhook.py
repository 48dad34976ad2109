"""`/sms`: the provider's webhooks (docs/wire.md §10). What is not signed by it is refused unread."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from fastapi import APIRouter, Request, Response
from twilio.twiml.messaging_response import MessagingResponse

from triage_api.clock import Clock
from triage_api.door.background import Background
from triage_api.errors import Refusal
from triage_api.sms import incoming as read
from triage_api.sms.answered import Answered
from triage_api.sms.incoming import Fields, Incoming, Signed
from triage_api.sms.number import PhoneNumber
from triage_api.sms.outbox import Outbox
from triage_api.sms.reception import TextReception
from triage_api.sms.route import Unsent
from triage_api.sms.spending import Spending
from triage_api.sms.threads import Threads

T = TypeVar("T")
ANSWER_SECONDS = 4.0
"""The provider waits longer; somebody in danger should not."""
WORDS_SECONDS, REMEMBERED_SECONDS = 600.0, 3600.0
"""The provider repeats within minutes, and then gets the same words; later only nothing is heard twice."""
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


@dataclass
class _Heard:
    """A text that has come. Its answer is kept for a repeat, and no longer than anything is known of its sender;
    `late`: it goes by the Messages API."""

    at: float
    sender: PhoneNumber | None = field(repr=False)
    answer: "asyncio.Task[Answered] | None" = field(repr=False)
    late: bool = False

    def forget(self) -> None:
        self.sender = None
        if self.answer is not None and self.answer.done():
            self.answer = None


class Webhook:
    """Each text is heard once: the provider repeats what it thinks was lost, and then gets the same answer again.
    `sweep` wants to be called every minute, `forget` as soon as a number is held no longer. `opts_out`: the provider
    has acted on a STOP by itself."""

    def __init__(
        self,
        reception: TextReception,
        threads: Threads,
        outbox: Outbox,
        spending: Spending,
        background: Background,
        now: Clock,
        *,
        always_later: bool,
        answer_seconds: float = ANSWER_SECONDS,
    ) -> None:
        self._reception, self._threads, self._outbox, self._spending = reception, threads, outbox, spending
        self._background, self._now = background, now
        self._always_later, self._answer_seconds = always_later, answer_seconds
        self._heard: OrderedDict[str, _Heard] = OrderedDict()
        self._owed: set[asyncio.Task[None]] = set()
        self.opts_out = False

    async def incoming(self, text: Incoming) -> str:
        """The answer as TwiML; empty when it goes by the Messages API, now or when the bot is done."""
        self.opts_out = self.opts_out or text.opts_out
        heard, first = self._heard.get(text.sid), text.sid not in self._heard
        if first and self._heard_before_a_restart(text):
            return twiml([])
        if heard is None:
            task = self._background.start(self._reception.hear(text))
            heard = self._heard[text.sid] = _Heard(self._now().timestamp(), text.sender, task)
        if heard.answer is None:
            return twiml([])
        task = heard.answer
        # Not cancelled when the provider hangs up: a hand-off may be under way.
        done, _ = await asyncio.wait({task}, timeout=self._answer_seconds)
        answered = task.result() if done else None
        if done and text.sender is not None and self._threads.find(text.sender) is None:
            heard.sender = None  # nothing else is known of them
        if answered is not None and not heard.late and (answered.at_once or not self._always_later):
            if first:
                for said in answered.texts:
                    self._spending.count(said)
                self._asked(text.sender, answered)
            return twiml(answered.texts)
        if not heard.late and text.sender is not None:
            heard.late = True
            self._owe(text.sender, 1)
            self._owed.add(later := self._background.start(self._later(text.sender, task)))
            later.add_done_callback(self._owed.discard)
        return twiml([])

    def _heard_before_a_restart(self, text: Incoming) -> bool:
        thread = self._threads.find(text.sender) if text.sender is not None else None
        return thread is not None and text.sid in thread.route.heard

    async def finish(self, seconds: float) -> None:
        """Waits for the answers that are owed, at most so long."""
        if self._owed:
            await asyncio.wait(self._owed, timeout=seconds)

    def _owe(self, sender: PhoneNumber, more: int) -> None:
        thread = self._threads.find(sender)
        if thread is not None:
            thread.route.owed = max(0, thread.route.owed + more)
            self._threads.touch(thread)

    def forget(self, sender: PhoneNumber) -> None:
        """What was answered to them is known no longer; only that it was."""
        for heard in self._heard.values():
            if heard.sender == sender:
                heard.forget()

    def sweep(self) -> None:
        now = self._now().timestamp()
        while self._heard and next(iter(self._heard.values())).at <= now - REMEMBERED_SECONDS:
            self._heard.popitem(last=False)
        for heard in self._heard.values():
            if heard.at > now - WORDS_SECONDS:
                break
            heard.forget()

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
