"""The three encodings the wire format is made of: base64url, canonical JSON, and padding."""

import json
from collections.abc import Mapping, Sequence

from triage_api.base64url import b64u, from_b64u

__all__ = ["b64u", "canonical", "from_b64u", "pad"]


def canonical(value: Mapping[str, str | int | Sequence[str]]) -> bytes:
    """RFC 8785 canonical JSON, for the headers of v1.md, whose values are ASCII strings, integers and lists of strings.

    For that subset, sorted keys without white space is the whole of the RFC; anything else is refused by `ascii`.
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("ascii")


def pad(block: int, data: bytes) -> bytes:
    """Hides the length: 4-byte big-endian length, the data, zeros up to the next multiple of `block` bytes."""
    framed = len(data).to_bytes(4, "big") + data
    return framed + bytes(-len(framed) % block)
