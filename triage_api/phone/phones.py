"""The phones on the page: what each has sent and been sent. They are phones: deleting at the provider empties none."""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from triage_api.clock import seconds, written
from triage_api.gsm7 import counted
from triage_api.phone.account import FICTION
from triage_api.phone.message import Message
from triage_api.phone.network import Network

NUMBERS = FICTION[:3]
UNREACHABLE = 30003
"""The provider's number for a phone that is off."""


@dataclass
class Text:
    """One bubble. `side` is who wrote it; `trouble` is the provider's number for what went wrong, or 0."""

    id: str
    side: Literal["phone", "lykta"]
    body: str
    at: str
    segments: int
    encoding: str
    picture: bool
    status: str
    trouble: int = 0


@dataclass
class Phone:
    number: str
    texts: dict[str, Text] = field(default_factory=dict)
    cleared: set[str] = field(default_factory=set)


class Phones:
    """Up to three phones. `version` grows with each change, so that a page need not be sent what it has."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.phones = {number: Phone(number) for number in NUMBERS}
        self.version = 1
        self.segments = 0
        self._counted: set[str] = set()
        network.watch(self._changed)

    def clear(self, number: str) -> None:
        """Deletes the texts on the phone; what is still on its way to it stays away too."""
        phone = self.phones[number]
        phone.cleared |= set(phone.texts)
        phone.texts.clear()
        self.version += 1

    def reach(self, number: str, *, on: bool) -> None:
        """Switched off, or away from every mast: what is sent to it never arrives, and the provider says so."""
        if on:
            self.network.faults.undelivered.pop(number, None)
        else:
            self.network.faults.undelivered[number] = UNREACHABLE
        self.version += 1

    def view(self) -> dict[str, Any]:
        """What the page shows. `segments` are Lykta's, the ones that cost; `cost` is in SEK."""
        account = self.network.account
        return {
            "version": self.version,
            "number": account.number,
            "price": account.price,
            "segments": self.segments,
            "cost": round(self.segments * account.price, 2),
            "phones": [
                {
                    "number": phone.number,
                    "reach": phone.number not in self.network.faults.undelivered,
                    "unsubscribed": phone.number in self.network.opt_out.numbers,
                    "texts": [asdict(text) for text in phone.texts.values()],
                }
                for phone in self.phones.values()
            ],
        }

    def _changed(self, message: Message, trouble: int | None) -> None:
        if message.outbound and message.sid not in self._counted:
            self._counted.add(message.sid)
            self.segments += message.segments
        self.version += 1
        phone = self.phones.get(message.to if message.outbound else message.sender)
        if phone is None or message.sid in phone.cleared:
            return
        if (text := phone.texts.get(message.sid)) is None:
            text = phone.texts[message.sid] = Text(
                id=message.sid,
                side="lykta" if message.outbound else "phone",
                body=message.body,
                at=written(seconds(message.created)),
                segments=message.segments,
                encoding=counted(message.body).encoding,
                picture=bool(message.media),
                status=message.status.value,
            )
        text.status, text.trouble = message.status.value, trouble or message.error or 0
