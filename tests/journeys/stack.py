"""Lykta as a whole, running for the journeys: the real trained bot, actions, API and phones, on ports of their own."""

import json
import os
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console

from tests.journeys.installed import install
from triage_api.command.children import Family, Part
from triage_api.command.invite import invite
from triage_api.command.parts import parts, phone_part
from triage_api.command.roster.signer import sign_demo_roster
from triage_api.command.training import train
from triage_api.phone.account import with_phone
from triage_api.settings import ROOT, Settings

MODELS = ROOT / "var" / "models"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Stack:
    """A running installation with a `var` of its own. Processes can be ended and started one by one."""

    def __init__(self, settings: Settings, family: Family, started: tuple[Part, Part, Part, Part]) -> None:
        self.settings = settings
        self.family = family
        self.bot, self.actions, self.phone, self.api = started
        self.url = settings.api_url

    def invitation(self, role: str = "counsellor") -> str:
        return f"{self.url}/desk/#invite={invite(self.settings, role)}"

    def sign_roster(self) -> None:
        """What `lykta up --demo` does every second."""
        sign_demo_roster(self.settings, datetime.now(UTC))

    def rows(self) -> dict[str, int]:
        """How many rows each table of the case database holds."""
        with sqlite3.connect(self.settings.var / "cases.sqlite") as database:
            tables = [row[0] for row in database.execute("select name from sqlite_master where type = 'table'")]
            return {t: database.execute(f'select count(*) from "{t}"').fetchone()[0] for t in tables}  # noqa: S608

    def tracker_is_gone(self, conversation_id: str) -> bool:
        answer = httpx.get(f"{self.settings.bot_url}/conversations/{conversation_id}/tracker", trust_env=False)
        return answer.status_code == 404

    def post(self, path: str, body: Any, token: str = "") -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers["Content-Type"] = "application/json"
        return httpx.post(f"{self.url}{path}", content=content, headers=headers, timeout=20, trust_env=False)


@contextmanager
def running(folder: Path, output: Path | None = None, **changed: Any) -> Iterator[Stack]:
    """A whole installation below `folder`, ended with the block. What its parts print goes to files in `output`."""
    chosen: dict[str, Any] = {
        "var": folder / "var",
        "port": free_port(),
        "bot_port": free_port(),
        "actions_port": free_port(),
        "phone_port": free_port(),
        "demo": True,
        "pages": folder / "pages",
        **changed,
    }
    settings = with_phone(Settings(**chosen))
    os.environ.pop("LYKTA_ROOT_PUBLIC_KEY", None)
    install(settings)
    bot, actions, api = parts(settings, train(MODELS, Console(quiet=True)))
    phone = phone_part(settings)
    assert phone is not None, "a demo without a number of its own has phones"
    started = bot, actions, phone, api
    with Family() as family:
        for part in started:
            family.start(part if output is None else printing(part, output))
        for part in reversed(started):
            family.wait_ready(part, 120)
        yield Stack(settings, family, started)


def printing(part: Part, folder: Path) -> Part:
    """The same part; all that it prints, on either stream, is added to a file of its name."""
    words = ("/bin/sh", "-c", 'exec "$@" >>"$0" 2>&1', str(folder / f"{part.name}.output"), *part.command)
    return replace(part, command=words)
