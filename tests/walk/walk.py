"""A walk of persons and counsellors through hand-offs, claims, messages, returns and ends, while the server is killed.

Afterwards, and all the way: nothing that was accepted is lost, nothing is delivered twice, nothing that was shredded
comes back.
"""

import json
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyotp
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import func, select
from sqlalchemy.engine import make_url

from actions.sealing.roster import Person as Reader
from actions.sealing.roster import verify_roster
from tests.contract import counterpart
from tests.contract.counterpart import roster_fields, sign_roster
from tests.desk.counsellor import Counsellor as Page
from tests.postgres_server import postgres_server
from tests.queue.test_shred import on_disk
from tests.queue.world import HandClock, install
from tests.walk.house import House, free_port, house
from tests.walk.ledger import Ledger
from tests.walk.people import ROSTER, Counsellor, Person
from triage_api.base64url import b64u
from triage_api.clock import utc_now
from triage_api.database import open_database
from triage_api.desk.audit.chain import Sound, verify
from triage_api.desk.audit.tables import audit
from triage_api.desk.counts.tables import counts
from triage_api.desk.invite import create_invitation
from triage_api.queue.tables import cases, messages, readers
from triage_api.settings import Settings

LEVELS = ("routine", "elevated", "high", "immediate")
MOST_LIVING = 4
MOST_HELD = 2
MOST_MOMENTS = 45
"""A claim has about thirty; what is beyond a request's own falls into the next one, or into the sweep."""
PATIENCE = 60.0
NOBODY: Any = None
"""The desk's helper for tests asks a server in this process; here it only knows what a page sends."""


@dataclass
class Walked:
    """What a walk has come through."""

    kills: int
    people: int
    texts: int


def walk(folder: Path, databases: dict[str, str], kills: int, seed: int) -> Walked:
    """Raises AssertionError with what was lost, came twice, or came back."""
    settings = install(folder, port=free_port(), **databases)
    with house(settings, seed) as one:
        walker = _begins(one, settings)
        while one.kills < kills:
            walker.steps()
        walker.ends_well()
        return Walked(one.kills, len(walker.people), walker.texts)


def _begins(one: House, settings: Settings) -> "Walker":
    """Two counsellors join, and are signed onto the roster."""
    root, keys = Ed25519PrivateKey.generate(), [counterpart.Counsellor.new(name) for name in ("Kim", "Robin")]
    public = root.public_key().public_bytes_raw()
    settings.root_public_key_file.write_text(b64u(public) + "\n")
    signed = sign_roster(root, roster_fields(keys, ROSTER))
    settings.roster_file.write_text(json.dumps(signed))
    roster = verify_roster(signed, public, utc_now(), 0).readers(utc_now())
    walker = Walker(one, settings, Ledger(), keys, roster)
    one.is_up()
    for mine in keys:
        page = Page(NOBODY, HandClock(one.now()), mine.name.lower(), mine.name, id=mine.id)
        page.seal_key = b64u(mine.seal_key)
        joins(one, settings, page)
        walker.counsellors.append(Counsellor(one, walker.ledger, mine, page, walker.by_case))
    one.ends()  # a code that confirmed an account opens no session: the clock of the next process goes ahead
    one.is_up()
    return walker


def joins(one: House, settings: Settings, page: Page) -> None:
    """From the invitation to an active account."""
    accounts = open_database(settings.accounts_database)
    code = create_invitation(accounts, "counsellor", one.now)
    accounts.close()
    accepted = one.asks("POST", "/desk/api/invitations/accept", "", page.account(code))
    assert accepted is not None
    page.totp = pyotp.parse_uri(accepted.json()["totp_uri"])  # type: ignore[assignment]
    confirmed = one.asks("POST", "/desk/api/invitations/confirm", "", {"code": code, "totp": page.code_now()})
    assert confirmed is not None
    assert confirmed.status_code == 204, confirmed.text


