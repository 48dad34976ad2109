"""Letters: kept for their days, given to whoever holds the mailbox's token, and destroyed."""

import secrets
from datetime import UTC, datetime, timedelta
from typing import Annotated, NewType

from pydantic import AfterValidator, BaseModel, ConfigDict
from sqlalchemy import ColumnElement, delete, false, func, insert, select

from triage_api.base64url import b64u, from_b64u, holds
from triage_api.clock import Clock
from triage_api.database import Database
from triage_api.errors import Refusal
from triage_api.queue.envelope_shape import HPKE_ENC_BYTES, TAG_BYTES
from triage_api.queue.tables import letters
from triage_api.refusing import tell_of

MailboxId = NewType("MailboxId", str)
"""b64u of the SHA-256 of a mailbox's token."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAYS_KEPT = 30
MOST_LETTERS = 20
BLOCK = 4096
MOST_BLOCKS = 4


class MailboxFull(Refusal):
    status = 409
    code = "mailbox_full"
    say = "This mailbox holds as many letters as it may: none is pushed out, so this one was not kept."


def _of_whole_blocks(sealed: str) -> str:
    blocks, rest = divmod(len(from_b64u(sealed)) - HPKE_ENC_BYTES - TAG_BYTES, BLOCK)
    if rest or not 1 <= blocks <= MOST_BLOCKS:
        raise ValueError("not a padded letter")
    return sealed


class NewLetter(BaseModel):
    """Sealed to the mailbox's key (config/envelope/v1.md); its length tells no more than how many blocks it fills."""

    model_config = ConfigDict(extra="forbid")
    mailbox: Annotated[str, holds(32)]
    sealed: Annotated[str, holds(), AfterValidator(_of_whole_blocks)]


class Letter(BaseModel):
    sealed: str


class Letters:
    """The letters of all mailboxes. They lie in the case database, which is in no backup; they name no case."""

    def __init__(self, cases: Database, now: Clock) -> None:
        self._database = cases
        self._now = now
        self._unfinished = True  # the process before this one may have been killed while it cleared

    def keep(self, new: NewLetter) -> None:
        """Keeps one letter; the very same again changes nothing, since its answer may have been lost."""
        mine = letters.c.mailbox == new.mailbox
        with self._database.writing(one_at_a_time=f"mailbox {new.mailbox}") as connection:
            if connection.scalar(select(letters.c.letter_id).where(mine, letters.c.sealed == new.sealed)) is not None:
                return
            if int(connection.scalar(select(func.count()).where(mine)) or 0) >= MOST_LETTERS:
                raise MailboxFull
            connection.execute(
                insert(letters).values(
                    letter_id=b64u(secrets.token_bytes(16)),
                    mailbox=new.mailbox,
                    sealed=new.sealed,
                    expires_on=self._today() + DAYS_KEPT,
                )
            )

    def of(self, mailbox: MailboxId) -> list[Letter]:
        """In no order: that stands inside the letters. A letter past its days is not given, swept or not."""
        current = select(letters.c.sealed).where(letters.c.mailbox == mailbox, letters.c.expires_on >= self._today())
        with self._database.reading() as connection:
            return [Letter(sealed=sealed) for sealed in connection.scalars(current)]

    def destroy(self, mailbox: MailboxId) -> None:
        self._destroy(letters.c.mailbox == mailbox)

    def sweep(self, *, by_age: bool = True) -> None:
        """Destroys what is past its days and what a busy journal left unfinished; an error waits for the next. Not
        `by_age`: the clock cannot be trusted, and nothing is past its days."""
        try:
            self._destroy(letters.c.expires_on < self._today() if by_age else false())
        except Exception as error:  # noqa: BLE001 (the sweep must live: a letter left in the database is worse)
            tell_of(error)

    def _destroy(self, doomed: ColumnElement[bool]) -> None:
        with self._database.writing() as connection:
            self._unfinished |= connection.execute(delete(letters).where(doomed)).rowcount > 0
        if self._unfinished:
            self._unfinished = not self._database.forget_deleted(letters)

    def _today(self) -> int:
        return (self._now() - EPOCH) // timedelta(days=1)
