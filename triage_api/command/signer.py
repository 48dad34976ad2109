"""Signing the roster: who may read, numbered, expiring, by the organisation's root key.

In production this runs where the root key is, a person at the keyboard compares each fingerprint by voice first. In
the demo `lykta up` signs by itself, since the root lies beside it; every page of the desk says so.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from rich.console import Console
from rich.prompt import Confirm

from actions.sealing.roster import CONTEXT, RosterRefused, verify_roster
from triage_api.base64url import b64u, from_b64u
from triage_api.clock import written
from triage_api.command.root_key import demo_root_file, load_root
from triage_api.command.trouble import Trouble
from triage_api.database import open_database
from triage_api.desk.pending import Pending, pending_people
from triage_api.roster import RosterFile
from triage_api.safe_postgresql import refuse_unsafe_databases
from triage_api.settings import Settings

DEMO_DAYS = 7


def sign_demo_roster(settings: Settings, now: datetime) -> bool:
    """Puts whoever is active and not on the roster onto it; says whether it signed anything."""
    pending = _pending(settings)
    if not pending:
        return False
    root = load_root(demo_root_file(settings), passphrase=None)
    _publish(settings, root, pending, now, timedelta(days=DEMO_DAYS), demo=True)
    return True


def sign_asking(settings: Settings, root: Ed25519PrivateKey, days: int, console: Console) -> None:
    """Shows each waiting person's fingerprint and signs those that the operator confirms.

    Raises:
        Trouble: nobody waits.
    """
    confirmed = []
    for person in _pending(settings):
        console.print(f"{person.name} ({person.role})\n  fingerprint  {fingerprint(person)}", markup=False)
        if Confirm.ask("  Did they read out the same numbers, by voice?", default=False, console=console):
            confirmed.append(person)
    if not confirmed:
        raise Trouble(
            "Nobody was put on the roster: invite with `lykta counsellor invite`, then confirm each by voice."
        )
    number = _publish(settings, root, confirmed, datetime.now(UTC), timedelta(days=days), demo=False)
    console.print(f"Roster {number} is signed and in force for {days} days.")


def show(settings: Settings, console: Console) -> None:
    """Prints the roster in force.

    Raises:
        Trouble: there is none, or it does not hold.
    """
    try:
        signed = json.loads(settings.roster_file.read_bytes())
        root = from_b64u(settings.root_public_key_file.read_text("ascii").strip())
        roster = verify_roster(signed, root, datetime.now(UTC), 0)
    except FileNotFoundError:
        raise Trouble("There is no roster yet: invite somebody, then run `lykta roster sign`.") from None
    except RosterRefused as refused:
        raise Trouble(str(refused)) from refused
    console.print(
        f"Roster {roster.number} of {roster.organisation}, until {roster.expires:%Y-%m-%d %H:%M} UTC", markup=False
    )
    for person in roster.people:
        console.print(f"  {person.name} ({person.role}), until {person.valid_until:%Y-%m-%d %H:%M} UTC", markup=False)


def fingerprint(person: Pending) -> str:
    """Eight groups of five digits from SHA-256 over both public keys: short enough to read out, too long to forge.

    The desk shows the same numbers to the counsellor, computed in their browser.
    """
    digest = hashlib.sha256(from_b64u(person.sign_key) + from_b64u(person.seal_key)).digest()
    return " ".join(f"{int.from_bytes(digest[i : i + 4], 'big') % 100_000:05d}" for i in range(0, 32, 4))


def _pending(settings: Settings) -> list[Pending]:
    refuse_unsafe_databases(settings)
    database = open_database(settings.accounts_database)
    try:
        return pending_people(database, RosterFile(settings.roster_file))
    finally:
        database.close()


def _publish(
    settings: Settings, root: Ed25519PrivateKey, people: list[Pending], now: datetime, valid: timedelta, *, demo: bool
) -> int:
    """Writes the next roster: those on the last one whose keys still hold, and `people`. Returns its number."""
    last = _last_payload(settings)
    added = {person.counsellor_id for person in people}
    kept = [
        entry for entry in last["people"] if entry["id"] not in added and entry["until"] > written(int(now.timestamp()))
    ]
    payload = {
        "v": 1,
        "number": last["number"] + 1,
        "organisation": last["organisation"],
        "demo": demo,
        "issued": written(int(now.timestamp())),
        "expires": written(int((now + valid).timestamp())),
        "people": [*kept, *_entries(people, now, valid)],
    }
    data = json.dumps(payload, ensure_ascii=False).encode()
    signed = {"v": 1, "payload": b64u(data), "signature": b64u(root.sign(CONTEXT + data))}
    fresh = settings.roster_file.with_suffix(".new")
    fresh.write_text(json.dumps(signed), "ascii")
    fresh.replace(settings.roster_file)  # readers see the old one or the new one, never half of one
    return int(payload["number"])


def _entries(people: Iterable[Pending], now: datetime, valid: timedelta) -> Iterable[dict[str, str]]:
    for person in people:
        try:
            key = Ed25519PublicKey.from_public_bytes(from_b64u(person.sign_key))
            key.verify(from_b64u(person.proof), b"lykta seal key v1\n" + from_b64u(person.seal_key))
        except (InvalidSignature, ValueError):
            continue  # whoever asked does not hold the identity key: such a key never gets onto a roster
        yield {
            "id": person.counsellor_id,
            "name": person.name,
            "role": person.role,
            "sign_key": person.sign_key,
            "seal_key": person.seal_key,
            "proof": person.proof,
            "from": written(int(now.timestamp())),
            "until": written(int((now + valid).timestamp())),
        }


def _last_payload(settings: Settings) -> dict[str, Any]:
    if not settings.roster_file.exists():
        return {"number": 0, "organisation": "Lykta", "people": []}
    signed = json.loads(settings.roster_file.read_bytes())
    payload: dict[str, Any] = json.loads(from_b64u(signed["payload"]))
    return payload
