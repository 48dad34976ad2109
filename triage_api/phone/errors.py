"""The provider's refusals: a number of its error dictionary, an HTTP status, and its JSON shape."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from triage_api import refusing
from triage_api.errors import Refusal
from triage_api.phone.account import API_VERSION


class TwilioError(Exception):
    """`code` is what a program goes by; `message` is for people and names no phone number."""

    status = 400
    code = 20001
    message = "Invalid parameter"

    def __init__(self, message: str | None = None, retry_after: int | None = None) -> None:
        super().__init__(message or self.message)
        self.message = message or self.message
        self.retry_after = retry_after

    def answer(self) -> JSONResponse:
        headers = {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}
        if self.status == 401:
            headers["WWW-Authenticate"] = 'Basic realm="Twilio API"'
        return JSONResponse(self.body(), self.status, headers)

    def body(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "message": self.message,
            "more_info": f"https://www.twilio.com/docs/errors/{self.code}",
            "status": self.status,
        }


class NotAuthenticated(TwilioError):
    status, code, message = 401, 20003, "Authenticate"


class MethodNotAllowed(TwilioError):
    status, code, message = 405, 20004, "Method not allowed"


class NotFinal(TwilioError):
    """A text that is still on its way can be neither deleted nor emptied."""

    status, code, message = 409, 20009, "Cannot delete or redact a message that has not reached its final status"


class NotFound(TwilioError):
    status, code, message = 404, 20404, "The requested resource was not found"


class TooManyRequests(TwilioError):
    status, code, message = 429, 20429, "Too Many Requests"


class ServerFailed(TwilioError):
    status, code, message = 500, 20500, "An internal server error has occurred"


class InvalidTo(TwilioError):
    code, message = 21211, "Invalid 'To' Phone Number: the simulator knows the numbers reserved for fiction only"


class BodyRequired(TwilioError):
    code, message = 21602, "Message body is required"


class FromRequired(TwilioError):
    code, message = 21603, "A 'From' phone number or a messaging service is required"


class ToRequired(TwilioError):
    code, message = 21604, "A 'To' phone number is required"


class FromNotOurs(TwilioError):
    code, message = 21606, "The 'From' phone number is not a number of this account"


class Unsubscribed(TwilioError):
    code, message = 21610, "Attempt to send to unsubscribed recipient"


class BodyTooLong(TwilioError):
    code, message = 21617, "The concatenated message body exceeds the 1600 character limit"


class ServiceUnknown(TwilioError):
    code, message = 21705, "The Messaging Service Sid is invalid"


class ChangeNotValid(TwilioError):
    """A change says neither what to empty nor what to cancel, says both, or would put other words in the text."""

    code, message = 30400, "Parameters are not valid"


class NotCancelable(TwilioError):
    code, message = 30409, "The message is not in a status in which it can be canceled"


def answer_as_twilio(app: FastAPI) -> None:
    """Below the API's path every refusal has the provider's shape, a wrong address or method too."""
    app.add_exception_handler(TwilioError, _refused)
    app.add_exception_handler(HTTPException, _http)


async def _refused(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, TwilioError)  # noqa: S101 (the registration above says so; this tells the type checker)
    return error.answer()


async def _http(request: Request, error: Exception) -> JSONResponse:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if not request.url.path.startswith(f"/{API_VERSION}/"):
        refusals: dict[int, type[Refusal]] = {404: refusing.NotFound, 405: refusing.WrongMethod}
        return refusing.answer(refusals.get(status, refusing.ServerError)())
    known: dict[int, type[TwilioError]] = {404: NotFound, 405: MethodNotAllowed}
    return known.get(status, ServerFailed)().answer()
