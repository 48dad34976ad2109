"""Bearer tokens: 32 random bytes in the Authorization header, never in an address; compared and kept only as hashes."""

import hashlib
import secrets
from typing import Annotated

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from triage_api.base64url import b64u, from_b64u

_scheme = HTTPBearer(auto_error=False)


def _token(credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_scheme)]) -> str | None:
    return credentials.credentials if credentials is not None else None


BearerToken = Annotated[str | None, Depends(_token)]
"""What stands after `Bearer`, or None."""


def token_in(header: str | None) -> str | None:
    """The same, for who has a header and no route yet."""
    scheme, _, token = (header or "").partition(" ")
    return token if scheme.lower() == "bearer" else None


def new_token() -> str:
    return b64u(secrets.token_bytes(32))


def hash_of(token: str | None) -> str | None:
    """b64u of the SHA-256 of the token's bytes; None when it is not b64u of 32 bytes."""
    if token is None:
        return None
    try:
        raw = from_b64u(token)
    except ValueError:
        return None
    return b64u(hashlib.sha256(raw).digest()) if len(raw) == 32 else None
