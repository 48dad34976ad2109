"""A case as the counsellor who holds it gets it: the sealed envelope and the sealed conversation of this epoch."""

import json
from typing import Any, Literal

from pydantic import BaseModel
from sqlalchemy import Connection, Row, select

from triage_api.clock import written
from triage_api.queue.queue import Holder, Queue
from triage_api.queue.tables import cases, messages
from triage_api.words import Channel, Language, Level, Writer

Direction = Literal["person", "counsellor"]


class SealedSecret(BaseModel):
    sealed: str
    roster_number: int


class SealedMessage(BaseModel):
    direction: Direction
    seq: int
    sealed: str


class HeldCase(BaseModel):
    """`case` in docs/wire.md §6. `waiting_since` is rounded down to five minutes; `reachable` is false when no answer
    can arrive any more."""

    case_id: str
    epoch: int
    level: Level
    language: Language
    channel: Channel
    writer: Writer
    reachable: bool
    waiting_since: str
    envelope: dict[str, Any]
    left: dict[str, Any] | None
    handed: dict[str, Any] | None
    secret: SealedSecret | None
    messages: list[SealedMessage]


def held_by(queue: Queue, counsellor_id: str) -> list[HeldCase]:
    """Her cases, the most recently claimed last; for a page that comes back after a reload."""
    with queue.cases.reading() as connection:
        mine = select(cases).where(cases.c.claimed_by == counsellor_id).order_by(cases.c.moved_at, cases.c.arrival)
        return [held_case(connection, row) for row in connection.execute(mine).all()]


def check_held(queue: Queue, holder: Holder) -> None:
    """Raises the holder's refusal unless the case is theirs now."""
    with queue.cases.reading() as connection:
        if connection.scalar(select(cases.c.case_id).where(holder.row)) is None:
            raise holder.refusal


def held_case(connection: Connection, row: Row[Any]) -> HeldCase:
    said = (
        select(messages.c.direction, messages.c.seq, messages.c.sealed)
        .where(messages.c.case_id == row.case_id, messages.c.epoch == row.epoch)
        .order_by(messages.c.direction, messages.c.seq)
    )
    secret = row.secret and SealedSecret(sealed=row.secret, roster_number=row.secret_roster_number)
    return HeldCase(
        case_id=row.case_id,
        epoch=row.epoch,
        level=row.level,
        language=row.language,
        channel=row.channel,
        writer=row.writer,
        reachable=row.reachable,
        waiting_since=written(row.arrived_at),
        envelope=json.loads(row.envelope),
        left=row.left_behind and json.loads(row.left_behind),
        handed=row.handed and json.loads(row.handed),
        secret=secret,
        messages=[SealedMessage(**message) for message in connection.execute(said).mappings()],
    )
