"""What is to be sent goes out, again and again with longer pauses, for as long as its alert goes on."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy import ColumnElement, Connection, Row, and_, delete, select, tuple_, update

from triage_api.clock import Clock, seconds
from triage_api.database import Database
from triage_api.desk.alerts.rules import Rules
from triage_api.desk.alerts.sending import Gone, Kind, Refused, Sender, TryAgain
from triage_api.desk.alerts.tables import alerts, channels, sends
from triage_api.desk.server_key import ServerKey
from triage_api.refusing import tell_of

PAUSES = (5, 10, 20, 40)
LONGEST_PAUSE = 60
TAKEN_SECONDS = 90
"""So long nobody else takes what one process is sending; then it is taken for lost with it."""
AT_ONCE = 8
TROUBLED_AFTER = 2
"""Failed tries, before it is shown that a channel does not work."""

UNREACHABLE, REFUSED = "unreachable", "refused"


@dataclass(frozen=True)
class Due:
    """One message to one channel, for all alerts that are to go there: `of` has the tag of each, and the step."""

    of: tuple[tuple[str, int], ...]
    channel_id: str
    kind: Kind
    sealed: bytes
    text: str
    quiet: bool
    tries: int


class Outbox:
    """`senders` has only the kinds that are set up here."""

    def __init__(
        self, accounts: Database, key: ServerKey, senders: Mapping[Kind, Sender], rules: Rules, now: Clock
    ) -> None:
        self._accounts, self._key, self.senders, self._rules, self._now = accounts, key, senders, rules, now
        self._at_once = asyncio.Semaphore(AT_ONCE)

    async def send_due(self) -> None:
        """One round: everything that is due now, each until the other side has it or has said why not."""
        due = await asyncio.to_thread(self._take_due)
        await asyncio.gather(*(self._send(one) for one in due))

    async def trial(self, kind: Kind, channel_id: str, sealed: bytes, text: str) -> None:
        """Sends this once. Raises what the sender raises, and Refused for a kind that is not set up any more."""
        sender = self.senders.get(kind)
        if sender is None:
            raise Refused
        try:
            await sender.send(self._open(channel_id, sealed), text, quiet=False)
        except Gone:
            await asyncio.to_thread(self._drop_channel, channel_id)
            raise
        await asyncio.to_thread(self._tell_trouble, channel_id, None)

    def _take_due(self) -> list[Due]:
        now = seconds(self._now())
        with self._accounts.reading() as connection:
            if connection.execute(select(sends.c.tag).where(sends.c.next_at <= now).limit(1)).first() is None:
                return []
        # What waits there for its next try goes along: it says the same.
        goes = sends.c.channel_id.in_(select(sends.c.channel_id).where(sends.c.next_at <= now))
        with self._accounts.writing(one_at_a_time="alert sends") as connection:
            wanted = (
                select(sends, alerts.c.quiet, channels.c.kind, channels.c.sealed, channels.c.language)
                .join(alerts, alerts.c.tag == sends.c.tag)
                .join(channels, channels.c.channel_id == sends.c.channel_id)
                .where(goes)
            )
            by_channel: dict[str, list[Row[Any]]] = {}
            for row in connection.execute(wanted).all():
                by_channel.setdefault(row.channel_id, []).append(row)
            connection.execute(update(sends).where(goes).values(next_at=now + TAKEN_SECONDS))
        return [self._due(channel_id, rows) for channel_id, rows in by_channel.items()]

    def _due(self, channel_id: str, rows: list[Row[Any]]) -> Due:
        return Due(
            tuple((row.tag, row.step) for row in rows),
            channel_id,
            rows[0].kind,
            rows[0].sealed,
            self._rules.words[rows[0].language].waits,
            all(row.quiet for row in rows),
            # The newest has not waited for long yet, and must not begin with the pause of what has failed for an hour.
            min(row.tries for row in rows),
        )

    async def _send(self, one: Due) -> None:
        sender = self.senders.get(one.kind)
        if sender is None:  # it was set up before, and is no more
            await asyncio.to_thread(self._done, one, REFUSED)
            return
        try:
            async with self._at_once:
                await sender.send(self._open(one.channel_id, one.sealed), one.text, quiet=one.quiet)
        except TryAgain as wait:
            await asyncio.to_thread(self._put_back, one, wait.after_seconds)
        except Gone:
            await asyncio.to_thread(self._drop_channel, one.channel_id)
        except Refused:
            await asyncio.to_thread(self._done, one, REFUSED)
        except Exception as error:  # noqa: BLE001 (one channel that breaks must not keep the others from being told)
            tell_of(error)
            await asyncio.to_thread(self._put_back, one, 0.0)
        else:
            await asyncio.to_thread(self._done, one, None)

    def _open(self, channel_id: str, sealed: bytes) -> str:
        try:
            return self._key.open_channel(channel_id, sealed)
        except InvalidTag:  # sealed by another server key: the installation was put back without its own
            raise Refused from None

    def _put_back(self, one: Due, wish: float) -> None:
        pause = PAUSES[one.tries] if one.tries < len(PAUSES) else LONGEST_PAUSE
        at = seconds(self._now() + timedelta(seconds=max(pause, min(wish, LONGEST_PAUSE))))
        with self._accounts.writing() as connection:
            connection.execute(update(sends).where(_is(one)).values(tries=min(one.tries + 1, 1000), next_at=at))
            if one.tries + 1 >= TROUBLED_AFTER:
                _note_trouble(connection, one.channel_id, UNREACHABLE)

    def _done(self, one: Due, trouble: str | None) -> None:
        with self._accounts.writing() as connection:
            connection.execute(delete(sends).where(_is(one)))
            _note_trouble(connection, one.channel_id, trouble)

    def _tell_trouble(self, channel_id: str, trouble: str | None) -> None:
        with self._accounts.writing() as connection:
            _note_trouble(connection, channel_id, trouble)

    def _drop_channel(self, channel_id: str) -> None:
        with self._accounts.writing() as connection:
            drop_channel(connection, channel_id)


def drop_channel(connection: Connection, channel_id: str) -> None:
    """With what was still to be sent there."""
    for table in (sends, channels):
        connection.execute(delete(table).where(table.c.channel_id == channel_id))


def _is(one: Due) -> ColumnElement[bool]:
    return and_(sends.c.channel_id == one.channel_id, tuple_(sends.c.tag, sends.c.step).in_(one.of))


def _note_trouble(connection: Connection, channel_id: str, trouble: str | None) -> None:
    connection.execute(update(channels).where(channels.c.channel_id == channel_id).values(trouble=trouble))
