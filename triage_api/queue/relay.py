"""Relaying between person and counsellor: ciphertext in, ciphertext out, numbered without gaps, each number once."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection, Row, delete, func, insert, select, update

from triage_api.base64url import holds
from triage_api.errors import Refusal
from triage_api.queue.envelope_shape import WRAPPED_KEY_BYTES
from triage_api.queue.held import Direction
from triage_api.queue.queue import Holder, Queue, bell_of_case, bell_of_counsellor
from triage_api.queue.state import State
from triage_api.queue.tables import cases, messages

Epoch = Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]
Number = Annotated[int, Field(strict=True, ge=1, le=2**53)]

SHORTEST_MESSAGE_BYTES = 256 + 16
MOST_MESSAGES = 5_000
"""In one direction of one epoch."""


class StaleEpoch(Refusal):
    status = 409
    code = "stale_epoch"
    say = "Another claim has begun since, or nobody holds the case: read the state again."


class OutOfOrder(Refusal):
    """`expected` is the number that comes next; the page sends again from there."""

    status = 409
    code = "out_of_order"
    say = "Messages are numbered from 1 without gaps, and each number stands for one message."


class TooMany(Refusal):
    """Keeps one case from filling the disk; no talk between two people comes near it."""

    status = 429
    code = "too_many"
    say = "There are too many messages in this conversation: end it and begin another."


class SecretBody(BaseModel):
    """The fresh chat secret, sealed to the claiming counsellor by the person's page."""

    model_config = ConfigDict(extra="forbid")
    epoch: Epoch
    roster_number: Annotated[int, Field(strict=True, ge=0, le=2**31 - 1)]
    sealed: Annotated[str, holds(WRAPPED_KEY_BYTES)]


class MessageBody(BaseModel):
    model_config = ConfigDict(extra="forbid")
    epoch: Epoch
    seq: Number
    sealed: Annotated[str, holds(at_least=SHORTEST_MESSAGE_BYTES)]


def keep_secret(queue: Queue, person: Holder, body: SecretBody) -> None:
    """Keeps the sealed secret of this epoch for the counsellor; the very same again changes nothing.

    A second, different secret in one epoch is refused: messages may be sealed under the first already.
    """
    with queue.cases.writing() as connection:
        row = _claimed(connection, person, body.epoch)
        if row.secret is not None and row.secret != body.sealed:
            raise StaleEpoch("This epoch has its secret already.")
        connection.execute(
            update(cases)
            .where(cases.c.case_id == row.case_id)
            .values(secret=body.sealed, secret_roster_number=body.roster_number)
        )
        # From here on the page reads this epoch only, so nobody waits for an earlier one's last words any more.
        earlier = (messages.c.case_id == row.case_id) & (messages.c.epoch < body.epoch)
        connection.execute(delete(messages).where(earlier))
    queue.bells.ring(bell_of_case(row.case_id), bell_of_counsellor(row.claimed_by))


def relay(queue: Queue, holder: Holder, direction: Direction, body: MessageBody) -> bool:
    """Keeps one sealed message for the other side; true when it is new, false when the very same was there.

    Not before the epoch's secret: nothing can be sealed without it, and a page that reconnects counts on it.
    """
    with queue.cases.writing() as connection:
        row = _claimed(connection, holder, body.epoch)
        if row.secret is None:
            raise OutOfOrder("The secret of this epoch has to come first.", expected=1)
        this_way = (
            (messages.c.case_id == row.case_id) & (messages.c.epoch == body.epoch) & (messages.c.direction == direction)
        )
        next_seq = int(connection.scalar(select(func.max(messages.c.seq)).where(this_way)) or 0) + 1
        if body.seq < next_seq:
            same = select(messages.c.sealed).where(this_way, messages.c.seq == body.seq)
            if connection.scalar(same) == body.sealed:
                return False
        if body.seq != next_seq:
            raise OutOfOrder(expected=next_seq)
        if next_seq > MOST_MESSAGES:
            raise TooMany
        connection.execute(
            insert(messages).values(
                case_id=row.case_id, epoch=body.epoch, direction=direction, seq=body.seq, sealed=body.sealed
            )
        )
    queue.bells.ring(bell_of_case(row.case_id) if direction == "counsellor" else bell_of_counsellor(row.claimed_by))
    return True


def _claimed(connection: Connection, holder: Holder, epoch: int) -> Row[Any]:
    """The holder's row while its claim of this epoch stands."""
    row = connection.execute(select(cases).where(holder.row).with_for_update()).one_or_none()
    if row is None:
        raise holder.refusal
    if row.state != State.claimed or row.epoch != epoch:
        raise StaleEpoch
    return row
