"""Binary values in JSON: base64url without padding, in the one canonical spelling (RFC 4648 §5)."""

import base64
import binascii

from pydantic import AfterValidator


def b64u(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def from_b64u(text: str) -> bytes:
    """The bytes, or ValueError: padding, foreign characters and a second spelling of the same bytes are refused.

    One value has one spelling, so that "the very same message again" is a comparison of strings.
    """
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("not base64url") from error
    if b64u(data) != text:
        raise ValueError("not canonical base64url")
    return data


def holds(length: int | None = None, at_least: int = 0) -> AfterValidator:
    """For pydantic, `Annotated[str, holds(32)]`: a string of exactly `length` bytes, or of `at_least` so many."""

    def check(text: str) -> str:
        data = from_b64u(text)
        if length is not None and len(data) != length:
            raise ValueError("wrong length")
        if len(data) < at_least:
            raise ValueError("too short")
        return text

    return AfterValidator(check)
