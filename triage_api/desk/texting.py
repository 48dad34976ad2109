"""How the text messages stand: what the part that sends them tells the desk. No number and no word of anybody's."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Texting:
    """`copies`: how many texts the service that carries them still holds of those that should be gone; None when that
    is not known. `copies_checked`: when it last answered, `YYYY-MM-DDTHH:MM:SSZ`. `copies_gone`: when none was left
    last, or when this server began to ask. `spent` and `ceiling`: SEK, of today. `stopped`: nobody who texts gets an
    answer now. `opts_out`: the service was seen to silence who says STOP by itself, 112 included.
    """

    on: bool = False
    copies: int | None = None
    copies_checked: str | None = None
    copies_gone: str | None = None
    spent: float = 0.0
    ceiling: float = 0.0
    stopped: bool = False
    opts_out: bool = False


def off() -> Texting:
    """Where nobody can text."""
    return Texting()
