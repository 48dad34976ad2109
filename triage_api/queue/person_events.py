"""What the person's page hears while it waits and talks: where it stands, the counsellor's messages, and the end."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from triage_api.clock import written
from triage_api.events import Event, Look, Rung
from triage_api.queue.line import OLDEST_SECONDS
from triage_api.queue.queue import LINE, Queue
from triage_api.queue.state import State
from triage_api.queue.tables import cases, messages
from triage_api.queue.waiting import place_in_line
from triage_api.words import CaseId, Verifier

EARLIER = 0
"""Stands for whichever talk came before the secret that is awaited; epochs count from 1."""


def has_news(queue: Queue, verifier: Verifier) -> str | None:
    """The case id of a living or just ended case of this verifier, else None."""
    ending = queue.endings.of_person(verifier)
    if ending is not None:
        return ending.case_id
    with queue.cases.reading() as connection:
        return connection.scalar(select(cases.c.case_id).where(cases.c.verifier == verifier))


@dataclass
class PersonWatch:
    """One open stream. `after` is the number of the last counsellor's message the page has, of the talk it knows.

    A new epoch's talk begins with the secret that the page itself sends, and with that what an earlier counsellor
    wrote is deleted. So there is one talk at a time, and `Lykta-After` can only mean a number of that one.
    """

    queue: Queue
    verifier: Verifier
    after: int
    _talk: int | None = None
    _said: dict[str, Any] | None = None
    _epoch: int = 0
    _case_id: str = ""

    def look(self, rung: Rung = Rung()) -> Look:
        place = self._still_waits() if rung == {LINE} else None
        if place is not None:
            return Look(self._news_of(self._waits(place, self._epoch)))
        with self.queue.cases.reading() as connection:
            row = connection.execute(select(cases).where(cases.c.verifier == self.verifier)).one_or_none()
            if row is not None:
                return Look(self._of_living(connection, row))
        ending = self.queue.endings.of_person(self.verifier)
        if ending is None:
            return Look(over=True)
        if ending.shredded_at is None:
            return Look()  # deleted but not yet shredded: nothing is said until it may be said when
        said = {"state": "ended", "by": ending.by, "shredded_at": written(ending.shredded_at)}
        return Look([Event("state", said)], over=True)

    def _of_living(self, connection: Connection, row: Row[Any]) -> list[Event]:
        talk = row.epoch if row.secret is not None else EARLIER
        if talk not in (EARLIER, self._talk):
            if self._talk is not None:
                self.after = 0
            self._talk = talk
        elif self._talk is None:
            self._talk = EARLIER
        self._epoch, self._case_id = row.epoch, row.case_id
        changed = self._news_of(self._state_of(connection, row))
        new = self._new_messages(connection, row)
        # Last words come before the news that their writer has gone; first words after the news who writes.
        return new + changed if talk == EARLIER else changed + new

    def _state_of(self, connection: Connection, row: Row[Any]) -> dict[str, Any]:
        if row.state == State.waiting:
            place = place_in_line(connection, row.arrival, row.level)
            return self._waits(place, row.epoch)
        return {
            "state": "claimed",
            "epoch": row.epoch,
            "counsellor": row.claimed_by,
            "name": self.queue.name_of(row.claimed_by),
            "secret": row.secret is not None,
            "handed": row.handed is not None,
        }

    def _still_waits(self) -> int | None:
        """The place of somebody who has waited since the last look: of them the line's bell alone brings nothing else,
        so that it costs no read of their own."""
        if self._said is None or self._said["state"] != "waiting":
            return None
        found = self.queue.line.standing(OLDEST_SECONDS).places.get(self.verifier)
        return found.place if found is not None and found.epoch == self._epoch else None

    def _waits(self, place: int, epoch: int) -> dict[str, Any]:
        on_duty, unanswered = self.queue.on_duty() > 0, self.queue.unanswered(CaseId(self._case_id))
        return {"state": "waiting", "place": place, "back": epoch > 0, "on_duty": on_duty, "unanswered": unanswered}

    def _news_of(self, state: dict[str, Any]) -> list[Event]:
        changed = [] if state == self._said else [Event("state", state)]
        self._said = state
        return changed

    def _new_messages(self, connection: Connection, row: Row[Any]) -> list[Event]:
        new = (
            select(messages.c.epoch, messages.c.seq, messages.c.sealed)
            .where(
                messages.c.case_id == row.case_id,
                messages.c.direction == "counsellor",
                messages.c.seq > self.after,
            )
            .order_by(messages.c.seq)
        )
        found = [Event("message", dict(message)) for message in connection.execute(new).mappings()]
        if found:
            self.after = found[-1].data["seq"]
        return found
