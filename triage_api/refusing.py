"""Every error leaves as `{"error": {"code", "say"}}`: what was refused, never what was sent, never a stack trace."""

import logging
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException

from triage_api.errors import BadRequest, Refusal

log = logging.getLogger("lykta.api")


class NotJson(Refusal):
    status = 400
    say = "The body must be JSON in UTF-8."


class NotFound(Refusal):
    status = 404
    code = "not_found"
    say = "There is nothing at this address."


class WrongMethod(Refusal):
    status = 405
    code = "wrong_method"
    say = "This address does not take that method."


class ServerError(Refusal):
    status = 500
    code = "server_error"
    say = "Something went wrong here; what was sent has not been kept. Try again."


class ErrorFacts(BaseModel):
    """`code` is for programs, `say` for whoever can act; some codes add a fact, such as `expected`."""

    model_config = ConfigDict(extra="allow")
    code: str
    say: str


class ErrorBody(BaseModel):
    error: ErrorFacts


def refusals(*classes: type[Refusal]) -> dict[int | str, dict[str, Any]]:
    """For a route's `responses`: documents each refusal under its status in the OpenAPI."""
    documented: dict[int | str, dict[str, Any]] = {}
    for status in sorted({refusal.status for refusal in classes}):
        told = [f"`{refusal.code}`: {refusal.say}" for refusal in classes if refusal.status == status]
        documented[status] = {"model": ErrorBody, "description": " ".join(dict.fromkeys(told))}
    return documented


def answer(refusal: Refusal) -> JSONResponse:
    return JSONResponse(refusal.body(), status_code=refusal.status)


def refuse_cleanly(app: FastAPI) -> None:
    """Puts the one exception handler on `app`; a mounted app needs its own call."""
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


async def _refused(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Refusal)  # noqa: S101 (the registration above says so; this tells the type checker)
    return answer(error)


async def _invalid(_request: Request, error: Exception) -> JSONResponse:
    # FastAPI's own handler would send back the input; only whether it was JSON at all is used of it.
    kinds = {found["type"] for found in error.errors()} if isinstance(error, RequestValidationError) else set()
    return answer(NotJson() if "json_invalid" in kinds else BadRequest())


async def _http(_request: Request, error: Exception) -> JSONResponse:
    status = error.status_code if isinstance(error, HTTPException) else 500
    known: dict[int, type[Refusal]] = {400: NotJson, 404: NotFound, 405: WrongMethod}
    response = answer(known[status]() if status in known else ServerError())
    if status == 405 and isinstance(error, HTTPException) and error.headers:
        response.headers.update(error.headers)
    return response


async def _unexpected(_request: Request, error: Exception) -> JSONResponse:
    tell_of(error)
    return answer(ServerError())


def tell_of(error: BaseException) -> None:
    """Logs where an unexpected error happened: its kind and the lines of code, never its message or its locals.

    A message can quote what it choked on ("invalid value: '…'"), which may be what a person wrote.
    """
    places = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}")
        trace = trace.tb_next
    log.error("%s at %s", type(error).__name__, " > ".join(places[-6:]))
