"""A long text that the network delivered in pieces: put together again before it is answered.

Most networks deliver it whole. Where one does not, each piece comes as a text of its own, in any order, and only its
length tells: all pieces but the last are exactly full.
"""

from triage_api.gsm7 import counted

PIECES_SECONDS = 1.5
FULL = frozenset({152, 153, 160})
FULL_UCS2 = frozenset({66, 67, 70})


def may_be_a_piece(text: str) -> bool:
    count = counted(text)
    return count.units in (FULL if count.encoding == "GSM-7" else FULL_UCS2)


def joined(pieces: list[str]) -> str:
    """The full ones as they came, then the one that is not: the last piece may overtake the others."""
    full = [piece for piece in pieces if may_be_a_piece(piece)]
    return "".join((*full, *(piece for piece in pieces if not may_be_a_piece(piece))))
