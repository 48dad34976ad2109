"""What an open page of the desk hears of offers: all that stand, whenever they change; each note once, and each line
that somebody reads along."""

import json
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, or_, select

from triage_api.desk.colleagues import on_roster_of
from triage_api.desk.desk import Desk
from triage_api.events import Event
from triage_api.queue.offers import Kind, OfferState
from triage_api.queue.tables import along, cases, notes, offers, wishes


@dataclass
class OffersWatch:
    """What it has sent so far, on one stream."""

    desk: Desk
    counsellor_id: str
    _told: dict[str, Any] | None = None
    _notes: dict[str, int] = field(default_factory=dict)
    _lines: dict[str, int] = field(default_factory=dict)
    reads_along: bool = False

    def look(self) -> list[Event]:
        """Who asks whom, and of what kind a case is; the case itself is named to who asks only."""
        me, name_of = self.counsellor_id, self.desk.roster.view().name_of
        stand = (
            select(offers, cases.c.language, cases.c.channel, cases.c.level)
            .join(cases, cases.c.case_id == offers.c.case_id)
            .where(or_(offers.c.asked == me, offers.c.asked_by == me))
            .order_by(offers.c.offered_at, offers.c.offer_id)
        )
        now: dict[str, Any] = {"to_me": [], "by_me": [], "wishes": []}
        found: list[Event] = []
        read: list[str] = []
        with self.desk.queue.cases.reading() as connection:
            for row in connection.execute(stand).all():
                offer = {"offer_id": row.offer_id, "kind": row.kind, "state": row.state}
                if row.asked == me:
                    kind = {"language": row.language, "channel": row.channel, "level": row.level}
                    if (row.kind, row.state) == (Kind.along, OfferState.reading):
                        read.append(row.offer_id)
                    now["to_me"].append(offer | {"from": row.asked_by, "name": name_of(row.asked_by)} | kind)
                else:
                    about = {"case_id": row.case_id, "to": row.asked, "name": name_of(row.asked)}
                    now["by_me"].append(offer | about)
            mine = [offer["offer_id"] for offer in now["by_me"]]
            said = select(notes).where(notes.c.offer_id.in_(mine)).order_by(notes.c.offer_id, notes.c.seq)
            for note in connection.execute(said).all() if mine else []:
                if note.seq > self._notes.get(note.offer_id, 0):
                    self._notes[note.offer_id] = note.seq
                    envelope = json.loads(note.envelope)
                    found.append(Event("note", {"offer_id": note.offer_id, "seq": note.seq, "envelope": envelope}))
            wish = select(wishes.c.asked_by).where(wishes.c.asked == me).order_by(wishes.c.wished_at, wishes.c.asked_by)
            now["wishes"] = [{"from": one, "name": name_of(one)} for one in connection.scalars(wish)]
            # Who was taken off the roster is given nothing more, however it stands otherwise.
            self.reads_along = bool(read) and bool(on_roster_of(self.desk, [me]))
            found += self._said_since(connection, read) if self.reads_along else []
        if now != self._told:
            self._told = now
            found.insert(0, Event("offers", now))
        return found

    def _said_since(self, connection: Connection, read: list[str]) -> list[Event]:
        found: list[Event] = []
        for offer_id in read:
            new = (
                select(along.c.seq, along.c.sealed)
                .where(along.c.offer_id == offer_id, along.c.seq > self._lines.get(offer_id, 0))
                .order_by(along.c.seq)
            )
            for line in connection.execute(new).mappings():
                self._lines[offer_id] = line["seq"]
                found.append(Event("line", {"offer_id": offer_id, **line}))
        return found
