"""The two pages and what they load: files that the build made, read when asked for."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from triage_api.errors import Refusal

PAGES = {"/": "index.html", "/left": "left.html", "/desk/": "desk.html"}


class PagesMissing(Refusal):
    status = 503
    code = "pages_missing"
    say = "The pages have not been built yet: run make up, which builds them."


def serve_pages(app: FastAPI, built: Path) -> None:
    """`/` for people who write, `/desk/` for counsellors, `/left` for who has left; hashed files under `/assets`."""
    for path, name in PAGES.items():
        app.add_route(path, _page(built / name), methods=["GET"], include_in_schema=False)
    app.add_route("/desk", _to_desk, methods=["GET"], include_in_schema=False)
    app.mount("/assets", StaticFiles(directory=built / "assets", check_dir=False))


def _page(file: Path) -> Callable[[Request], Awaitable[Response]]:
    async def page(_request: Request) -> Response:
        try:
            return Response(file.read_bytes(), media_type="text/html; charset=utf-8")
        except OSError as error:
            raise PagesMissing from error

    return page


async def _to_desk(_request: Request) -> Response:
    return RedirectResponse("/desk/", status_code=308)
