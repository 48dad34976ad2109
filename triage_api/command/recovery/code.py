"""A recovery code, made where no browser is. What it is, and what is made of it: docs/wire.md §6, and
web/src/desk/recovery_code.ts, which reads it."""

import hashlib
import secrets
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from triage_api.base64url import b64u

SECRET_BYTES, CHECK_BYTES = 17, 3
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base32: no letter that looks like a digit."""


@dataclass(frozen=True, repr=False)
class NewCode:
    """`written` is for the counsellor's paper alone. `auth_key` proves that one has it; `wrap` is what it opens."""

    written: str
    auth_key: str
    wrap: dict[str, str]


def new_code(vault_key: bytes, counsellor_id: str, secret: bytes | None = None) -> NewCode:
    """For this vault key. `secret` is given by tests alone."""
    secret = secret or secrets.token_bytes(SECRET_BYTES)
    way, nonce = b64u(secrets.token_bytes(16)), secrets.token_bytes(12)
    bound = f"lykta vault v1\n{counsellor_id}\nrecovery\n{way}".encode()
    ciphertext = AESGCM(_derived(secret, b"lykta recovery wrap v1")).encrypt(nonce, vault_key, bound)
    wrap = {"id": way, "kind": "recovery", "nonce": b64u(nonce), "ciphertext": b64u(ciphertext)}
    return NewCode(_written(secret), b64u(_derived(secret, b"lykta recovery auth v1")), wrap)


def _written(secret: bytes) -> str:
    check = hashlib.sha256(b"lykta recovery code v1\n" + secret).digest()[:CHECK_BYTES]
    number = int.from_bytes(secret + check, "big")
    letters = "".join(LETTERS[number >> 5 * (31 - at) & 31] for at in range(32))
    return "-".join(letters[at : at + 4] for at in range(0, 32, 4))


def _derived(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=purpose).derive(secret)
