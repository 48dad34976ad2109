"""Posts signed webhooks as the provider does: incoming texts, whose answer is read, and statuses, whose is not."""

import asyncio
import secrets

import httpx

from triage_api.phone.account import Account
from triage_api.phone.faults import Faults
from triage_api.phone.message import Message
from triage_api.phone.twiml import Reply, read_twiml
from triage_api.phone.webhook_forms import Form, incoming_form, signature, status_form

ANSWER_SECONDS = 15.0
"""How long the provider waits for an answer."""


class Webhooks:
    """Posts to Lykta, one after the other for each text, texts beside each other. Faults may change the order."""

    def __init__(self, account: Account, faults: Faults) -> None:
        self.account, self.faults = account, faults
        # As at the provider, no text waits because others do.
        limits = httpx.Limits(max_connections=None)
        self._client = httpx.AsyncClient(timeout=ANSWER_SECONDS, limits=limits, trust_env=False)
        self._last: dict[str, asyncio.Task[None]] = {}
        self._held: list[tuple[asyncio.Event, asyncio.Event]] = []

    async def close(self) -> None:
        await self._client.aclose()

    async def incoming(self, message: Message) -> list[Reply]:
        """Posts a person's text and reads the answer.

        Raises:
            httpx.HTTPError: Lykta did not answer, or not with success.
            NotTwiml: the answer cannot be used.
        """
        form = incoming_form(message, self.account)
        token = secrets.token_hex(16)  # the same on each repetition, so that one can be told from a second text
        for _ in range(1 + self.faults.webhooks_repeated):
            answered = await self._post(self.account.incoming_url, form, token)
        answered.raise_for_status()
        return read_twiml(answered.headers.get("content-type", ""), answered.content)

    def tell_status(self, message: Message) -> None:
        """Posts the status where the sender of the text asked for it, after those told before. Nobody waits for it."""
        if message.callback:
            form = status_form(message, self.account)
            before = self._last.get(message.sid) if not self.faults.webhooks_reversed else None
            told = asyncio.create_task(self._tell(message.callback, form, before))
            self._last[message.sid] = told
            told.add_done_callback(lambda done: self._forget(message.sid, done))

    async def _tell(self, url: str, form: Form, before: "asyncio.Task[None] | None") -> None:
        if before is not None:
            await asyncio.wait([before])
        try:
            await self._post(url, form, secrets.token_hex(16))
        except httpx.HTTPError:
            return  # as at the provider: a status that nobody takes is not told again

    async def _post(self, url: str, form: Form, token: str) -> httpx.Response:
        done = await self._turn()
        try:
            headers = {
                "X-Twilio-Signature": signature(self.account.token, url, form),
                "I-Twilio-Idempotency-Token": token,
                "User-Agent": "TwilioProxy/1.1",
            }
            return await self._client.post(url, data=form, headers=headers)
        finally:
            done.set()

    async def _turn(self) -> asyncio.Event:
        """Returns when this post may go; the caller sets the event once it is through."""
        go, done = asyncio.Event(), asyncio.Event()
        if not self.faults.webhooks_reversed:
            return done
        self._held.append((go, done))
        if len(self._held) >= self.faults.webhooks_reversed:
            held, self._held, self.faults.webhooks_reversed = self._held, [], 0
            self._releasing = asyncio.create_task(_release(held))
        await go.wait()
        return done

    def _forget(self, sid: str, done: "asyncio.Task[None]") -> None:
        if self._last.get(sid) is done:
            del self._last[sid]


async def _release(held: list[tuple[asyncio.Event, asyncio.Event]]) -> None:
    for go, done in reversed(held):
        go.set()
        await done.wait()
