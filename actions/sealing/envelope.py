"""Sealing one transcript for everyone who may come to own the case: the hand-off envelope of config/envelope/v1.md."""

import json
import os
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, MLKEM768X25519PublicKey, Suite

from actions.sealing.encoding import b64u, canonical, pad
from actions.sealing.roster import Person

SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
MLKEM_BYTES = 1184
BLOCK = 4096


class NoRecipients(Exception):
    """Nobody's key is valid now, so there is nobody to seal for. The person has to be told."""


def seal_for(seal_key: bytes, info: bytes, plaintext: bytes) -> bytes:
    """HPKE base mode, single shot: `enc ‖ ciphertext` for the holder of `seal_key` (ML-KEM-768 ‖ X25519, 1,216 bytes).

    Raises:
        ValueError: the key is not one.
    """
    public = MLKEM768X25519PublicKey(
        MLKEM768PublicKey.from_public_bytes(seal_key[:MLKEM_BYTES]),
        X25519PublicKey.from_public_bytes(seal_key[MLKEM_BYTES:]),
    )
    return SUITE.encrypt(plaintext, public, info=info)


def seal_transcript(
    transcript: Mapping[str, Any], case_id: str, readers: Sequence[Person], roster_number: int
) -> dict[str, Any]:
    """The hand-off envelope for `transcript`: any one of `readers` can open it and nobody else, this process included.

    The content key is made here, used once and never kept. Case id, roster number and the whole recipient list are
    bound into both layers, so an envelope can be neither moved to another case nor stripped of a reader unnoticed.

    Args:
        transcript: as `config/envelope/schema/transcript.json`; its `case_id` must be `case_id`.
        readers: in ascending order of id, as `Roster.readers` gives them.

    Raises:
        NoRecipients: `readers` is empty.
    """
    return _seal(transcript, "handoff", case_id, readers, roster_number)


def seal_texts_left(
    texts: Sequence[str], case_id: str, readers: Sequence[Person], roster_number: int
) -> dict[str, Any]:
    """The envelope of the direction `left`, without a mailbox: what somebody wrote since the hand-off, oldest first.

    Raises:
        NoRecipients: `readers` is empty.
    """
    return _seal({"v": 1, "case_id": case_id, "texts": list(texts)}, "left", case_id, readers, roster_number)


def _seal(
    content: Mapping[str, Any],
    direction: Literal["handoff", "left"],
    case_id: str,
    readers: Sequence[Person],
    roster_number: int,
) -> dict[str, Any]:
    if not readers:
        raise NoRecipients
    header = canonical(
        {
            "v": 1,
            "case_id": case_id,
            "direction": direction,
            "roster_number": roster_number,
            "recipients": [person.id for person in readers],
        }
    )
    content_key = AESGCM.generate_key(256)
    wrapped = [
        {
            "id": person.id,
            "wrapped": b64u(
                seal_for(
                    person.seal_key,
                    b"lykta envelope v1 key\n" + header + b"\n" + person.id.encode("ascii"),
                    content_key,
                )
            ),
        }
        for person in readers
    ]
    nonce = os.urandom(12)
    plaintext = pad(BLOCK, json.dumps(content, ensure_ascii=False).encode("utf-8"))
    ciphertext = AESGCM(content_key).encrypt(nonce, plaintext, b"lykta envelope v1 content\n" + header)
    return {
        "v": 1,
        "case_id": case_id,
        "roster_number": roster_number,
        "recipients": wrapped,
        "nonce": b64u(nonce),
        "ciphertext": b64u(ciphertext),
    }
