"""Those who meet at the queue, as their pages behave: they repeat what was not answered, and say anew what may be lost.

Streams are read in threads, which only put down what they hear; everything else happens in the walk's own thread.
"""

import json
import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx

from actions.sealing.envelope import seal_transcript
from actions.sealing.roster import Person as Reader
from tests.contract import counterpart
from tests.contract.counterpart import Chat, open_envelope, seal_chat_secret, secret_info
from tests.desk.counsellor import Counsellor as Page
from tests.queue.world import LOOPBACK
from tests.walk.house import House
from tests.walk.ledger import Ledger
from triage_api.base64url import b64u, from_b64u
from triage_api.bearer import hash_of, new_token

ROSTER = 7
Heard = tuple[str, dict[str, Any]]


class Ear:
    """An event stream that is opened again whenever it breaks off; `heard` is for the walk to take from."""

    def __init__(self, house: House, path: str) -> None:
        self.house, self.path = house, path
        self.token = ""
        self.after: int | None = None
        self.heard: deque[Heard] = deque()
        self.refused = ""
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._listen, daemon=True)

    def opens(self) -> None:
        self._thread.start()

    def closes(self) -> None:
        self._over.set()

    def _listen(self) -> None:
        with httpx.Client(trust_env=False, timeout=httpx.Timeout(20, connect=2), verify=LOOPBACK) as client:
            while not self._over.is_set():
                token = self.token
                headers = {"Authorization": f"Bearer {token}"}
                headers |= {} if self.after is None else {"Lykta-After": str(self.after)}
                try:
                    with client.stream("GET", self.house.url + self.path, headers=headers) as answer:
                        if answer.status_code == 401:
                            self.refused = token
                        for heard in _events(answer.iter_lines()):
                            if self._over.is_set():
                                return
                            self.heard.append(heard)
                except httpx.TransportError:
                    pass
                self._over.wait(0.02)


def _events(lines: Iterator[str]) -> Iterator[Heard]:
    name = ""
    for line in lines:
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, json.loads(line.removeprefix("data: "))


@dataclass
class Talk:
    """One epoch as one side has it. What it sealed waits in `kept` until the queue has it, under its number."""

    case_id: str
    epoch: int
    chat: Chat
    seq: int = 0
    opened: int = 0
    kept: deque[dict[str, Any]] = field(default_factory=deque)

    def seals(self, ledger: Ledger, direction: str, kind: str, text: str) -> None:
        self.seq += 1
        sealed = b64u(self.chat.seal(direction, self.seq, {"kind": kind, "text": text}))
        ledger.seals((self.case_id, self.epoch, direction, self.seq), sealed)
        self.kept.append({"epoch": self.epoch, "seq": self.seq, "sealed": sealed})

    def opens(self, ledger: Ledger, direction: str, seq: int, sealed: str, shown: list[str]) -> None:
        """Each number once, in order. What was said before this epoch is shown only if it was not."""
        ledger.gets((self.case_id, self.epoch, direction, seq), sealed)
        if seq <= self.opened:
            return
        assert seq == self.opened + 1, f"message {self.opened + 1} was accepted and is lost: {seq} came"
        self.opened = seq
        body = self.chat.open(direction, seq, from_b64u(sealed))
        if body["kind"] == "earlier" and body["text"] in shown:
            return
        assert body["text"] not in shown, "a message was delivered twice"
        shown.append(body["text"])


