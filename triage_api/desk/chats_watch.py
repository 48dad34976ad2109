"""What a supervisor's page hears of those who talk with people now: who, with how many, since about when, and whether
she has asked to read along. Of the people, nothing."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from triage_api.clock import written
from triage_api.desk.desk import Desk
from triage_api.events import Event
from triage_api.queue.state import State
from triage_api.queue.tables import cases, wishes


@dataclass
class ChatsWatch:
    """What it has sent so far, on one stream."""

    desk: Desk
    supervisor_id: str
    _told: list[dict[str, Any]] | None = None

    def look(self) -> list[Event]:
        """Those who hold a case, in the order of their names; herself left out."""
        held = (
            select(cases.c.claimed_by, func.count().label("chats"), func.min(cases.c.moved_at).label("since"))
            .where(cases.c.state == State.claimed, cases.c.claimed_by != self.supervisor_id)
            .group_by(cases.c.claimed_by)
        )
        with self.desk.queue.cases.reading() as connection:
            rows = connection.execute(held).all()
            wished = set(connection.scalars(select(wishes.c.asked).where(wishes.c.asked_by == self.supervisor_id)))
        view = self.desk.roster.view()
        now = [
            {
                "id": row.claimed_by,
                "name": view.name_of(row.claimed_by),
                "chats": row.chats,
                "since": written(row.since),
                "wished": row.claimed_by in wished,
            }
            for row in rows
        ]
        now.sort(key=lambda one: (one["name"], one["id"]))
        if now == self._told:
            return []
        self._told = now
        return [Event("chats", {"colleagues": now})]
