"""Binary values in JSON: base64url without padding, in the one canonical spelling (RFC 4648 §5)."""

import base64
import binascii
from dataclasses import dataclass

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema
from pydantic_core.core_schema import no_info_after_validator_function


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


@dataclass(frozen=True)
class Holds:
    """What `holds` says: pydantic checks it, and the OpenAPI tells it to whoever writes a client."""

    length: int | None
    at_least: int

    def __get_pydantic_core_schema__(self, source: type[str], handler: GetCoreSchemaHandler) -> CoreSchema:
        return no_info_after_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        told = handler(schema)
        if self.length is not None:
            return told | {"pattern": _spelling_of(self.length)}
        return told | {"pattern": _ANY_SPELLING, "minLength": len(b64u(bytes(self.at_least)))}

    def _check(self, text: str) -> str:
        data = from_b64u(text)
        if self.length is not None and len(data) != self.length:
            raise ValueError("wrong length")
        if len(data) < self.at_least:
            raise ValueError("too short")
        return text


def holds(length: int | None = None, at_least: int = 0) -> Holds:
    """For pydantic, `Annotated[str, holds(32)]`: a string of exactly `length` bytes, or of `at_least` so many."""
    return Holds(length, at_least)


# The last character of a value whose bytes do not fill it: its unused bits are zero.
_AFTER_ONE, _AFTER_TWO = "[AQgw]", "[AEIMQUYcgkosw048]"
_ANY_SPELLING = f"^([A-Za-z0-9_-]{{4}})*([A-Za-z0-9_-]{_AFTER_ONE}|[A-Za-z0-9_-]{{2}}{_AFTER_TWO})?$"


def _spelling_of(length: int) -> str:
    last = ("", _AFTER_ONE, _AFTER_TWO)[length % 3]
    return f"^[A-Za-z0-9_-]{{{len(b64u(bytes(length))) - bool(last)}}}{last}$"
