"""What every way of sending has in common: one short sentence goes to one address, or it does not."""

from typing import Literal, Protocol

Kind = Literal["push", "sms", "mail"]


class TryAgain(Exception):
    """It could not be handed over now. `after_seconds` is the other side's own wish, 0 for none."""

    def __init__(self, after_seconds: float = 0.0) -> None:
        super().__init__()
        self.after_seconds = after_seconds


class Refused(Exception):
    """It will not be taken for this address, however often it is tried."""


class Gone(Exception):
    """There is nobody at this address any more, and never will be."""


class Sender(Protocol):
    async def send(self, where: str, text: str, *, quiet: bool) -> None:
        """Returns when the other side has taken it. Raises TryAgain, Refused or Gone, none of which names anything."""
