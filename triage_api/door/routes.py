"""`/api/chat`: the calls of docs/wire.md §1. Reads bodies itself: danger is looked for in malformed ones, too."""

import json
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from triage_api.door import refusals as refused
from triage_api.door.answer import Answer
from triage_api.door.door import Door
from triage_api.door.message import Message, Opened, Opening, language_of, read_opening
from triage_api.door.refusals import Broken, DoorRefusal, NotJson
from triage_api.refusing import refusals, tell_of
from triage_api.words import Language

T = TypeVar("T")
MOST_BYTES = 16 * 1024
# Said where neither the conversation nor the body names a language.
FIRST_LANGUAGE = Language.en


def chat_routes(door: Door) -> APIRouter:
    router = APIRouter(prefix="/api/chat", tags=["chat"])

    @router.post(
        "",
        status_code=201,
        openapi_extra=_body(Opening),
        responses=refusals(
            *(refused.NotJson, refused.BodyTooLarge, refused.NotUnderstood, refused.ProofNeeded, refused.TooFast),
            Broken,
        ),
    )
    async def open_conversation(request: Request, response: Response) -> Opened:
        """Begin a conversation, under load with a proof of work. Its token lives in the page's memory only."""
        response.headers["Cache-Control"] = "no-store"

        async def work(body: object) -> Opened:
            opening = read_opening(body)
            return await door.open(opening.language, opening.proof)

        return await _speaking(door, None, await request.body(), work)

    @router.post(
        "/messages",
        openapi_extra=_body(Message),
        responses=refusals(
            *(refused.NotJson, refused.SessionOver, refused.OutOfOrder, refused.BodyTooLarge, refused.TextTooLong),
            *(refused.NotUnderstood, refused.Empty, refused.UnknownChoice, refused.TooFast, Broken),
        ),
    )
    async def receive_message(request: Request, response: Response) -> Answer:
        """Say something, or press a button. The same `n` again gives the same answer again."""
        response.headers["Cache-Control"] = "no-store"
        token, raw = _token(request), await request.body()
        return await _speaking(door, token, raw, lambda body: door.reception.receive(token, body))

    @router.post("/leave", status_code=204)
    async def leave(request: Request) -> Response:
        """Forget the conversation, here and in the bot. Answers alike whether there was one."""
        door.leave(_token(request))
        return Response(status_code=204)

    return router


def _body(model: type[BaseModel]) -> dict[str, Any]:
    """The schema with all that it refers to in its place: FastAPI knows none of it by name."""
    schema = model.model_json_schema(ref_template="{model}")
    defined = schema.pop("$defs", {})
    whole = json.loads(json.dumps(schema), object_hook=lambda part: defined.get(part.get("$ref"), part))
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": whole}}}}


def _token(request: Request) -> str | None:
    """The bearer token; None when there is none. It stands in this header only, never in a URL."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


def _read_json(raw: bytes) -> object:
    if len(raw) > MOST_BYTES:
        raise refused.BodyTooLarge
    try:
        return json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError):
        # `from None`: a UnicodeDecodeError carries the whole body.
        raise NotJson from None


async def _speaking(door: Door, token: str | None, raw: bytes, work: Callable[[object], Awaitable[T]]) -> T:
    """Do the work; say every refusal in the person's language; let nothing else out than a sentence."""
    body: object = None
    try:
        body = _read_json(raw)
        return await work(body)
    except DoorRefusal as refusal:
        raise door.in_words(refusal, token, language_of(body) or FIRST_LANGUAGE) from None
    except Exception as error:  # noqa: BLE001 (the last place where an error can be kept from quoting a person)
        tell_of(error)
        raise door.in_words(Broken(), token, language_of(body) or FIRST_LANGUAGE) from None
