"""The person's half of the live chat of config/envelope/v1.md, for somebody whose browser runs no script.

The keys are made here, in this process's memory, and so this process can read: that is why the page says so.
"""

import json
import os
from dataclasses import dataclass
from typing import Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from actions.sealing.encoding import b64u, canonical, from_b64u, pad
from actions.sealing.envelope import seal_for

Direction = Literal["person", "counsellor"]
Header = dict[str, str | int]
BLOCK = 256
SECRET_BYTES = 32


class SealRefused(Exception):
    """It is not theirs, not next, or not whole. It must not be shown, and nothing has moved."""


@dataclass(frozen=True)
class Words:
    """`earlier` is what its writer wrote before this epoch."""

    kind: Literal["text", "earlier"]
    text: str


@dataclass(frozen=True)
class Got:
    """All of the other's messages up to this number have been shown."""

    upto: int


@dataclass(frozen=True)
class Lost:
    """The counsellor's message of this number went out as a text and never arrived. Only the person's side says so."""

    seq: int


@dataclass(frozen=True)
class Told:
    """What the person is told of a colleague of this name: about to be asked, about to read along, or reading along no
    longer. Only the counsellor's side says so."""

    what: Literal["asked", "along", "along_over"]
    name: str


@dataclass(frozen=True)
class Place:
    """Which chat: a case, and the claim it belongs to."""

    case_id: str
    epoch: int


def new_secret() -> bytes:
    return os.urandom(SECRET_BYTES)


def seal_secret(secret: bytes, seal_key: bytes, place: Place, counsellor: str, roster_number: int) -> str:
    """The chat secret for the one counsellor who claimed, and for this claim only."""
    header: Header = {
        "v": 1,
        "case_id": place.case_id,
        "epoch": place.epoch,
        "counsellor": counsellor,
        "roster_number": roster_number,
    }
    return b64u(seal_for(seal_key, b"lykta chat v1 secret\n" + canonical(header), secret))


class Writer:
    """Seals what one side writes. It counts by itself and never goes back: no number is used twice under one key."""

    def __init__(self, secret: bytes, place: Place, direction: Direction) -> None:
        self._key = _key(secret, place, direction)
        self._place, self._direction = place, direction
        self._last = 0

    def seal(self, body: Words | Got | Lost) -> tuple[int, str]:
        """The message's number, and the sealed message."""
        self._last += 1
        plain = pad(BLOCK, json.dumps(_written(body), ensure_ascii=False, separators=(",", ":")).encode("utf-8"))
        aad = _aad(self._place, self._direction, self._last)
        return self._last, b64u(self._key.encrypt(_nonce(self._last), plain, aad))


class Reader:
    """Opens what the other side wrote: their direction only, the next number only."""

    def __init__(self, secret: bytes, place: Place, direction: Direction, after: int = 0) -> None:
        self._key = _key(secret, place, direction)
        self._place, self._direction = place, direction
        self.opened = after

    def open(self, epoch: int, seq: int, sealed: str) -> Words | Got | Told:
        """Raises `SealRefused`. A body of a kind that is not known here counts as opened all the same."""
        if epoch != self._place.epoch or seq != self.opened + 1:
            raise SealRefused
        try:
            padded = self._key.decrypt(_nonce(seq), from_b64u(sealed), _aad(self._place, self._direction, seq))
        except (InvalidTag, ValueError):
            raise SealRefused from None
        self.opened = seq
        return _read(_unpad(padded))


def _key(secret: bytes, place: Place, direction: Direction) -> AESGCM:
    header: Header = {"case_id": place.case_id, "direction": direction, "epoch": place.epoch}
    info = b"lykta chat v1 key\n" + canonical(header)
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret))


def _nonce(seq: int) -> bytes:
    return bytes(4) + seq.to_bytes(8, "big")


def _aad(place: Place, direction: Direction, seq: int) -> bytes:
    header: Header = {"case_id": place.case_id, "direction": direction, "epoch": place.epoch, "seq": seq}
    return b"lykta chat v1 message\n" + canonical(header)


def _unpad(padded: bytes) -> bytes:
    """The text inside; refuses a length that does not fit, and filling that is not zeros."""
    inside = padded[4 : 4 + int.from_bytes(padded[:4], "big")]
    if not padded or pad(BLOCK, inside) != padded:
        raise SealRefused
    return inside


def _written(body: Words | Got | Lost) -> dict[str, str | int]:
    match body:
        case Words(kind, text):
            return {"kind": kind, "text": text}
        case Got(upto):
            return {"kind": "got", "upto": upto}
        case Lost(seq):
            return {"kind": "lost", "seq": seq}


def _read(plain: bytes) -> Words | Got | Told:
    try:
        body = json.loads(plain)
        kind = body["kind"]
        if kind in ("text", "earlier") and isinstance(body["text"], str):
            return Words(kind, body["text"])
        if kind == "got" and type(body["upto"]) is int:
            return Got(body["upto"])
        if kind in ("asked", "along", "along_over") and isinstance(body["name"], str):
            return Told(kind, body["name"])
    except (ValueError, KeyError, TypeError):
        pass
    raise SealRefused
