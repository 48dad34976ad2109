"""How a counsellor wants to be told, as she chooses it at the desk; a trial; and that she has seen what was sent."""

import json
import secrets
from typing import Annotated, Literal

import phonenumbers
from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field, StrictBool, StringConstraints
from sqlalchemy import Row, func, insert, select
from starlette.concurrency import run_in_threadpool

from triage_api.base64url import b64u
from triage_api.desk.alerts.kept import ALERTS
from triage_api.desk.alerts.outbox import drop_channel
from triage_api.desk.alerts.push import PushSender, Subscription
from triage_api.desk.alerts.rules import DeskLanguage
from triage_api.desk.alerts.sending import Gone, Kind, Refused, TryAgain
from triage_api.desk.alerts.tables import channels
from triage_api.desk.audit.row import Deed
from triage_api.desk.desk import Desk
from triage_api.desk.permissions import Answers, Counsellor, OnRoster, TheDesk
from triage_api.desk.refusals import NotAllowed, NotOnRoster, NotSignedIn, TooFast
from triage_api.errors import BadRequest, Refusal, TooLarge
from triage_api.refusing import NotJson, ServerError, refusals

router = APIRouter(tags=["alerts"], responses=refusals(NotSignedIn, NotAllowed, ServerError))

MOST_CHANNELS = 6


class NoSuchChannel(Refusal):
    status = 404
    code = "no_such_channel"
    say = "You have no such way of being told: it may have been removed."


class TooManyChannels(Refusal):
    status = 409
    code = "too_many_channels"
    say = "Six ways of being told are enough: remove one first."


class NotSetUp(Refusal):
    status = 409
    code = "not_set_up"
    say = "This way of telling is not set up here: ask whoever runs the server."


class NotSent(Refusal):
    status = 502
    code = "not_sent"
    say = "It could not be sent there now: check the address, or try again later."


class Common(BaseModel):
    model_config = ConfigDict(extra="forbid")
    language: DeskLanguage
    urgent_only: StrictBool


class NewPush(Common):
    kind: Literal["push"]
    endpoint: Annotated[str, Field(max_length=1024)]
    p256dh: Annotated[str, Field(max_length=128)]
    auth: Annotated[str, Field(max_length=64)]


class NewPhone(Common):
    kind: Literal["sms"]
    number: Annotated[str, Field(max_length=32)]


class NewMail(Common):
    kind: Literal["mail"]
    address: Annotated[str, StringConstraints(max_length=254, pattern=r"^[!-?A-~]{1,64}@[A-Za-z0-9.-]{1,190}$")]


NewChannel = Annotated[NewPush | NewPhone | NewMail, Field(discriminator="kind")]
ChannelId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{22}$")]


class Added(BaseModel):
    id: str


class Channel(BaseModel):
    """`trouble`: the last alert could not be sent there. The address itself is not given out again."""

    id: str
    kind: Kind
    urgent_only: bool
    added_on: str
    trouble: Literal["unreachable", "refused"] | None


class Mine(BaseModel):
    """`push_key` is what a browser subscribes with, null where push is not set up."""

    push_key: str | None
    sms: bool
    mail: bool
    channels: list[Channel]


@router.get("/alerts")
def mine(desk: TheDesk, counsellor: Answers) -> Mine:
    with desk.accounts.reading() as connection:
        hers = select(channels).where(channels.c.counsellor_id == counsellor.id)
        rows = connection.execute(hers.order_by(channels.c.added_on, channels.c.channel_id)).all()
    push = desk.outbox.senders.get("push")
    return Mine(
        push_key=push.public_key if isinstance(push, PushSender) else None,
        sms="sms" in desk.outbox.senders,
        mail="mail" in desk.outbox.senders,
        channels=[
            Channel(
                id=row.channel_id,
                kind=row.kind,
                urgent_only=row.urgent_only,
                added_on=row.added_on,
                trouble=row.trouble,
            )
            for row in rows
        ],
    )


@router.post("/alerts/seen", status_code=204, responses=refusals(NotOnRoster))
def seen(desk: TheDesk, counsellor: OnRoster) -> None:
    """She has seen the alerts she was told of, and takes who waits: nobody else is woken for as long as the rules say.
    Of what she was not told nothing changes."""
    desk.alerts.see(counsellor.id)


