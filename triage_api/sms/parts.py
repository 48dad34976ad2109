"""A long text that the network delivered in pieces: put together again before it is answered.

Most networks deliver it whole, and the provider puts together what it knows to be one text. Where neither does, each
piece comes as a text of its own, and only its length tells: all pieces but the last are exactly full. So the last is
known wherever it comes, also when it was first and has been answered by itself; the order of the full ones is not, and
they stand as they came.

A text that is a command is no piece: STOP right after a long text is STOP. A yes may be the last word of one, and is
asked for once more.
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
