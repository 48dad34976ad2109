"""The real API with text messages on, a bot's process, a counsellor, and the provider's double with its phones."""

import json
import socket
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import func, select

from tests.contract.counterpart import Counsellor, roster_fields, sign_roster
from tests.door.conftest import eventually
from tests.door.doubles import Process, state
from tests.phone.double import SOMEBODY, TOKEN, RunningDouble, running_double
from tests.plain.conftest import CONSENT, Desk
from tests.queue.world import Server, envelope, install, serving
from triage_api.base64url import b64u
from triage_api.clock import utc_now
from triage_api.door.texts import Texts, load_texts
from triage_api.phone.account import DEMO_ACCOUNT, DEMO_NUMBER, FICTION
from triage_api.phone.message import Message
from triage_api.queue.receive import NewCase, receive_case
from triage_api.queue.tables import cases
from triage_api.settings import Settings
from triage_api.sms.sms import Sms
from triage_api.words import Language

TEXTS: Texts = load_texts(Settings().content)
KNIFE = "han har låst in mig och har en kniv"


def say(phrase: str, language: str = "sv", **braces: object) -> str:
    return TEXTS.say(Language(language), f"sms.{phrase}", **braces)


@dataclass
class Ahead:
    """The true time, and what a test has added to it."""

    seconds: float = 0.0

    def __call__(self) -> datetime:
        return utc_now() + timedelta(seconds=self.seconds)

    def moves(self, seconds: float) -> None:
        self.seconds += seconds


class Inbox:
    """What the phones got: the provider's own copies are deleted while the tests run, as they should be."""

    def __init__(self, provider: RunningDouble) -> None:
        self.got: dict[str, dict[str, Message]] = defaultdict(dict)
        provider.network.watch(self._note)

    def _note(self, message: Message, _trouble: int | None) -> None:
        if message.outbound:
            self.got[message.to][message.sid] = message

    def of(self, number: str) -> list[str]:
        return [message.body for message in self.got[number].values()]

    def replies(self, number: str) -> list[str]:
        """What came with the answers of webhooks: a text that is sent later can come at any moment."""
        return [message.body for message in self.got[number].values() if message.direction == "outbound-reply"]


@dataclass
class Phone:
    """One invented number. `texts` answers with what came back for one text; `got` is all that ever came."""

    provider: RunningDouble
    inbox: Inbox
    clock: "Ahead"
    number: str = SOMEBODY

    def texts(self, body: str, picture: bool = False, after: float = 30) -> list[str]:
        """`after` so many seconds: nobody types as fast as a test."""
        before = len(self.inbox.replies(self.number))
        self.clock.moves(after)
        self.provider.writes(body, self.number, picture)
        return self.inbox.replies(self.number)[before:]

    @property
    def got(self) -> list[str]:
        return self.inbox.of(self.number)

    def gets(self, text: str, seconds: float = 30.0) -> None:
        eventually(lambda: text in self.got, seconds)


@dataclass
class House:
    server: Server
    bot: Process
    kim: Desk
    bea: Desk
    provider: RunningDouble
    inbox: Inbox
    clock: "Ahead"
    _used: int = 0

    def phone(self) -> Phone:
        """Somebody who has not texted before."""
        self._used += 1
        return Phone(self.provider, self.inbox, self.clock, FICTION[self._used])

    def greeted(self) -> Phone:
        phone = self.phone()
        phone.texts("hej")
        return phone

    def waiting(self) -> Phone:
        """Somebody who has said yes."""
        phone = self.greeted()
        assert phone.texts("jag vill prata med en människa") == ["Vill du?"]
        assert phone.texts("Ja") == ["Framme."]
        return phone

    def live(self) -> Phone:
        phone = self.waiting()
        self.kim.takes_next()
        phone.gets(say("begun", name="Kim"))
        return phone

    def living_cases(self) -> int:
        with self.kim.queue.cases.reading() as connection:
            return int(connection.scalar(select(func.count()).select_from(cases)) or 0)

    @property
    def sms(self) -> Sms:
        sms: Sms = self.server.app.state.sms
        return sms


