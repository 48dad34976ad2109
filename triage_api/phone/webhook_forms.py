"""What the provider's webhooks say, field by field, and how they are signed."""

import base64
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime

from triage_api.phone.account import API_VERSION, Account
from triage_api.phone.message import Message, Status

Form = dict[str, str]


def signature(token: str, url: str, form: Mapping[str, str]) -> str:
    """`X-Twilio-Signature`: HMAC-SHA1 over the URL and the form's names and values in order, in base64."""
    said = url + "".join(name + form[name] for name in sorted(form))
    return base64.b64encode(hmac.digest(token.encode(), said.encode(), "sha1")).decode()


def incoming_form(message: Message, account: Account) -> Form:
    """What is posted for a text of a person's."""
    form = {
        "ToCountry": "SE",
        "ToState": "",
        "SmsMessageSid": message.sid,
        "NumMedia": str(len(message.media)),
        "ToCity": "",
        "FromZip": "",
        "SmsSid": message.sid,
        "FromState": "",
        "SmsStatus": "received",
        "FromCity": "",
        "Body": message.body,
        "FromCountry": "SE",
        "To": message.to,
        "ToZip": "",
        "NumSegments": str(message.segments),
        "MessageSid": message.sid,
        "AccountSid": account.sid,
        "From": message.sender,
        "ApiVersion": API_VERSION,
    }
    for place, media in enumerate(message.media.values()):
        form[f"MediaContentType{place}"] = media.content_type
        form[f"MediaUrl{place}"] = f"{account.url}{account.path}/Messages/{message.sid}/Media/{media.sid}"
    return form


def status_form(message: Message, account: Account) -> Form:
    """What is posted when a text of Lykta's has come to another status."""
    form = {
        "SmsSid": message.sid,
        "SmsStatus": message.status.value,
        "MessageStatus": message.status.value,
        "To": message.shown(message.to, account),
        "MessageSid": message.sid,
        "AccountSid": account.sid,
        "From": message.sender,
        "ApiVersion": API_VERSION,
    }
    if message.service:
        form["MessagingServiceSid"] = message.service
    if message.error is not None:
        form["ErrorCode"] = str(message.error)
    if message.status in (Status.DELIVERED, Status.UNDELIVERED):
        form["RawDlrDoneDate"] = datetime.now(UTC).strftime("%y%m%d%H%M")
    return form
