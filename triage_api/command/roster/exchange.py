"""The files between a server and a signer without a network: what is wanted, and what was signed."""

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from actions.sealing.roster import RosterRefused, verify_roster
from triage_api.base64url import from_b64u
from triage_api.command.roster.next_roster import Signed
from triage_api.command.trouble import Trouble
from triage_api.desk.pending import Pending, Wanted
from triage_api.roster import RosterFile
from triage_api.settings import Settings


class _PendingLine(BaseModel):
    model_config = ConfigDict(extra="forbid")
    counsellor_id: str
    name: str
    role: str
    sign_key: str
    seal_key: str
    proof: str
    made: str | None
    request: str | None


class _WantedFile(BaseModel):
    """`roster` is the server's newest; the signer believes it for its signature, and no other line for anything."""

    model_config = ConfigDict(extra="forbid")
    v: int
    pending: list[_PendingLine]
    removed: list[str]
    roster: dict[str, Any] | None


def write_wanted(file: Path, wanted: Wanted, roster: Signed | None) -> None:
    """For the signer: names, roles and public keys, all of which the roster will show anyway."""
    said = {
        "v": 1,
        "pending": [asdict(person) for person in wanted.pending],
        "removed": sorted(wanted.removed),
        "roster": roster,
    }
    _write(file, said)


def read_wanted(file: Path) -> tuple[Wanted, Signed | None]:
    """Raises Trouble when it is no such file."""
    try:
        said = _WantedFile.model_validate_json(_read(file))
    except ValidationError:
        raise Trouble(f"{file} is not what `lykta roster pending --out` writes: write it anew.") from None
    if said.v != 1:
        raise Trouble(f"{file} is of another version: use the same Lykta on both machines.")
    # What a terminal would obey stays out of sight: these texts come from the server.
    pending = tuple(Pending(**line.model_dump() | {"name": _shown(line.name)}) for line in said.pending)
    return Wanted(pending, frozenset(said.removed)), said.roster


def take(settings: Settings, file: Path, now: datetime) -> int:
    """Puts a signed roster into force on this server, and answers its number.

    Raises:
        Trouble: it is not signed by the organisation's root key, has expired, or is no newer than the one in force.
    """
    try:
        signed = json.loads(_read(file))
        root = from_b64u(settings.root_public_key_file.read_text("ascii").strip())
        roster = verify_roster(signed, root, now, 0)
    except ValueError:
        raise Trouble(f"{file} is no signed roster.") from None
    except FileNotFoundError:
        raise Trouble(f"{settings.root_public_key_file} is missing: carry it here from the signer's machine.") from None
    except RosterRefused as refused:
        raise Trouble(f"{file} was not taken. {refused}") from refused
    in_force = RosterFile(settings.roster_file).view().number
    if roster.number <= in_force:
        raise Trouble(f"Roster {roster.number} is no newer than roster {in_force}, which is in force: not taken.")
    publish(settings.roster_file, signed)
    return roster.number


def publish(file: Path, signed: Signed) -> None:
    """Readers see the old one or the new one, never half of one."""
    fresh = file.with_suffix(".new")
    _write(fresh, signed)
    fresh.replace(file)


def read_signed(file: Path) -> Signed | None:
    """None when there is no such file; Trouble when it is not JSON."""
    if not file.exists():
        return None
    try:
        signed: Signed = json.loads(_read(file))
    except ValueError:
        raise Trouble(f"{file} is no roster: restore it, or move it away if none has ever been signed.") from None
    return signed


def _shown(name: str) -> str:
    return name if name.isprintable() else ascii(name)


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise Trouble(f"{file} could not be read.") from None


def _write(file: Path, said: Any) -> None:
    try:
        file.write_text(json.dumps(said), "ascii")
    except OSError:
        raise Trouble(f"{file} could not be written: make room there and try again.") from None