@router.post(
    "/alerts/channels",
    status_code=201,
    responses=refusals(TooManyChannels, NotSetUp, NotJson, BadRequest, TooLarge),
)
def add(desk: TheDesk, counsellor: Answers, new: NewChannel) -> Added:
    """Where it leads is sealed by the server key, and given out to nobody."""
    where, channel_id = _where(desk, new), b64u(secrets.token_bytes(16))
    with desk.accounts.writing(one_at_a_time=ALERTS) as connection:
        hers = select(func.count()).select_from(channels).where(channels.c.counsellor_id == counsellor.id)
        if int(connection.scalar(hers) or 0) >= MOST_CHANNELS:
            raise TooManyChannels
        connection.execute(
            insert(channels).values(
                channel_id=channel_id,
                counsellor_id=counsellor.id,
                kind=new.kind,
                sealed=desk.key.seal_channel(channel_id, where),
                language=new.language,
                urgent_only=new.urgent_only,
                added_on=desk.now().date().isoformat(),
            )
        )
        desk.audit.note(connection, counsellor.id, Deed.channel_added, new.kind)
    return Added(id=channel_id)


@router.post("/alerts/channels/{channel_id}/remove", status_code=204, responses=refusals(NoSuchChannel, BadRequest))
def remove(desk: TheDesk, counsellor: Answers, channel_id: ChannelId) -> None:
    """Nothing more goes there, also not what was on its way."""
    with desk.accounts.writing() as connection:
        hers = select(channels.c.kind).where(
            channels.c.channel_id == channel_id, channels.c.counsellor_id == counsellor.id
        )
        kind = connection.scalar(hers)
        if kind is None:
            raise NoSuchChannel
        drop_channel(connection, channel_id)
        desk.audit.note(connection, counsellor.id, Deed.channel_removed, kind)
    desk.accounts.forget_deleted(channels)


@router.post(
    "/alerts/channels/{channel_id}/try",
    status_code=204,
    responses=refusals(NoSuchChannel, TooFast, NotSent, BadRequest),
)
async def trial(desk: TheDesk, counsellor: Answers, channel_id: ChannelId) -> None:
    """Sends a trial there, and answers when the other side has taken it. Six in a row have to wait."""
    row = await run_in_threadpool(_find, desk, counsellor, channel_id)
    desk.slow.attempt(f"alert trial {counsellor.id}")
    try:
        await desk.outbox.trial(row.kind, row.channel_id, row.sealed, desk.alerts.rules.words[row.language].trial)
    except (TryAgain, Refused):
        raise NotSent from None
    except Gone:
        raise NoSuchChannel from None


def _find(desk: Desk, counsellor: Counsellor, channel_id: str) -> Row[tuple[str, ...]]:
    with desk.accounts.reading() as connection:
        row = connection.execute(
            select(channels).where(channels.c.channel_id == channel_id, channels.c.counsellor_id == counsellor.id)
        ).one_or_none()
    if row is None:
        raise NoSuchChannel
    return row


def _where(desk: Desk, new: NewPush | NewPhone | NewMail) -> str:
    """The address as its sender takes it; NotSetUp or BadRequest."""
    sender = desk.outbox.senders.get(new.kind)
    if sender is None:
        raise NotSetUp
    if isinstance(new, NewMail):
        return new.address
    if isinstance(new, NewPhone):
        return _phone(new.number)
    subscription = Subscription(endpoint=new.endpoint, p256dh=new.p256dh, auth=new.auth)
    if not (isinstance(sender, PushSender) and sender.takes(subscription)):
        raise BadRequest("This browser's push service is not one that this server may call.")
    return json.dumps(subscription.model_dump())


def _phone(number: str) -> str:
    try:
        found = phonenumbers.parse(number, "SE")
    except phonenumbers.NumberParseException:
        raise BadRequest("This is no telephone number: write it with its country, as in +46.") from None
    mobile = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)
    if not phonenumbers.is_possible_number(found) or phonenumbers.number_type(found) not in mobile:
        raise BadRequest("This is no mobile phone's number: write it with its country, as in +46.")
    return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)
