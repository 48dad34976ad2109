"""A file that opens with a passphrase: a label, 16 bytes of salt, 12 of nonce, AES-256-GCM; the key is scrypt's of the
passphrase (RFC 7914). The label and the salt are bound in."""

import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from triage_api.command.trouble import Trouble

SALT_BYTES, NONCE_BYTES = 16, 12
LOG2_MEMORY = 17
"""scrypt's N = 2^17 with r = 8: 128 MiB and about half a second, as OWASP advises for passphrases."""
SHORTEST_PASSPHRASE = 14


class DidNotOpen(Exception):
    """Another passphrase, or not as it was written."""


def refuse_short(passphrase: str) -> None:
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise Trouble(f"The passphrase is too short: take at least {SHORTEST_PASSPHRASE} characters.")


def seal(label: bytes, passphrase: str, content: bytes) -> bytes:
    salt, nonce = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(NONCE_BYTES)
    return label + salt + nonce + _cipher(passphrase, salt).encrypt(nonce, content, label + salt)


def unseal(label: bytes, passphrase: str, raw: bytes) -> bytes:
    """What `seal` was given; `raw` begins with the label. Raises DidNotOpen."""
    rest = raw.removeprefix(label)
    salt, nonce = rest[:SALT_BYTES], rest[SALT_BYTES : SALT_BYTES + NONCE_BYTES]
    try:
        return _cipher(passphrase, salt).decrypt(nonce, rest[SALT_BYTES + NONCE_BYTES :], label + salt)
    except (InvalidTag, ValueError):
        raise DidNotOpen from None


def write_new(file: Path, content: bytes) -> None:
    """For this user alone; FileExistsError rather than overwrite, and no half of a file is left."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError:
        file.unlink(missing_ok=True)
        raise Trouble(f"{file} could not be written: make room there and try again.") from None


def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, n=2**LOG2_MEMORY, r=8, p=1).derive(passphrase.encode()))
