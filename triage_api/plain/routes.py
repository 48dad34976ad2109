"""`POST /`: every press of a button on the pages without JavaScript. One address, the same for everybody, and nothing
in it; what opens a conversation stands in the body."""

from collections.abc import Callable
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import Scope

from triage_api.errors import Refusal, TooLarge
from triage_api.pages import PagesMissing
from triage_api.plain.form import NotAForm, read_form, wanted_language
from triage_api.plain.page import Left
from triage_api.plain.plain import Plain
from triage_api.plain.same_site import comes_from_us
from triage_api.plain.view import View

Refuse = Callable[[Scope, Refusal], Response]


def plain_routes(plain: Plain, view: View, frame: Path) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.post("/")
    async def press(request: Request) -> Response:
        wanted = wanted_language(request.headers.get("accept-language", ""))
        built = _read(frame)
        try:
            form = read_form(await request.body())
        except NotAForm:
            return _html(view.entrance(built, "door.bad_request", wanted), 400)
        page = await plain.press(form, wanted, ours=comes_from_us(request.headers))
        if isinstance(page, Left):
            return RedirectResponse(f"/left#{page.language.value}", status_code=303)
        answer = _html(view.page(built, page), page.status)
        plain.shown(page)
        return answer

    return router


def refuse_with_page(view: View, frame: Path) -> Refuse:
    """For what is refused before it is read: a page in all four languages, where others get JSON."""

    def refuse(scope: Scope, refusal: Refusal) -> Response:
        wanted = wanted_language(Headers(scope=scope).get("accept-language", ""))
        phrase = "door.too_large" if isinstance(refusal, TooLarge) else "door.bad_request"
        return _html(view.entrance(_read(frame), phrase, wanted), refusal.status)

    return refuse


def _read(frame: Path) -> str:
    try:
        return frame.read_text("utf-8")
    except OSError as error:
        raise PagesMissing from error


def _html(page: str, status: int) -> HTMLResponse:
    # Not packed: a packed page's length would tell of the token by what stands beside it. Our own forms say where
    # they come from (same_site.py); no other site learns anything.
    return HTMLResponse(page, status, headers={"Referrer-Policy": "same-origin"})
