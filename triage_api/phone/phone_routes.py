"""The page of phones and its small JSON interface, for whoever sits at this machine."""

import asyncio
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi import Path as InPath
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field

from triage_api.errors import Refusal
from triage_api.gsm7 import counted
from triage_api.phone.phones import Phones

PAGE = Path(__file__).parent / "page"
FILES = {
    "/": ("phone.html", "text/html"),
    "/phone.css": ("phone.css", "text/css"),
    "/phone.js": ("phone.js", "text/javascript"),
}
MOST_CHARACTERS = 1600

Number = Annotated[int, InPath(ge=1, le=3)]


class FromElsewhere(Refusal):
    """Another site's page in the same browser must not be able to write texts here, or to empty a phone."""

    status = 403
    code = "from_elsewhere"
    say = "Only the simulator's own page may do this."


class Written(BaseModel):
    body: str = Field(max_length=MOST_CHARACTERS)
    picture: bool = False


class Reach(BaseModel):
    reach: bool


class Draft(BaseModel):
    body: str = Field(max_length=MOST_CHARACTERS)


def own_page_only(request: Request) -> None:
    """A browser says where a request comes from; what is no browser says nothing and sits on this machine."""
    origin = request.headers.get("origin")
    if origin is not None and origin != f"http://{request.headers.get('host')}":
        raise FromElsewhere
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise FromElsewhere


def phone_routes(phones: Phones) -> APIRouter:
    router = APIRouter()
    sending: set[asyncio.Task[Any]] = set()

    @router.get("/phones", dependencies=[Depends(own_page_only)])
    async def look(seen: int = 0) -> Response:
        """All phones; 204 when nothing has changed since version `seen`."""
        return Response(status_code=204) if seen == phones.version else JSONResponse(phones.view())

    @router.post("/phones/{phone}/texts", status_code=202, dependencies=[Depends(own_page_only)])
    async def write(phone: Number, written: Written) -> Response:
        """The phone sends a text. What Lykta answers is looked for later, as on a phone."""
        number = list(phones.phones)[phone - 1]
        task = asyncio.create_task(phones.network.take(number, written.body, written.picture))
        sending.add(task)
        task.add_done_callback(sending.discard)
        return Response(status_code=202)

    @router.post("/phones/{phone}/clear", status_code=204, dependencies=[Depends(own_page_only)])
    async def clear(phone: Number) -> Response:
        phones.clear(list(phones.phones)[phone - 1])
        return Response(status_code=204)

    @router.post("/phones/{phone}/reach", status_code=204, dependencies=[Depends(own_page_only)])
    async def reach(phone: Number, wanted: Reach) -> Response:
        phones.reach(list(phones.phones)[phone - 1], on=wanted.reach)
        return Response(status_code=204)

    @router.post("/phones/count", dependencies=[Depends(own_page_only)])
    async def count(draft: Draft) -> dict[str, int | str]:
        """How long a draft is as an SMS."""
        found = counted(draft.body)
        return {"units": found.units, "segments": found.segments, "encoding": found.encoding}

    for path, (name, kind) in FILES.items():
        router.add_api_route(path, _file(PAGE / name, kind), methods=["GET"], include_in_schema=False)
    return router


def _file(file: Path, kind: str) -> Any:
    async def send() -> Response:
        return Response(file.read_bytes(), media_type=f"{kind}; charset=utf-8")

    return send
