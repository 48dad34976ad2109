"""The pages and what they load: files that the build made, read when asked for."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from triage_api.errors import Refusal

PAGES = {"/": ("index.html", 200), "/left": ("left.html", 404), "/desk/": ("desk.html", 200)}
"""File and status of each page. Chromium lists no page in its history that answers 404."""


class PagesMissing(Refusal):
    status = 503
    code = "pages_missing"
    say = "The pages have not been built yet: run make up, which builds them."


def serve_pages(app: FastAPI, built: Path) -> None:
    """`/` for people who write, `/desk/` for counsellors, `/left` for who has left; hashed files under `/assets`.

    No browser keeps the files (SafeHeaders), so each visit loads them anew: packed, they are a third of their size.
    """
    for path, (name, status) in PAGES.items():
        app.add_route(path, _page(built / name, status), methods=["GET"], include_in_schema=False)
    app.add_route("/desk/worker.js", _script(built / "desk-worker.js"), methods=["GET"], include_in_schema=False)
    app.add_route("/desk", _to_desk, methods=["GET"], include_in_schema=False)
    app.mount("/assets", GZipMiddleware(StaticFiles(directory=built / "assets", check_dir=False), compresslevel=6))


def _page(file: Path, status: int) -> Callable[[Request], Awaitable[Response]]:
    async def page(_request: Request) -> Response:
        try:
            return Response(file.read_bytes(), status, media_type="text/html; charset=utf-8")
        except OSError as error:
            raise PagesMissing from error

    return page


def _script(file: Path) -> Callable[[Request], Awaitable[Response]]:
    """The desk's service worker. Its path bounds what it serves: `/desk/`, and never the page of people who write."""

    async def script(_request: Request) -> Response:
        try:
            return Response(file.read_bytes(), media_type="text/javascript; charset=utf-8")
        except OSError as error:
            raise PagesMissing from error

    return script


async def _to_desk(_request: Request) -> Response:
    return RedirectResponse("/desk/", status_code=308)
