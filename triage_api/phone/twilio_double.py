"""The part of the provider's API that Lykta uses (2010-04-01: Messages and their Media), answered from memory.

What it says is held against the provider's own description in tests/phone/twilio_messages.json.
"""

import base64
import binascii
import hmac
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response

from triage_api.phone import errors
from triage_api.phone.account import API_VERSION
from triage_api.phone.listing import narrowed, page
from triage_api.phone.message import Media, Message, Status
from triage_api.phone.network import Network


def twilio_routes(network: Network) -> APIRouter:
    """The routes. Each asks for the account's name and token first, and then lets the faults have their say."""
    account = network.account

    async def let_in(request: Request, account_sid: str) -> None:
        named = _basic(request.headers.get("authorization", ""))
        if not (hmac.compare_digest(named, f"{account.sid}:{account.token}".encode()) and account_sid == account.sid):
            raise errors.NotAuthenticated
        await network.faults.before()

    def refuse_too_early(message: Message) -> None:
        if not message.final or network.faults.too_early():
            raise errors.NotFinal

    router = APIRouter(prefix=f"/{API_VERSION}/Accounts/{{account_sid}}/Messages", dependencies=[Depends(let_in)])

    @router.post(".json", status_code=201)
    async def create(request: Request) -> JSONResponse:
        message = _send(network, _first(await _form(request)))
        network.faults.after()
        return JSONResponse(message.resource(account), 201)

    @router.get(".json")
    async def read_all(request: Request) -> dict[str, Any]:
        asked = dict(request.query_params)
        found = [(m.sid, partial(m.resource, account)) for m in filter(narrowed(asked), network.newest_first())]
        return page(f"{account.path}/Messages.json", "messages", found, asked, network.place)

    @router.get("/{sid}.json")
    async def read_one(sid: str) -> dict[str, Any]:
        return network.find(sid).resource(account)

    @router.post("/{sid}.json")
    async def change(sid: str, request: Request) -> dict[str, Any]:
        message, form = network.find(sid), _first(await _form(request))
        if form == {"Status": Status.CANCELED.value}:
            if message.status is not Status.ACCEPTED:
                raise errors.NotCancelable
            network.cancel(message)
        elif form == {"Body": ""}:
            refuse_too_early(message)
            message.body = message.kept_body = ""
            message.updated = network.now()
        else:
            raise errors.ChangeNotValid
        return message.resource(account)

    @router.delete("/{sid}.json", status_code=204)
    async def delete(sid: str) -> Response:
        message = network.find(sid)
        refuse_too_early(message)
        network.delete(message)
        return Response(status_code=204)

    @router.get("/{sid}/Media.json")
    async def read_media(sid: str, request: Request) -> dict[str, Any]:
        message = network.find(sid)
        found = [(media.sid, partial(media.resource, account, sid)) for media in message.media.values()]
        places = list(message.media)
        path = f"{account.path}/Messages/{sid}/Media.json"
        return page(path, "media_list", found, dict(request.query_params), lambda one: -places.index(one))

    @router.get("/{sid}/Media/{media}.json")
    async def read_one_media(sid: str, media: str) -> dict[str, Any]:
        return _media(network.find(sid), media).resource(account, sid)

    @router.delete("/{sid}/Media/{media}.json", status_code=204)
    async def delete_media(sid: str, media: str) -> Response:
        message = network.find(sid)
        del message.media[_media(message, media).sid]
        return Response(status_code=204)

    @router.get("/{sid}/Media/{media}")
    async def fetch_media(sid: str, media: str) -> Response:
        found = _media(network.find(sid), media)
        return Response(found.content, media_type=found.content_type)

    return router


def _send(network: Network, form: dict[str, str]) -> Message:
    """Takes on what Lykta wants sent, or raises what the provider would say against it."""
    to, sender, service, body = (form.get(name, "") for name in ("To", "From", "MessagingServiceSid", "Body"))
    if not to:
        raise errors.ToRequired
    if not sender and not service:
        raise errors.FromRequired
    if sender not in ("", network.account.number):
        raise errors.FromNotOurs
    if service not in ("", network.account.service):
        raise errors.ServiceUnknown
    return network.send(
        to,
        body,
        callback=form.get("StatusCallback", ""),
        service=service or None,
        discard=form.get("ContentRetention") == "discard",
        obfuscate=form.get("AddressRetention") == "obfuscate",
    )


def _media(message: Message, sid: str) -> Media:
    if sid not in message.media:
        raise errors.NotFound
    return message.media[sid]


async def _form(request: Request) -> list[tuple[str, str]]:
    try:
        return parse_qsl((await request.body()).decode("ascii"), keep_blank_values=True, errors="strict")
    except ValueError:
        raise errors.TwilioError from None


def _first(form: list[tuple[str, str]]) -> dict[str, str]:
    return dict(reversed(form))


def _basic(header: str) -> bytes:
    """What stands in an `Authorization: Basic …` header; empty for any other."""
    scheme, _, coded = header.partition(" ")
    try:
        return base64.b64decode(coded, validate=True) if scheme.lower() == "basic" else b""
    except binascii.Error:
        return b""
