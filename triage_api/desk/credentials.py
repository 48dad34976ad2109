"""What a browser proves itself with. The passphrase never comes here; `auth_key` is one of two keys derived from it."""

import hashlib
import hmac
import secrets
import unicodedata
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from triage_api.base64url import from_b64u, holds

MEMORY_KIB, PASSES, LANES = 65536, 3, 4
"""Argon2id, RFC 9106 §4, second recommended option. All accounts alike, or an unknown name could be told apart."""

SALT_BYTES = 16


def settled(name: str) -> str:
    """One spelling for one name: case and look-alike forms of the same letters make no second account."""
    name = unicodedata.normalize("NFKC", name).strip().casefold()
    if not name or not name.isprintable() or len(name) > 64:
        raise ValueError("not a name")
    return name


def _shown(name: str) -> str:
    name = unicodedata.normalize("NFC", name).strip()
    if not name or not name.isprintable():
        raise ValueError("not a name")
    return name


SignInName = Annotated[str, StringConstraints(min_length=1, max_length=64), AfterValidator(settled)]
ShownName = Annotated[str, StringConstraints(min_length=1, max_length=64), AfterValidator(_shown)]
TotpCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
AuthKey = Annotated[str, holds(32)]


class Kdf(BaseModel):
    model_config = ConfigDict(extra="forbid")
    salt: Annotated[str, holds(SALT_BYTES)]
    memory_kib: Literal[65536] = 65536
    passes: Literal[3] = 3
    lanes: Literal[4] = 4


class WrappedKeys(BaseModel):
    """The counsellor's private keys under the vault key; the server has no use for it but to give it back."""

    model_config = ConfigDict(extra="forbid")
    nonce: Annotated[str, holds(12)]
    ciphertext: Annotated[str, holds(at_least=80), StringConstraints(max_length=2048)]


def new_auth_hash(auth_key: str) -> tuple[bytes, bytes]:
    """Salt and hash to keep. One hash is enough: the key has 32 bytes and went through Argon2id in the browser."""
    salt = secrets.token_bytes(16)
    return salt, auth_hash(salt, auth_key)


def auth_hash(salt: bytes, auth_key: str) -> bytes:
    return hashlib.sha256(salt + from_b64u(auth_key)).digest()


def same(one: bytes, other: bytes) -> bool:
    return hmac.compare_digest(one, other)
