"""Street addresses: a street's name with its number, a flat, a door code.

Roads by number (E4, väg 73), towns and districts stay: without them nobody could be told where help is.
"""

from triage_api.door.redact.address import english, romanian, swedish, thai
from triage_api.door.redact.spans import Span

_WHOLE = (*swedish.WHOLE, *english.WHOLE, *romanian.WHOLE, *thai.WHOLE)


def find_addresses(text: str) -> list[Span]:
    """Every language is looked for in every message: a Thai message names a Swedish street."""
    spans = [Span(*match.span(), "address") for pattern in _WHOLE for match in pattern.finditer(text)]
    return spans + [
        Span(*match.span(1), "address") for pattern in swedish.AFTER_A_CUE for match in pattern.finditer(text)
    ]
