"""`python -m tests.bench.provider`: the provider's double as a process of its own, with a crowd that texts when told.

It is the demo's simulator (triage_api/phone/serve.py) with more numbers, and with `/bench`, by which the bench starts
the crowd, asks what came back, and reads what one phone got.
"""

from collections import defaultdict
from dataclasses import asdict
from typing import Any

import uvicorn
from fastapi import APIRouter, Response
from pydantic import BaseModel

from tests.bench.crowd import Crowd, Numbers, messages
from triage_api.door.background import Background
from triage_api.door.texts import load_texts
from triage_api.gsm7 import plainly
from triage_api.hushed_logs import hush_logs
from triage_api.phone.app import account_to_simulate, create_app
from triage_api.phone.message import Message, Status
from triage_api.phone.network import Network
from triage_api.phone.serve import listen
from triage_api.process import end_with_parent
from triage_api.settings import Settings
from triage_api.sms.split import split
from triage_api.words import Channel, Language

KNOWN_BY = 40
"""So many characters tell a sentence from every other."""


class Load(BaseModel):
    rate: int
    seconds: float
    people: int


def bench_routes(network: Network, crowd: Crowd) -> APIRouter:
    router, background = APIRouter(prefix="/bench"), Background()
    inboxes: defaultdict[str, list[str]] = defaultdict(list)
    said = messages(250)

    def note(message: Message, _trouble: int | None) -> None:
        if message.outbound and message.status is Status.QUEUED:
            inboxes[message.to].append(message.body)

    network.watch(note)

    @router.post("/crowd", status_code=202)
    async def begin(load: Load) -> Response:
        background.start(crowd.texts(load.rate, load.seconds, load.people, said))
        return Response(status_code=202)

    @router.get("/crowd")
    async def look() -> dict[str, Any]:
        return {"over": crowd.over(), **asdict(crowd.count())} if crowd.over() else {"over": False}

    @router.get("/inbox/{number}")
    async def inbox(number: str) -> list[str]:
        return inboxes[number]

    @router.get("/held")
    async def held() -> int:
        """How many texts the provider still has."""
        return sum(1 for _ in network.newest_first())

    return router


def instead(settings: Settings) -> frozenset[str]:
    texts = load_texts(settings.content)
    return frozenset(plainly(texts.say_on(Channel.sms, language, "door.bot_dead"))[:KNOWN_BY] for language in Language)


def danger(settings: Settings) -> frozenset[str]:
    """The first message of each text that says 112."""
    texts = load_texts(settings.content)
    return frozenset(split(text)[0] for each in texts.danger_by_text.values() for text in each.values())


def main() -> None:
    end_with_parent()
    hush_logs()
    settings = Settings()
    network = Network(account_to_simulate(settings), numbers=Numbers())
    app = create_app(network)
    app.include_router(bench_routes(network, Crowd(network, instead(settings), danger(settings))))
    config = uvicorn.Config(app, access_log=False, log_config=None, log_level="warning")
    uvicorn.Server(config).run(sockets=[listen(settings.phone_port)])


if __name__ == "__main__":
    main()
