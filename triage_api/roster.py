"""The signed roster as the queue and the desk use it: passed on as it is, looked into, never believed.

Nothing here checks the signature: sealers and pages do, with a root key that never comes from here
(config/envelope/v1.md). What is read here only decides what the desk offers to whom.
"""

import json
import threading
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from triage_api import clock
from triage_api.base64url import from_b64u
from triage_api.errors import Refusal


class NoRoster(Refusal):
    status = 404
    code = "no_roster"
    say = "No roster has been signed yet: the organisation has to sign one before anybody can be reached."


@dataclass(frozen=True)
class RosterView:
    """One version of the file, parsed. `people` by id; `recovery_key` as it stands there, empty where there is none."""

    file: bytes = b""
    number: int = 0
    demo: bool = False
    expires: str = ""
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    recovery_key: str = ""

    def holds(self, counsellor_id: str, seal_keys: AbstractSet[str], at: datetime) -> bool:
        """Whether this person with one of these very keys may be used at that time."""
        person = self.people.get(counsellor_id)
        if person is None or person.get("seal_key") not in seal_keys:
            return False
        try:
            begins, ends = clock.read(person["from"]), clock.read(person["until"])
            return begins <= at <= ends and at <= clock.read(self.expires)
        except (KeyError, TypeError, ValueError):
            return False

    def name_of(self, counsellor_id: str) -> str:
        return str(self.people.get(counsellor_id, {}).get("name", ""))


class RosterFile:
    """`roster.json`, read again whenever the signer has replaced it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._stamp: tuple[int, int, int] | None = None
        self._view = RosterView()

    def view(self) -> RosterView:
        """The newest version; an empty one while there is no readable file."""
        try:
            found = self._path.stat()
        except OSError:
            return RosterView()
        stamp = (found.st_mtime_ns, found.st_size, found.st_ino)
        with self._lock:
            if stamp != self._stamp:
                self._view, self._stamp = _parse(self._path.read_bytes()), stamp
            return self._view

    def file(self) -> bytes:
        """The file's bytes, for whoever verifies it; NoRoster when there is none."""
        if not (view := self.view()).file:
            raise NoRoster
        return view.file


def _parse(file: bytes) -> RosterView:
    try:
        payload = json.loads(from_b64u(json.loads(file)["payload"]))
        people = {person["id"]: person for person in payload["people"]}
        return RosterView(
            file,
            int(payload["number"]),
            bool(payload.get("demo")),
            str(payload["expires"]),
            people,
            str(payload.get("recovery_key", "")),
        )
    except (ValueError, KeyError, TypeError):
        # A broken file is still passed on: the readers' refusal is the true answer, ours would hide it.
        return RosterView(file)