@dataclass
class Person:
    house: House
    ledger: Ledger
    readers: list[counterpart.Counsellor]
    roster: tuple[Reader, ...]
    name: str
    level: str
    token: str = field(default_factory=new_token)
    case_id: str = ""
    said: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    over: bool = False
    talk: Talk | None = None
    former: Talk | None = None

    def __post_init__(self) -> None:
        self.ear = Ear(self.house, "/api/case/events")
        self.ear.token, self.ear.after = self.token, 0

    @property
    def verifier(self) -> str:
        return str(hash_of(self.token))

    def is_handed_over(self, internal_key: str, ends_after: int | None) -> None:
        """As `actions.deliver` does: the same case until it is taken."""
        case_id = b64u(from_b64u(self.verifier)[:16])
        sealed = seal_transcript(_transcript(case_id, self.name, self.level), case_id, self.roster, ROSTER)
        case = {"verifier": self.verifier, "envelope": sealed, "level": self.level, "language": "sv", "channel": "web"}
        answer = self.house.asks("POST", "/internal/cases", internal_key, case | {"writer": "self"}, ends_after)
        assert answer is not None
        assert answer.status_code in (200, 201), answer.text
        assert answer.json()["case_id"] == case_id
        self.case_id = case_id
        wrapped = [one["wrapped"] for one in sealed["recipients"]]
        self.ledger.arrives(self.verifier, case_id, sealed["ciphertext"], *wrapped)
        self.ear.opens()

    def writes(self, text: str, ends_after: int | None) -> None:
        self.said.append(text)
        if self.talk is not None:
            self.talk.seals(self.ledger, "person", "text", text)
        self.flushes(ends_after)

    def flushes(self, ends_after: int | None = None) -> None:
        while self.talk is not None and self.talk.kept and not self.over:
            answer = self.house.asks("POST", "/api/case/messages", self.token, self.talk.kept[0], ends_after)
            ends_after = None
            assert answer is not None
            code = answer.json().get("error", {}).get("code")
            if code == "stale_epoch":
                return  # somebody has it anew, or nobody: that is heard by the stream
            assert answer.status_code in (200, 201), answer.text
            self.talk.kept.popleft()

    def hears(self) -> None:
        while self.ear.heard:
            name, data = self.ear.heard.popleft()
            if name == "message":
                self._reads(data)
            elif data["state"] == "claimed":
                self._meets(data["epoch"], data["counsellor"])
            elif data["state"] == "waiting":
                self.former, self.talk = self.talk or self.former, None
            else:
                self._ends()
        if self.ear.refused:
            self._ends()
        self.flushes()

    def leaves(self, ends_after: int | None) -> None:
        """200, or 401 when the process that had ended the case was killed before it said so."""
        before = self.house.life
        answer = self.house.asks("POST", "/api/case/end", self.token, None, ends_after)
        assert answer is not None
        assert answer.status_code == 200 or (answer.status_code == 401 and self.house.life > before), answer.text
        self.ledger.is_over(self.verifier, self.house.life if self.house.life == before else 0)
        self._ends()

    def _ends(self) -> None:
        assert self.verifier not in self.ledger.case_of, "a page was told that its living case is over"
        self.over = True
        self.ear.closes()

    def _reads(self, data: dict[str, Any]) -> None:
        for talk in (self.talk, self.former):
            if talk is not None and talk.epoch == data["epoch"]:
                talk.opens(self.ledger, "counsellor", data["seq"], data["sealed"], self.shown)
                if talk is self.talk:
                    self.ear.after = talk.opened

    def _meets(self, epoch: int, counsellor: str) -> None:
        """A fresh secret for each claim, and then all that was said since the hand-off."""
        if self.talk is not None and self.talk.epoch == epoch:
            return
        self.talk = self.former = None
        self.ear.after = 0  # before the secret goes: from then on numbers are those of the new talk
        secret = from_b64u(new_token())
        reader = next(one for one in self.readers if one.id == counsellor)
        sealed = b64u(seal_chat_secret(secret, reader, self.case_id, epoch, ROSTER))
        self.ledger.stands(self.case_id, sealed)
        body = {"epoch": epoch, "roster_number": ROSTER, "sealed": sealed}
        answer = self.house.asks("POST", "/api/case/secret", self.token, body)
        assert answer is not None
        if answer.status_code != 204:
            assert answer.status_code in (409, 401), (
                answer.text
            )  # over or claimed anew meanwhile, as the stream will say
            return
        self.talk = Talk(self.case_id, epoch, Chat(secret, self.case_id, epoch))
        for text in self.said:
            self.talk.seals(self.ledger, "person", "earlier", text)


@dataclass
class Held:
    person: Person
    epoch: int
    talk: Talk | None = None


