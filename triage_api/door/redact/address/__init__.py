"""Street addresses: a street's name with its number, a flat, a door code; where on the map; a school or shop by name.

Roads by number (E4, väg 73), towns and districts stay: without them nobody could be told where help is.
"""

from triage_api.door.redact.address import (
    coordinates,
    door_code,
    english,
    home_street,
    named_place,
    romanian,
    swedish,
    thai,
)
from triage_api.door.redact.spans import Span

_WHOLE = (
    *swedish.WHOLE, *english.WHOLE, *romanian.WHOLE, *thai.WHOLE, *coordinates.WHOLE, *named_place.WHOLE,
)  # fmt: skip
_AFTER_A_CUE = (*door_code.AFTER_A_CUE, *home_street.AFTER_A_CUE, *named_place.AFTER_A_CUE)


def find_addresses(text: str) -> list[Span]:
    """Every language is looked for in every message: a Thai message names a Swedish street."""
    spans = [Span(*match.span(), "address") for pattern in _WHOLE for match in pattern.finditer(text)]
    return spans + [Span(*match.span(1), "address") for pattern in _AFTER_A_CUE for match in pattern.finditer(text)]
