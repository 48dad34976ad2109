"""A text as the provider keeps it, and as its API shows it."""

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from enum import StrEnum
from typing import Any, Literal

from triage_api.gsm7 import segments
from triage_api.phone.account import API_VERSION, Account

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cf500f0003860180"
    "5a349f7b0000000049454e44ae426082"
)
"""What a simulated phone takes: one pixel, as PNG."""

Direction = Literal["inbound", "outbound-api", "outbound-reply"]


class Status(StrEnum):
    ACCEPTED = "accepted"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    FAILED = "failed"
    CANCELED = "canceled"
    RECEIVING = "receiving"
    RECEIVED = "received"


FINAL = frozenset({Status.DELIVERED, Status.UNDELIVERED, Status.FAILED, Status.CANCELED, Status.RECEIVED})
"""`sent` is not among them: the operator has yet to say that the text arrived."""

SAYS = {30003: "Unreachable destination handset", 30005: "Unknown destination handset", 30008: "Unknown error"}


def new_sid(prefix: str) -> str:
    return prefix + secrets.token_hex(16)


@dataclass(frozen=True)
class Media:
    sid: str
    content_type: str
    created: datetime
    content: bytes = field(default=PICTURE, repr=False)

    def resource(self, account: Account, message_sid: str) -> dict[str, Any]:
        return {
            "account_sid": account.sid,
            "content_type": self.content_type,
            "date_created": written(self.created),
            "date_updated": written(self.created),
            "parent_sid": message_sid,
            "sid": self.sid,
            "uri": f"{account.path}/Messages/{message_sid}/Media/{self.sid}.json",
        }


@dataclass
class Message:
    """`discard` and `obfuscate` are what the sender asked to be kept less: the phone still gets the whole text."""

    sid: str
    sender: str
    to: str
    body: str
    direction: Direction
    status: Status
    created: datetime
    updated: datetime
    callback: str = ""
    service: str | None = None
    sent: datetime | None = None
    error: int | None = None
    media: dict[str, Media] = field(default_factory=dict)
    discard: bool = False
    obfuscate: bool = False

    def __post_init__(self) -> None:
        self.segments = segments(self.body)
        self.kept_body = "" if self.discard else self.body

    @property
    def final(self) -> bool:
        return self.status in FINAL

    @property
    def outbound(self) -> bool:
        return self.direction != "inbound"

    def becomes(self, status: Status, now: datetime) -> None:
        self.status, self.updated = status, now
        if status in (Status.SENT, Status.RECEIVED):
            self.sent = now

    def resource(self, account: Account) -> dict[str, Any]:
        """The JSON of this text, field by field as the provider's description has it."""
        uri = f"{account.path}/Messages/{self.sid}"
        waits_for_sender = self.status is Status.ACCEPTED
        return {
            "account_sid": account.sid,
            "api_version": API_VERSION,
            "body": self.kept_body,
            "date_created": written(self.created),
            "date_sent": None if self.sent is None else written(self.sent),
            "date_updated": written(self.updated),
            "direction": self.direction,
            "error_code": self.error,
            "error_message": None if self.error is None else SAYS.get(self.error, "Unknown error"),
            "from": None if waits_for_sender else self.shown(self.sender, account),
            "messaging_service_sid": self.service,
            "num_media": str(len(self.media)),
            "num_segments": "0" if waits_for_sender else str(self.segments),
            "price": None if self.sent is None else f"{-self.segments * account.price:.5f}",
            "price_unit": "SEK",
            "sid": self.sid,
            "status": self.status.value,
            "subresource_uris": {"media": f"{uri}/Media.json", "feedback": f"{uri}/Feedback.json"},
            "to": self.shown(self.to, account),
            "uri": f"{uri}.json",
        }

    def shown(self, number: str, account: Account) -> str:
        """The number as it is kept: without its last four digits if so asked, except the account's own."""
        return f"{number[:-4]}XXXX" if self.obfuscate and number != account.number else number


def written(moment: datetime) -> str:
    """RFC 2822, as all times of this API."""
    return format_datetime(moment.astimezone(UTC))
