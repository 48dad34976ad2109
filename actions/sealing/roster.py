"""The signed roster: who may read. One that does not hold is refused: nothing is sealed for a reader nobody signed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from actions.sealing.encoding import from_b64u

CONTEXT = b"lykta roster v1\n"
CLOCK_SKEW = timedelta(minutes=5)
PUBLIC_KEY_BYTES = 1216


class RosterRefused(Exception):
    """The roster does not hold; the sentence says why. Nothing may be sealed with it."""


class NotSigned(RosterRefused):
    """The root key did not sign these bytes."""


class Expired(RosterRefused):
    """Its time has passed, or has not come."""


class Older(RosterRefused):
    """A roster with a higher number was seen before: this one may bring back somebody who was removed."""


class Malformed(RosterRefused):
    """It is not a roster of version 1."""


@dataclass(frozen=True)
class Person:
    """One reader. `seal_key` is the 1,216-byte HPKE public key, valid from `valid_from` until `valid_until`."""

    id: str
    name: str
    role: str
    sign_key: bytes
    seal_key: bytes
    valid_from: datetime
    valid_until: datetime


@dataclass(frozen=True)
class Roster:
    """A verified roster. Only `verify_roster` makes one. `recovery_key`: the organisation's, if it has chosen one."""

    number: int
    organisation: str
    demo: bool
    expires: datetime
    people: tuple[Person, ...]
    recovery_key: bytes | None = None

    def readers(self, now: datetime) -> tuple[Person, ...]:
        """Those whose keys are valid at `now`, in ascending order of id, as the envelope wants them."""
        valid = (person for person in self.people if person.valid_from <= now < person.valid_until)
        return tuple(sorted(valid, key=lambda person: person.id))


def verify_roster(signed: Mapping[str, Any], root: bytes, now: datetime, highest_seen: int) -> Roster:
    """Checks a roster by all the MUSTs of v1.md before a word of it is believed.

    Args:
        signed: the roster as received, `{"v", "payload", "signature"}`.
        root: the organisation's Ed25519 root public key, 32 bytes, known from elsewhere than the queue.
        now: an aware time.
        highest_seen: the highest roster number this reader has accepted, 0 for none.

    Raises:
        RosterRefused: as its subclass says. The signature is checked over the bytes before they are parsed.
    """
    try:
        if signed["v"] != 1:
            raise Malformed("The roster is of another version.")
        payload = from_b64u(signed["payload"])
        signature = from_b64u(signed["signature"])
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise Malformed("The roster is not in the form of version 1.") from error
    try:
        Ed25519PublicKey.from_public_bytes(root).verify(signature, CONTEXT + payload)
    except InvalidSignature:
        raise NotSigned("The roster is not signed by the organisation's root key.") from None
    roster, issued = _parse(payload)
    if issued > now + CLOCK_SKEW:
        raise Expired("The roster was issued in the future: check this machine's clock.")
    if roster.expires <= now:
        raise Expired("The roster has expired: sign a new one with `lykta roster sign`.")
    if roster.number < highest_seen:
        raise Older(f"Roster {roster.number} is older than number {highest_seen}, which was seen before.")
    return roster


def _parse(payload: bytes) -> tuple[Roster, datetime]:
    try:
        fields = json.loads(payload)
        if fields["v"] != 1:
            raise Malformed("The roster is of another version.")
        people = tuple(
            Person(
                id=entry["id"],
                name=entry["name"],
                role=entry["role"],
                sign_key=from_b64u(entry["sign_key"]),
                seal_key=from_b64u(entry["seal_key"]),
                valid_from=_time(entry["from"]),
                valid_until=_time(entry["until"]),
            )
            for entry in fields["people"]
        )
        roster = Roster(
            number=int(fields["number"]),
            organisation=str(fields["organisation"]),
            demo=bool(fields["demo"]),
            expires=_time(fields["expires"]),
            people=people,
            recovery_key=from_b64u(fields["recovery_key"]) if "recovery_key" in fields else None,
        )
        issued = _time(fields["issued"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Malformed("The roster is not in the form of version 1.") from error
    if len({person.id for person in people}) != len(people):
        raise Malformed("The roster names a person twice.")
    if roster.recovery_key is not None and len(roster.recovery_key) != PUBLIC_KEY_BYTES:
        raise Malformed("The roster carries a recovery key that is none.")
    return roster, issued


def _time(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