def as_the_bot(server: list[Server], reader: str) -> Any:
    """Asks for consent when asked for a human; hands over as the action server does; echoes everything else."""

    def behave(body: dict[str, Any]) -> Any:
        message = str(body["message"])
        if message.startswith("/handoff.yes"):
            told = json.loads(message.removeprefix("/handoff.yes"))
            new = NewCase.model_validate(
                {"verifier": told["case_verifier"], "envelope": envelope(reader), "level": told["level"],
                 "language": "sv", "channel": told["channel"], "writer": "self"}
            )  # fmt: skip
            receipt = receive_case(server[0].app.state.queue, new)
            case = {"outcome": receipt.outcome, "case_id": receipt.case_id, "place": receipt.place}
            return [{"text": "Framme."}, {"custom": {"case": case}}, state()]
        if "människa" in message or message.startswith("/handoff.ask"):
            return [{"text": "Vill du?", "buttons": CONSENT}, {"custom": {"consent": True}}, state()]
        if "hello" in message:
            return [{"text": f"answer to {message}"}, state(language="en")]
        if message.startswith("/"):
            return [{"text": f"svar på {message.partition('{')[0]}"}, state()]
        if "hälsa" in message:
            greeting = TEXTS.phrases[Language.sv]["bot.greet"]
            return [{"text": greeting, "buttons": [{"title": "Pengar", "payload": "/support.money"}]}, state()]
        if "knappar" in message:
            buttons = [{"title": title, "payload": f"/{name}"} for title, name in BUTTONS]
            return [{"text": "Välj.", "buttons": buttons}, {"custom": {"about": ABOUT}}, state()]
        return [{"text": f"svar på {message}"}, state()]

    return behave


BUTTONS = (("Pengar", "support.money"), ("Prata med en människa", "handoff.ask"))
ABOUT = {
    "topic": "support.money",
    "sources": [{"name": "Exempelmyndigheten", "url": "https://example.org/pengar"}],
    "reviewed": "2026-11-20",
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def house(folder: Path, **chosen: Any) -> Iterator[House]:
    """`chosen` are settings. The API's port is known before it runs: the provider signs what it sends there."""
    port = free_port()
    public = f"http://127.0.0.1:{port}"
    with Process().running() as bot, running_double(public, stop_words=False) as provider:
        settings = texting_settings(folder, public, provider.url, bot_port=bot.port, **chosen)
        with texting(settings, port, provider, bot, Counsellor.new("Kim")) as running:
            yield running


def texting_settings(folder: Path, public: str, api: str, **chosen: Any) -> Settings:
    # The tests' clock runs hours ahead, and no page of a counsellor's is open: else the sweep would take her case back.
    texting: dict[str, Any] = {
        "lapse_minutes": 10_000.0,
        "sms_number": DEMO_NUMBER,
        "sms_account": DEMO_ACCOUNT,
        "sms_api": api,
        "sms_public_url": public,
    }
    settings = install(folder, demo=True, **{**texting, **chosen})
    for file, secret in ((settings.provider_token_file, TOKEN), (settings.routes_key_file, "r" * 43)):
        file.write_text(secret + "\n")
        file.chmod(0o600)
    return settings


@contextmanager
def texting(
    settings: Settings, port: int, provider: RunningDouble, bot: Process, kim: Counsellor, ahead: float = 0.0
) -> Iterator[House]:
    """The API over a `var` that stands; a second one after the first is a restart. `ahead`: of the true time."""
    root = Ed25519PrivateKey.generate()
    settings.root_public_key_file.write_text(b64u(root.public_key().public_bytes_raw()) + "\n")
    bea = Counsellor.new("Bea")
    settings.roster_file.write_text(json.dumps(sign_roster(root, roster_fields([kim, bea], 7))))
    known: list[Server] = []
    clock = Ahead(ahead)
    bot.behave = as_the_bot(known, kim.id)
    with serving(settings, clock, port) as server:
        known.append(server)
        queue = server.app.state.queue
        yield House(server, bot, Desk(queue, kim), Desk(queue, bea), provider, Inbox(provider), clock)
