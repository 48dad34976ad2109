"""The provider's webhook, read: what was texted, by whom, under which id. Nothing of it is trusted unsigned."""

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import parse_qsl

from twilio.request_validator import RequestValidator

from triage_api.sms.number import PhoneNumber, answerable
from triage_api.words import RawText

SID_CHARACTERS = 34
MOST_FIELDS = 200


class NotSigned(Exception):
    """The signature is missing or not the provider's."""


class NotUnderstood(Exception):
    """Signed, and still no text message as the provider describes it."""


@dataclass(frozen=True)
class Incoming:
    """`sender` is None when it cannot be answered; `media` counts pictures and the like; `opts_out`: the
    provider has acted on the text as an opt-out of its own, which has to be off (docs/sms.md)."""

    sid: str
    sender: PhoneNumber | None
    text: RawText
    media: int
    opts_out: bool = False


@dataclass(frozen=True)
class Status:
    sid: str
    status: str


Fields = dict[str, str]


class Signed:
    """Reads forms that the provider has signed over the public address, whatever a proxy made of the request.

    The address comes from the settings and never from the request's own headers: who forges those could else sign for
    another address. Threat: anybody on the net can post here; without the account's token they cannot sign.
    """

    def __init__(self, token: str, public_url: str) -> None:
        self._validator = RequestValidator(token)
        self._public_url = public_url.rstrip("/")

    def fields(self, path: str, query: str, body: bytes, signature: str) -> Fields:
        """Raises `NotSigned` and, for a body that is no form, `NotUnderstood`."""
        try:
            pairs = parse_qsl(
                body.decode("utf-8"), keep_blank_values=True, strict_parsing=True, max_num_fields=MOST_FIELDS
            )
        except ValueError:
            raise NotUnderstood from None
        fields = dict(pairs)
        address = f"{self._public_url}{path}" + (f"?{query}" if query else "")
        signed = self._validator.validate(address, fields, signature)
        if len(fields) != len(pairs) or not signed:
            raise NotSigned
        return fields


def read_incoming(fields: Fields, countries: Collection[str] = ()) -> Incoming:
    """`countries` are those whose numbers are answered; empty for all. Raises `NotUnderstood`."""
    sid, media = fields.get("MessageSid", ""), fields.get("NumMedia", "0")
    if not _is_sid(sid) or "From" not in fields or "Body" not in fields or not media.isdigit():
        raise NotUnderstood
    return Incoming(
        sid, answerable(fields["From"], countries), RawText(fields["Body"]), int(media), "OptOutType" in fields
    )


def read_status(fields: Fields) -> Status:
    """Raises `NotUnderstood`."""
    sid = fields.get("MessageSid", "")
    if not _is_sid(sid) or "MessageStatus" not in fields:
        raise NotUnderstood
    return Status(sid, fields["MessageStatus"])


def _is_sid(text: str) -> bool:
    return len(text) == SID_CHARACTERS and text.isascii() and text[:2] in ("SM", "MM") and text[2:].isalnum()
