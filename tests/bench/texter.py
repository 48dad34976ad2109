"""Somebody who texts: signed webhooks to the API, and what came back by TwiML or by the Messages API."""

import secrets
from datetime import datetime

import httpx

from tests.journeys.stack import Stack
from triage_api.clock import utc_now
from triage_api.phone.account import account_of
from triage_api.phone.message import Message, Status
from triage_api.phone.twiml import read_twiml
from triage_api.phone.webhook_forms import incoming_form, signature


class Texter:
    """`got` are all bodies that came as TwiML."""

    def __init__(self, stack: Stack, client: httpx.Client, number: str) -> None:
        self._client, self._account, self.number = client, account_of(stack.settings), number
        self.got: list[str] = []

    def texts(self, body: str) -> list[str]:
        """What came back at once."""
        now: datetime = utc_now()
        message = Message(
            f"SM{secrets.token_hex(16)}", self.number, self._account.number, body, "inbound", Status.RECEIVED, now, now
        )
        form = incoming_form(message, self._account)
        signed = {"X-Twilio-Signature": signature(self._account.token, self._account.incoming_url, form)}
        answered = self._client.post(self._account.incoming_url, data=form, headers=signed)
        answered.raise_for_status()
        said = [reply.body for reply in read_twiml(answered.headers["content-type"], answered.content)]
        self.got += said
        return said

    def inbox(self) -> list[str]:
        """What came by the Messages API."""
        got: list[str] = self._client.get(f"{self._account.url}/bench/inbox/{self.number}").json()
        return got
