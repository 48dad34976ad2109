"""Where in a text something identifies: spans with a kind, and how overlapping ones become one."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

Kind = Literal["phone", "personal_number", "iban", "card", "email", "link", "handle", "address", "name"]

# When two kinds claim the same characters, the one that says most about what was there names the token.
STRONGEST_FIRST: tuple[Kind, ...] = (
    "email", "link", "iban", "personal_number", "card", "phone", "address", "handle", "name",
)  # fmt: skip
_STRENGTH = {kind: strength for strength, kind in enumerate(STRONGEST_FIRST)}


class Span(NamedTuple):
    """`text[start:end]` identifies by being a `kind`."""

    start: int
    end: int
    kind: Kind


def token(kind: Kind) -> str:
    """What stands in the text instead. The brackets are in no keyboard, so nobody types a token by chance."""
    return f"⟦{kind}⟧"


def without_overlaps(spans: Iterable[Span]) -> list[Span]:
    """In order of place. Overlapping spans become one, named by the strongest kind: what is hidden is never less."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start < joined[-1].end:
            last = joined[-1]
            kind = min(last.kind, span.kind, key=_STRENGTH.__getitem__)
            joined[-1] = Span(last.start, max(last.end, span.end), kind)
        else:
            joined.append(span)
    return joined