@dataclass
class Counsellor:
    """One who answers, with the keys that open; after each restart of the server she signs in again."""

    house: House
    ledger: Ledger
    keys: counterpart.Counsellor
    page: Page
    people: dict[str, Person]
    held: dict[str, Held] = field(default_factory=dict)
    said: dict[str, list[str]] = field(default_factory=dict)
    shown: dict[str, list[str]] = field(default_factory=dict)
    _life: int = 0
    _letting_go: str = ""

    def __post_init__(self) -> None:
        self.ear = Ear(self.house, "/desk/api/events")
        self.ear.opens()

    def asks(self, method: str, path: str, body: Any = None, ends_after: int | None = None) -> httpx.Response | None:
        """None when the process was killed meanwhile: she is signed in again, and has looked at what she holds."""
        self.comes_back()
        self.ledger.tries(path.split("/")[-1])
        answer = self.house.asks(method, f"/desk/api/{path}", self.ear.token, body, ends_after, once=True)
        if answer is None or answer.status_code == 401:
            assert self.house.life > self._life, "she was signed out by nothing"
            self.comes_back()
            return None
        return answer

    def comes_back(self) -> None:
        """Signs in where the server has forgotten her, and renews what she holds: its keys are used no more."""
        while self._life != self.house.life:
            life = self.house.life
            if not self._signs_in():
                continue
            answer = self.house.asks("GET", "/desk/api/cases", self.ear.token, once=True)
            if answer is None:
                continue
            assert answer.status_code == 200, answer.text
            found = {case["case_id"]: case for case in answer.json()}
            for case_id in [one for one in self.held if one not in found]:
                held = self.held.pop(case_id)
                wanted = case_id == self._letting_go or held.person.verifier not in self.ledger.case_of
                assert wanted, "a case that was accepted is lost"
            if all(self._renews(case_id) for case_id in found):
                self._life = life

    def claims(self, ends_after: int | None) -> bool:
        before = set(self.held)
        answer = self.asks("POST", "claim", None, ends_after)
        if answer is None:
            return bool(set(self.held) - before)
        if answer.status_code == 204:
            assert not self.ledger.waits(), "somebody waits, and she was told that nobody does"
            return False
        if answer.status_code == 409:
            assert answer.json()["error"]["code"] == "enough_chats"
            return False
        assert answer.status_code == 200, answer.text
        self.ledger.does("claim")
        self._has(answer.json())
        return True

    def writes(self, case_id: str, text: str, ends_after: int | None) -> None:
        held = self.held[case_id]
        if held.talk is None:
            return
        self.said[case_id].append(text)
        held.talk.seals(self.ledger, "counsellor", "text", text)
        self.flushes(case_id, ends_after)

    def flushes(self, case_id: str, ends_after: int | None = None) -> None:
        while (held := self.held.get(case_id)) and held.talk is not None and held.talk.kept:
            answer = self.asks("POST", f"cases/{case_id}/messages", held.talk.kept[0], ends_after)
            ends_after = None
            if answer is None:
                continue  # in a new epoch she says it again
            if answer.status_code == 404:
                assert held.person.verifier not in self.ledger.case_of, "she has lost a case that lives"
                return
            assert answer.status_code in (200, 201), answer.text
            held.talk.kept.popleft()

    def returns(self, case_id: str, ends_after: int | None) -> None:
        self._letting_go = case_id
        while case_id in self.held:
            answer = self.asks("POST", f"cases/{case_id}/return", None, ends_after)
            ends_after = None
            if answer is not None:
                assert answer.status_code == 204, answer.text
                self.ledger.does("return")
                self.held.pop(case_id)
        self._letting_go = ""
        self.ledger.goes_back(case_id)

    def closes(self, case_id: str, ends_after: int | None) -> None:
        held, before = self.held[case_id], self.house.life
        self._letting_go = case_id
        while case_id in self.held:
            answer = self.asks("POST", f"cases/{case_id}/close", None, ends_after)
            ends_after = None
            if answer is not None:
                assert answer.status_code == 200, answer.text
                self.ledger.does("close")
                self.held.pop(case_id)
        self._letting_go = ""
        self.ledger.is_over(held.person.verifier, self.house.life if self.house.life == before else 0)

    def hears(self) -> None:
        self.comes_back()
        while self.ear.heard:
            name, data = self.ear.heard.popleft()
            held = self.held.get(data.get("case_id", ""))
            if name == "ended":
                assert data["case_id"] in self.ledger.gone, "she was told that a living case is over"
                self.held.pop(data["case_id"], None)
            elif held is None or held.epoch != data.get("epoch"):
                continue
            elif name == "secret":
                self._talks(held, data)
            elif name == "message" and held.talk is not None:
                held.talk.opens(self.ledger, "person", data["seq"], data["sealed"], self.shown[data["case_id"]])
        for case_id in list(self.held):
            self.flushes(case_id)

    def _signs_in(self) -> bool:
        self.page.clock.at = self.house.now()
        body = {"sign_in_name": self.page.sign_in_name, "auth_key": self.page.auth_key, "totp": self.page.code_now()}
        answer = self.house.asks("POST", "/desk/api/sign-in", "", body, once=True)
        if answer is None:
            return False
        assert answer.status_code == 200, answer.text
        self.ear.token = answer.json()["token"]
        return True

    def _renews(self, case_id: str) -> bool:
        answer = self.house.asks("POST", f"/desk/api/cases/{case_id}/renew", self.ear.token, once=True)
        if answer is None:
            return False
        assert answer.status_code == 200, answer.text
        self._has(answer.json())
        return True

    def _has(self, case: dict[str, Any]) -> None:
        case_id = case["case_id"]
        self.ledger.takes(self.keys.id, case_id)
        person = self.people[case_id]
        inside = open_envelope(case["envelope"], self.keys)
        assert inside["entries"][0]["text"] == person.name, "the envelope is another's"
        self.held[case_id] = Held(person, case["epoch"])
        self.said.setdefault(case_id, [])
        self.shown.setdefault(case_id, [])

    def _talks(self, held: Held, data: dict[str, Any]) -> None:
        if held.talk is not None:
            return
        info = secret_info(data["case_id"], held.epoch, self.keys.id, data["roster_number"])
        chat = Chat(self.keys.open(info, from_b64u(data["sealed"])), data["case_id"], held.epoch)
        held.talk = Talk(data["case_id"], held.epoch, chat)
        for text in self.said[data["case_id"]]:
            held.talk.seals(self.ledger, "counsellor", "earlier", text)


def _transcript(case_id: str, name: str, level: str) -> dict[str, Any]:
    return {
        "v": 1,
        "case_id": case_id,
        "language": "sv",
        "channel": "web",
        "writer": "self",
        "level": level,
        "level_score": 0.5,
        "signs": [],
        "topics": [],
        "bot_lost": False,
        "entries": [{"from": "person", "text": name, "minute": 0}],
    }
