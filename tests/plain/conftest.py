"""The real API with a bot's process beside it, a counsellor on a signed roster, and browsers without JavaScript."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import func, select

from tests.contract.counterpart import Chat, Counsellor, roster_fields, secret_info, sign_roster
from tests.door.conftest import eventually
from tests.door.doubles import Process, state
from tests.plain.browser import Browser, Page
from tests.queue.world import Server, envelope, install, serving
from triage_api.base64url import b64u, from_b64u
from triage_api.queue.claim import claim_next
from triage_api.queue.close import end_case
from triage_api.queue.give_back import give_back
from triage_api.queue.held import HeldCase, held_by
from triage_api.queue.offers import OfferBody, make_offer
from triage_api.queue.queue import Queue, the_counsellor
from triage_api.queue.receive import NewCase, receive_case
from triage_api.queue.relay import MessageBody, relay
from triage_api.queue.state import Step
from triage_api.queue.tables import cases
from triage_api.queue.take_over import take_over
from triage_api.words import CaseId

CONSENT = [{"title": "Ja", "payload": "/handoff.yes"}, {"title": "Nej", "payload": "/handoff.no"}]


@dataclass
class Desk:
    """A counsellor, who holds her private key."""

    queue: Queue
    keys: Counsellor
    chat: Chat | None = None
    seq: int = 0

    def takes_next(self) -> None:
        assert claim_next(self.queue, self.keys.id) is not None
        self.seq = 0
        eventually(lambda: self._held().secret is not None)
        self.open_secret()

    def open_secret(self) -> None:
        held = self._held()
        assert held.secret is not None
        info = secret_info(held.case_id, held.epoch, self.keys.id, held.secret.roster_number)
        self.chat = Chat(self.keys.open(info, from_b64u(held.secret.sealed)), held.case_id, held.epoch)

    def writes(self, text: str, kind: str = "text") -> None:
        assert self.chat is not None
        self.seq += 1
        self.relays(b64u(self.chat.seal("counsellor", self.seq, {"kind": kind, "text": text})))

    def relays(self, sealed: str) -> None:
        held = self._held()
        body = MessageBody(epoch=held.epoch, seq=self.seq, sealed=sealed)
        relay(self.queue, the_counsellor(self.keys.id, CaseId(held.case_id)), "counsellor", body)

    def reads(self) -> list[dict[str, Any]]:
        assert self.chat is not None
        said = [one for one in self._held().messages if one.direction == "person"]
        return [self.chat.open("person", one.seq, from_b64u(one.sealed)) for one in said]

    def says_got(self, upto: int) -> None:
        assert self.chat is not None
        self.seq += 1
        self.relays(b64u(self.chat.seal("counsellor", self.seq, {"kind": "got", "upto": upto})))

    def tells(self, what: str, name: str) -> None:
        """Has the person told of a colleague."""
        assert self.chat is not None
        self.seq += 1
        self.relays(b64u(self.chat.seal("counsellor", self.seq, {"kind": what, "name": name})))

    def hands_on_to(self, other: "Desk") -> None:
        """Offers the case to a colleague, who accepts it."""
        case_id = CaseId(self._held().case_id)
        sealed = envelope(other.keys.id) | {"case_id": case_id}
        body = OfferBody.model_validate({"to": other.keys.id, "kind": "transfer", "envelope": sealed})
        take_over(self.queue, other.keys.id, make_offer(self.queue, self.keys.id, case_id, body), at_most=9)
        other.seq = 0
        eventually(lambda: other._held().secret is not None)
        other.open_secret()

    def returns(self) -> None:
        give_back(self.queue, the_counsellor(self.keys.id, CaseId(self._held().case_id)), Step.give_back)

    def closes(self) -> None:
        end_case(self.queue, the_counsellor(self.keys.id, CaseId(self._held().case_id)), Step.close)

    def stops(self) -> None:
        """Ends it as abuse."""
        end_case(self.queue, the_counsellor(self.keys.id, CaseId(self._held().case_id)), Step.stop)

    def _held(self) -> HeldCase:
        return held_by(self.queue, self.keys.id)[-1]


@dataclass
class House:
    server: Server
    bot: Process
    kim: Desk
    bea: Desk
    client: httpx.Client

    def person(self, language: str = "sv") -> Browser:
        return Browser(self.client).begins(language)

    def waiting(self, language: str = "sv") -> Browser:
        """Somebody who has said yes."""
        one = self.person(language)
        one.writes("jag vill prata med en människa")
        assert one.presses("choice", "handoff.yes").status_code == 200
        assert one.page.state == "waiting"
        return one

    def live(self) -> Browser:
        one = self.waiting()
        self.kim.takes_next()
        eventually(lambda: one.looks().state == "live")
        return one

    def living_cases(self) -> int:
        with self.kim.queue.cases.reading() as connection:
            return int(connection.scalar(select(func.count()).select_from(cases)) or 0)

    def until(self, one: Browser, true: Callable[[Page], bool]) -> Page:
        eventually(lambda: true(one.looks()))
        return one.page


def as_the_bot(queue: Callable[[], Queue], reader: str) -> Callable[[dict[str, Any]], Any]:
    """Asks for consent when asked for a human; hands over as the action server does; echoes everything else."""

    def behave(body: dict[str, Any]) -> Any:
        message = str(body["message"])
        if message.startswith("/handoff.yes"):
            told = json.loads(message.removeprefix("/handoff.yes"))
            sealed = envelope(reader)
            new = NewCase.model_validate(
                {"verifier": told["case_verifier"], "envelope": sealed, "level": told["level"], "language": "sv",
                 "channel": "web", "writer": "self"}
            )  # fmt: skip
            receipt = receive_case(queue(), new)
            case = {"outcome": receipt.outcome, "case_id": receipt.case_id, "place": receipt.place}
            return [{"text": "Framme."}, {"custom": {"case": case}}, state()]
        if "människa" in message:
            return [{"text": "Vill du?", "buttons": CONSENT}, {"custom": {"consent": True}}, state()]
        return [{"text": f"svar på {message}"}, state()]

    return behave


@contextmanager
def recovery_key_on(server: Server) -> Iterator[None]:
    """For as long as this lasts, the roster carries a recovery key. What only tells of it does not check who signed."""
    file = server.settings.roster_file
    before = file.read_bytes()
    signed = json.loads(before)
    fields = json.loads(from_b64u(signed["payload"])) | {"recovery_key": b64u(bytes(1216))}
    file.write_text(json.dumps(signed | {"payload": b64u(json.dumps(fields).encode())}))
    try:
        yield
    finally:
        file.write_bytes(before)


@contextmanager
def house(folder: Path, **settings: Any) -> Iterator[House]:
    root, kim, bea = Ed25519PrivateKey.generate(), Counsellor.new("Kim"), Counsellor.new("Bea")
    with Process().running() as bot:
        chosen = install(folder, bot_port=bot.port, **settings)
        chosen.root_public_key_file.write_text(b64u(root.public_key().public_bytes_raw()) + "\n")
        chosen.roster_file.write_text(json.dumps(sign_roster(root, roster_fields([kim, bea], 7))))
        with serving(chosen) as server, httpx.Client(base_url=server.url, timeout=20, trust_env=False) as client:
            bot.behave = as_the_bot(lambda: server.app.state.queue, kim.id)
            queue = server.app.state.queue
            yield House(server, bot, Desk(queue, kim), Desk(queue, bea), client)


@pytest.fixture(scope="module")
def at_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("plain")) as running:
        yield running
