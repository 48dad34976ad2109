"""From the last roster and what is wanted to the next one. Nothing but a signature by the root key is believed."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from actions.sealing.roster import CLOCK_SKEW, CONTEXT
from triage_api.base64url import b64u, from_b64u
from triage_api.clock import read, seconds, written
from triage_api.command.trouble import Trouble
from triage_api.desk.key_request import asks, proves, raw
from triage_api.desk.pending import Pending

KNOWN_FOR = timedelta(days=90)
"""So long after its key has run out somebody stays on the roster, where nobody may use them any more: whoever comes
back from a leave then needs no voice. Who was removed is gone from it at once."""

REQUEST_KNOWN_FOR = timedelta(days=14)
"""An older request for a key could be one that was kept back, of a key that has been destroyed or stolen since."""

Signed = dict[str, Any]


@dataclass(frozen=True)
class Last:
    """The last roster, its signature checked; empty before the first."""

    number: int = 0
    organisation: str = "Lykta"
    people: Sequence[Mapping[str, str]] = field(default_factory=tuple)
    recovery_key: str = ""
    """The organisation's, as it stands there; empty where it has chosen none."""

    def entry_of(self, counsellor_id: str) -> Mapping[str, str] | None:
        return next((entry for entry in self.people if entry["id"] == counsellor_id), None)


def read_last(signed: Signed | None, root: Ed25519PublicKey) -> Last:
    """What the last roster says, also when it has expired.

    Raises:
        Trouble: the root key did not sign it. Somebody who was put into it unsigned would be signed with the next.
    """
    if signed is None:
        return Last()
    try:
        payload = from_b64u(signed["payload"])
        root.verify(from_b64u(signed["signature"]), CONTEXT + payload)
        fields = json.loads(payload)
        return Last(
            int(fields["number"]),
            str(fields["organisation"]),
            tuple(fields["people"]),
            str(fields.get("recovery_key", "")),
        )
    except (InvalidSignature, ValueError, KeyError, TypeError):
        raise Trouble(
            "The last roster is not signed by this root key, so nothing was signed: find out who changed it."
        ) from None


def proves_its_key(person: Pending) -> bool:
    """Whether whoever holds the identity key chose this sealing key; such a key alone ever gets onto a roster."""
    return proves(person.sign_key, person.seal_key, person.proof)


def needs_no_voice(person: Pending, last: Last, now: datetime) -> bool:
    """Whether somebody who was compared by voice before asks for their next key, by the same identity key, now.

    Name and role have to be the ones that were signed: the identity key says nothing of either. And the request has to
    be newer than the key that is on the roster, or a server could bring back one from before.
    """
    entry = last.entry_of(person.counsellor_id)
    if entry is None or person.made is None or person.request is None:
        return False
    if any(entry[key] != getattr(person, key) for key in ("sign_key", "name", "role")):
        return False
    try:
        made, began = read(person.made), read(entry["from"])
    except ValueError:
        return False
    if not (began < made <= now + CLOCK_SKEW and now - made < REQUEST_KNOWN_FOR):
        return False
    return asks(person.sign_key, person.counsellor_id, person.made, person.seal_key, person.request)


def sign_next(
    root: Ed25519PrivateKey,
    last: Last,
    people: Sequence[Pending],
    removed: frozenset[str],
    now: datetime,
    valid: timedelta,
    *,
    demo: bool,
) -> Signed:
    """The next roster: those on the last one, but for `removed`, and `people` with their newest keys; and the recovery
    key that `last` names, if it names one."""
    added = [person for person in people if proves_its_key(person) and person.counsellor_id not in removed]
    renewed = {person.counsellor_id for person in added}
    forgotten = written(seconds(now - KNOWN_FOR))
    kept = [entry for entry in last.people if entry["id"] not in renewed | removed and entry["until"] > forgotten]
    payload = {
        "v": 1,
        "number": last.number + 1,
        "organisation": last.organisation,
        "demo": demo,
        "issued": written(seconds(now)),
        "expires": written(seconds(now + valid)),
        "people": [*kept, *(_entry(person, now, valid) for person in added)],
        **({"recovery_key": last.recovery_key} if last.recovery_key else {}),
    }
    data = json.dumps(payload, ensure_ascii=False).encode()
    return {"v": 1, "payload": b64u(data), "signature": b64u(root.sign(CONTEXT + data))}


def fingerprint(person: Pending) -> str:
    """Eight groups of five digits from SHA-256 over both public keys: short enough to read out, too long to forge.

    The desk shows the same numbers to the counsellor, computed in their browser.
    """
    return spoken(hashlib.sha256(raw(person.sign_key) + raw(person.seal_key)).digest())


def spoken(digest: bytes) -> str:
    """32 bytes as the eight groups that are read out."""
    return " ".join(f"{int.from_bytes(digest[i : i + 4], 'big') % 100_000:05d}" for i in range(0, 32, 4))


def _entry(person: Pending, now: datetime, valid: timedelta) -> dict[str, str]:
    return {
        "id": person.counsellor_id,
        "name": person.name,
        "role": person.role,
        "sign_key": person.sign_key,
        "seal_key": person.seal_key,
        "proof": person.proof,
        "from": written(seconds(now)),
        "until": written(seconds(now + valid)),
    }