@dataclass
class Walker:
    house: House
    settings: Settings
    ledger: Ledger
    keys: list[counterpart.Counsellor]
    roster: tuple[Reader, ...]
    counsellors: list[Counsellor] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    by_case: dict[str, Person] = field(default_factory=dict)
    texts: int = 0

    @property
    def chance(self) -> random.Random:
        return self.house.chance

    def steps(self) -> None:
        """One thing that somebody does; in every second one the server is told when to kill itself."""
        self.all_hear()
        moments = self.chance.randrange(1, MOST_MOMENTS) if self.chance.random() < 0.5 else None
        self.chance.choice([self._arrives, self._claims, self._writes, self._writes, self._answers, self._answers,
                            self._returns, self._closes, self._leaves])(moments)  # fmt: skip

    def ends_well(self) -> None:
        """No more kills: everybody is served to the end, and then the books are opened."""
        self._all_are_taken()
        while held := [(one, case_id) for one in self.counsellors for case_id in one.held]:
            for one, case_id in held:
                self._closes_one(one, case_id, None)
            self._all_are_taken()
        assert self.ledger.case_of == {}, "a case that was accepted was never given to anybody"
        self.all_hear()
        self.house.ends()
        self.house.is_up()
        self._nothing_came_back()
        whole = self.house.life - 1
        self.house.ends()
        self._books_are_right(whole)

    def _all_are_taken(self) -> None:
        for one in self.counsellors:
            while self._one_claims(one):
                pass

    def all_hear(self) -> None:
        for one in self.counsellors:
            one.hears()
        for person in self.people:
            if not person.over and person.case_id:
                person.hears()

    def _arrives(self, moments: int | None) -> None:
        if len(self.ledger.case_of) >= MOST_LIVING:
            return
        person = Person(
            self.house, self.ledger, self.keys, self.roster, f"person {len(self.people)}", self.chance.choice(LEVELS)
        )
        self.people.append(person)
        person.is_handed_over(self.settings.internal_key_file.read_text().strip(), moments)
        self.by_case[person.case_id] = person

    def _claims(self, moments: int | None) -> None:
        one = self.chance.choice(self.counsellors)
        if len(one.held) < MOST_HELD:
            self._one_claims(one, moments)

    def _one_claims(self, one: Counsellor, moments: int | None = None) -> bool:
        one.comes_back()
        return one.claims(moments)

    def _writes(self, moments: int | None) -> None:
        if living := [person for person in self.people if person.verifier in self.ledger.case_of]:
            self.texts += 1
            self.chance.choice(living).writes(f"text {self.texts}", moments)

    def _answers(self, moments: int | None) -> None:
        if (found := self._some_case()) and found[0].held[found[1]].talk is not None:
            self.texts += 1
            found[0].writes(found[1], f"{found[0].keys.name} {self.texts}", moments)

    def _returns(self, moments: int | None) -> None:
        """What she wrote last is still to be read by the person, whoever takes the case next."""
        if (found := self._some_case()) and found[0].held[found[1]].talk is not None:
            found[0].returns(found[1], moments)

    def _closes(self, moments: int | None) -> None:
        if found := self._some_case():
            self._closes_one(*found, moments)

    def _closes_one(self, one: Counsellor, case_id: str, moments: int | None) -> None:
        person = self.by_case[case_id]
        self._until(lambda: case_id not in one.held or self._all_is_said(one, person))
        if case_id in one.held:
            one.closes(case_id, moments)
            self._is_gone(case_id)

    def _leaves(self, moments: int | None) -> None:
        living = [person for person in self.people if person.verifier in self.ledger.case_of]
        if living and self.chance.random() < 0.3:
            person = self.chance.choice(living)
            person.leaves(moments)
            self._is_gone(person.case_id)

    def _some_case(self) -> tuple[Counsellor, str] | None:
        held = [
            (one, case_id)
            for one in self.counsellors
            for case_id, case in one.held.items()
            if case.person.verifier in self.ledger.case_of
        ]
        return self.chance.choice(held) if held else None

    def _all_is_said(self, holder: Counsellor, person: Person) -> bool:
        """Both sides have been shown all that the other wrote, in its order."""
        self.all_hear()
        return holder.shown.get(person.case_id) == person.said and all(
            [text for text in person.shown if text.startswith(one.keys.name)] == one.said.get(person.case_id, [])
            for one in self.counsellors
        )

    def _is_gone(self, case_id: str) -> None:
        """No row; on SQLite no byte in any file, at once or, after a kill, as soon as the next process has swept."""
        self._until(lambda: self._traces(case_id) == [])

    def _traces(self, case_id: str) -> list[tuple[str, str]]:
        if not self.settings.cases_url:
            return on_disk(self.settings.var.glob("*.sqlite*"), *self.ledger.gone[case_id])
        database = open_database(self.settings.cases_database)
        with database.reading() as connection:
            rows = [
                (table.name, case_id)
                for table in (cases, readers, messages)
                if connection.scalar(select(func.count()).where(table.c.case_id == case_id))
            ]
        database.close()
        return rows

    def _nothing_came_back(self) -> None:
        for case_id in self.ledger.gone:
            self._is_gone(case_id)
        if self.settings.cases_url:
            # Ids and hashes stay in free parts of index pages (docs/running.md); ciphertext stays nowhere.
            values = [value for _case_id, _verifier, *sealed in self.ledger.gone.values() for value in sealed]
            name = str(make_url(self.settings.cases_url).database)
            self._until(lambda: on_disk(postgres_server().files(name), *values) == [])

    def _books_are_right(self, whole: int) -> None:
        """`whole` is a process that ended in good order. One that is killed loses what it had not counted yet, and the
        row of what it was just doing, for which it had not answered."""
        accounts = open_database(self.settings.accounts_database)
        with accounts.reading() as connection:
            sound = verify(connection)
            counted = connection.scalar(select(func.sum(counts.c.n)).where(counts.c.subject == "level"))
            noted = Counter(connection.scalars(select(audit.c.deed)))
        accounts.close()
        assert isinstance(sound, Sound), sound
        ended = self.ledger.ended_in
        assert ended[whole] <= int(counted or 0) <= ended.total()
        for tried, deed in (("claim", "claimed"), ("return", "gave_back"), ("close", "closed")):
            assert self.ledger.done[tried] <= noted[deed] <= self.ledger.tried[tried], deed

    def _until(self, true: Callable[[], bool]) -> None:
        until = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < until, "it never came true"
            self.house.is_up()
            time.sleep(0.01)
