"""A reset's code as it is read out and typed: 80 random bits in four groups of four, of which only a hash is kept."""

import hashlib
import secrets
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from triage_api.base64url import b64u

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base32: no letter that sounds or looks like a digit."""
LENGTH, GROUP = 16, 4
_MEANT = str.maketrans("OIL", "011", " -\u2010\u2011\u2012\u2013\u2014\u00a0\t\n\r")


def new_reset_code() -> str:
    letters = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    return "-".join(letters[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def hash_of_reset(code: str) -> str:
    """b64u of the SHA-256 of its letters, however they were typed."""
    return b64u(hashlib.sha256(_read(code).encode()).digest())


def _read(typed: str) -> str:
    letters = typed.upper().translate(_MEANT)
    if len(letters) != LENGTH or not set(letters) <= set(LETTERS):
        raise ValueError("not a reset's code")
    return letters


ResetCode = Annotated[str, StringConstraints(max_length=64), AfterValidator(_read)]
