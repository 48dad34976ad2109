"""The network behind the double: takes texts on, moves their statuses by time, and carries them to the phones."""

import asyncio
import time
from collections.abc import Callable, Container, Iterator
from contextlib import suppress
from typing import Any

import httpx

from triage_api.clock import Clock, utc_now
from triage_api.phone.account import FICTION, Account
from triage_api.phone.errors import BodyRequired, BodyTooLong, InvalidTo, NotFound, TwilioError, Unsubscribed
from triage_api.phone.faults import Faults
from triage_api.phone.message import Direction, Media, Message, Status, new_sid
from triage_api.phone.opt_out import OptOut
from triage_api.phone.twiml import NotTwiml
from triage_api.phone.webhooks import Webhooks

MOST_CHARACTERS = 1600
NOBODY_THERE = 11200
"""The provider's number for a webhook that did not answer, or not with success."""

NEXT = {
    Status.ACCEPTED: Status.QUEUED,
    Status.QUEUED: Status.SENDING,
    Status.SENDING: Status.SENT,
    Status.SENT: Status.DELIVERED,
}

Watch = Callable[[Message, int | None], None]
"""Told of each text that is new or has changed; the number is that of a webhook's trouble, if there was one."""


class Network:
    """`step_seconds` lie between two statuses of a text; `numbers` can be texted. Lives in one event loop at a time,
    from `start` to `stop`."""

    def __init__(
        self,
        account: Account,
        step_seconds: float = 0.4,
        now: Clock = utc_now,
        stop_words: bool = True,
        numbers: Container[str] = FICTION,
    ) -> None:
        self.account, self.step_seconds, self.now = account, step_seconds, now
        self.faults, self._numbers = Faults(), numbers
        self.opt_out = OptOut(stop_words)
        self.loop: asyncio.AbstractEventLoop | None = None
        self._watching: list[Watch] = []
        self._messages: dict[str, Message] = {}
        self._places: dict[str, int] = {}
        self._due: dict[str, float] = {}

    def watch(self, told: Watch) -> None:
        self._watching.append(told)

    async def start(self) -> None:
        self.loop = asyncio.get_running_loop()
        self._webhooks = Webhooks(self.account, self.faults)
        self._mover = asyncio.create_task(self._move())

    async def stop(self) -> None:
        self._mover.cancel()
        with suppress(asyncio.CancelledError):
            await self._mover
        await self._webhooks.close()

    def newest_first(self) -> Iterator[Message]:
        return reversed(self._messages.values())

    def place(self, sid: str) -> int:
        """Where in the order of arrival a text stands or stood: pages go on after one that has been deleted since.

        Raises NotFound.
        """
        if sid not in self._places:
            raise NotFound
        return self._places[sid]

    def find(self, sid: str) -> Message:
        """Raises NotFound."""
        if sid not in self._messages:
            raise NotFound
        return self._messages[sid]

    def delete(self, message: Message) -> None:
        """The provider forgets it; the phone that got it does not."""
        self._messages.pop(message.sid, None)
        self._due.pop(message.sid, None)

    def send(self, to: str, body: str, direction: Direction = "outbound-api", **more: Any) -> Message:
        """Takes a text of Lykta's on; `more` are further fields of the message.

        Raises:
            TwilioError: it cannot be sent, for a reason of the provider's.
        """
        if not body:
            raise BodyRequired
        if len(body) > MOST_CHARACTERS:
            raise BodyTooLong
        if to not in self._numbers or to == self.account.number:
            raise InvalidTo
        if to in self.opt_out.numbers:
            raise Unsubscribed
        status = Status.ACCEPTED if more.get("service") else Status.QUEUED
        now = self.now()
        message = Message(new_sid("SM"), self.account.number, to, body, direction, status, now, now, **more)
        self._keep(message)
        self._due[message.sid] = time.monotonic() + self.step_seconds
        self._tell(message)
        return message

    async def take(self, sender: str, body: str, picture: bool = False) -> Message:
        """A phone sends a text. Returns once Lykta's webhook has answered, or has not."""
        now = self.now()
        media = [Media(new_sid("ME"), "image/png", now)] if picture else []
        sid, to = new_sid("MM" if picture else "SM"), self.account.number
        message = Message(sid, sender, to, body, "inbound", Status.RECEIVING, now, now)
        message.media = {one.sid: one for one in media}
        self._keep(message)
        self.opt_out.hear(sender, body)
        message.becomes(Status.RECEIVED, self.now())
        self._tell(message)
        try:
            for reply in await self._webhooks.incoming(message):
                self.send(reply.to or sender, reply.body, "outbound-reply", callback=reply.callback)
        except TwilioError as refused:
            self._tell(message, refused.code)
        except NotTwiml as unread:
            self._tell(message, unread.code)
        except httpx.HTTPError:
            self._tell(message, NOBODY_THERE)
        return message

    def _keep(self, message: Message) -> None:
        self._messages[message.sid] = message
        self._places[message.sid] = len(self._places)

    async def _move(self) -> None:
        while True:
            now = time.monotonic()
            for sid in [sid for sid, due in self._due.items() if due <= now]:
                message = self._messages[sid]
                self._step(message)
                if message.final:
                    del self._due[sid]
                else:
                    self._due[sid] = now + self.step_seconds
            await asyncio.sleep(min(0.05, self.step_seconds / 2))

    def _step(self, message: Message) -> None:
        status = NEXT[message.status]
        if status is Status.DELIVERED and message.to in self.faults.undelivered:
            status, message.error = Status.UNDELIVERED, self.faults.undelivered[message.to]
        if status is Status.SENDING and message.to in self.faults.failed:
            status, message.error = Status.FAILED, self.faults.failed[message.to]
        message.becomes(status, self.now())
        self._tell(message)
        self._webhooks.tell_status(message)

    def cancel(self, message: Message) -> None:
        """Stops a text before it goes."""
        self._due.pop(message.sid, None)
        message.becomes(Status.CANCELED, self.now())
        self._tell(message)

    def _tell(self, message: Message, trouble: int | None = None) -> None:
        for told in self._watching:
            told(message, trouble)
