"""Codes by time (RFC 6238): six digits, 30 seconds, one step of clock difference allowed, each code once."""

import hmac
from datetime import datetime

import pyotp
from sqlalchemy import ColumnElement, or_

STEP_SECONDS = 30
FURTHEST_STEPS = 2
"""From the earliest code that is taken to the latest."""
ISSUER = "Lykta"


def new_secret() -> str:
    return pyotp.random_base32()


def uri(secret: str, sign_in_name: str) -> str:
    """For the authenticator app; the browser draws it, no image and no address of it leaves the machine."""
    return pyotp.TOTP(secret).provisioning_uri(name=sign_in_name, issuer_name=ISSUER)


def not_used(last_step: ColumnElement[int], step: int) -> ColumnElement[bool]:
    """Whether a code of this step may still be used, for a query's WHERE. A last step that no right clock can have
    allowed was taken while the server's was ahead, and locks nobody out until then."""
    return or_(last_step < step, last_step > step + FURTHEST_STEPS)


def matching_step(secret: str, code: str, now: datetime) -> int | None:
    """The time step whose code this is, of the last, this and the next one; None when it is none of them.

    All three are compared, in constant time, whichever matches.
    """
    current = int(now.timestamp()) // STEP_SECONDS
    otp = pyotp.TOTP(secret)
    found = None
    for step in (current - 1, current, current + 1):
        if hmac.compare_digest(otp.generate_otp(step).encode(), code.encode()):
            found = step
    return found
