"""The provider's Messages API, through its own library: send a text, list its copies, delete them.

The library logs numbers and bodies with each request, so requests go through a client of ours that logs nothing.
"""

import logging
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.base.page import Page
from twilio.http import AsyncHttpClient
from twilio.http.response import Response
from twilio.rest import Client
from twilio.rest.api.v2010.account.message import MessageContext
from twilio.rest.api.v2010.account.message.media import MediaInstance

from triage_api.sms.number import PhoneNumber

HOME = "https://api.twilio.com"
SECONDS = 20.0
PAGE = 200
TOO_MANY, SERVER_ERROR = 429, 500
IN_PROGRESS = 20009
"""The provider's code for a message that may not be deleted yet; it can come for minutes, seldom for days."""
OPTED_OUT = 21610
"""The provider holds a list of who said STOP, and lets nothing through to them."""
RETRY_LATER = frozenset({408, 409, 425, TOO_MANY})
GONE = frozenset({404, 410})


class NotNow(Exception):
    """It could not be asked, or says to try again; `after_seconds` is its own wish, 0 for none."""

    def __init__(self, after_seconds: float = 0.0) -> None:
        super().__init__()
        self.after_seconds = after_seconds


class NotYet(Exception):
    """The provider still works on this one, whatever its status says: a copy that may be deleted later."""


class NotEver(Exception):
    """It will not do this, however often it is asked: no such number, or a number that may not be texted."""


class OptedOut(NotEver):
    """It will not text somebody who said STOP to it: its own opt-out is on, which has to be off (docs/sms.md)."""


class NotThere(NotEver):
    """What was asked for is not there, or no longer."""


@dataclass(frozen=True)
class Copy:
    """A message that the provider still holds; `updated` is when it last said something of it."""

    sid: str
    status: str
    has_media: bool
    updated: datetime | None

    def final(self, now: datetime) -> bool:
        """Nothing more will happen to it, so that it may go; before, the provider refuses to delete it."""
        if self.status == "sent" and self.updated is not None:
            return now - self.updated > SENT_IS_ALL
        return self.status in FINAL


FINAL = frozenset({"delivered", "undelivered", "failed", "received", "read", "canceled", "partially_delivered"})
SENT_IS_ALL = timedelta(hours=1)
"""Some networks never tell whether a text arrived. Deleting the copy does not take the text back."""


class Provider:
    """`opts_out`: it has refused to text somebody for a STOP that it remembers."""

    def __init__(self, api: str, account: str, token: str, number: str, status_url: str, *, discard: bool) -> None:
        self.opts_out = False
        self._http = _Unlogged(api)
        self._client = Client(account, token, http_client=self._http)
        self._number, self._status_url = number, status_url
        # Bodies and numbers are then not kept at all, where the account has the feature.
        self._kept = {"content_retention": "discard", "address_retention": "obfuscate"} if discard else {}

    async def send(self, to: PhoneNumber, text: str) -> str:
        """The message's id there, by which its arrival will be told. Raises `NotNow` and `NotEver`."""
        kept: dict[str, Any] = self._kept
        try:
            with _Told():
                message = await self._client.messages.create_async(
                    to=to, from_=self._number, body=text, status_callback=self._status_url, **kept
                )
        except OptedOut:
            self.opts_out = True
            raise
        return str(message.sid)

    async def copies(self) -> AsyncIterator[Copy]:
        """All that stand there now, in both directions, so that no ids need to be kept here. Raises `NotNow`."""
        with _Told():
            page: Page | None = await self._client.messages.page_async(page_size=PAGE)
        while page is not None:
            for message in page:
                yield Copy(
                    str(message.sid),
                    str(message.status),
                    str(message.num_media or "0") != "0",
                    message.date_updated,
                )
            with _Told():
                page = await page.next_page_async()

    async def delete(self, copy: Copy) -> None:
        """Its pictures first. What is gone already is gone. Raises `NotNow`, `NotYet`, and `NotEver` where the provider
        refuses: then the copy still stands there."""
        message = self._client.messages(copy.sid)
        for media in await self._pictures(message) if copy.has_media else []:
            with suppress(NotThere), _Told():
                await media.delete_async()
        with suppress(NotThere), _Told():
            await message.delete_async()

    @staticmethod
    async def _pictures(message: MessageContext) -> list[MediaInstance]:
        found: list[MediaInstance] = []
        with suppress(NotThere), _Told():
            found = await message.media.list_async()
        return found

    async def close(self) -> None:
        await self._http.close()


class _Told:
    """The library's errors as ours; they hold the number and the text, so nothing of them goes further."""

    def __enter__(self) -> None:
        return

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, _Refused):
            raise NotNow(error.after_seconds) from None
        if isinstance(error, TwilioRestException):
            if error.code == IN_PROGRESS:
                raise NotYet from None
            if error.code == error.status:
                raise NotNow from None  # none of the provider's codes: a proxy or a firewall in between has said this
            if error.status >= SERVER_ERROR or error.status in RETRY_LATER or error.status in (401, 403):
                raise NotNow from None  # a wrong token is the operator's to mend; no text is lost over it
            if error.code == OPTED_OUT:
                raise OptedOut from None
            raise (NotThere if error.status in GONE else NotEver) from None
        if isinstance(error, TwilioException | httpx.HTTPError | ValueError):
            raise NotNow from None


class _Refused(Exception):
    def __init__(self, after_seconds: float) -> None:
        super().__init__()
        self.after_seconds = after_seconds


class _Unlogged(AsyncHttpClient):  # type: ignore[misc]  # its base is untyped
    """No proxy from the environment, no redirect, no log, and a time limit."""

    def __init__(self, api: str) -> None:
        super().__init__(logging.getLogger("lykta.nothing"), is_async=True, timeout=SECONDS)
        self._api = api.rstrip("/")
        self._http = httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=SECONDS)

    async def request(
        self,
        method: str,
        uri: str,
        params: dict[str, object] | None = None,
        data: dict[str, object] | None = None,
        headers: dict[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        *_unused: object,
        **_also_unused: object,
    ) -> Response:
        """As the library calls it; its own time limit and redirects do not count here."""
        asked = self._http.build_request(
            method, uri.replace(HOME, self._api, 1), params=_given(params), data=_given(data), headers=headers
        )
        answered = await self._http.send(asked, auth=auth)
        if answered.status_code == TOO_MANY:
            raise _Refused(_seconds(answered.headers.get("retry-after", "")))
        return Response(answered.status_code, answered.text, answered.headers)

    async def close(self) -> None:
        await self._http.aclose()


def _given(fields: dict[str, object] | None) -> dict[str, Any] | None:
    return {name: value for name, value in fields.items() if value is not None} if fields else None


def _seconds(header: str) -> float:
    return float(header) if header.isdigit() else 0.0
