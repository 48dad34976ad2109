"""What an open page of the desk hears of offers: all that stand, whenever they change, and each note once."""

import json
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import or_, select

from triage_api.desk.desk import Desk
from triage_api.events import Event
from triage_api.queue.tables import cases, notes, offers


@dataclass
class OffersWatch:
    """What it has sent so far, on one stream."""

    desk: Desk
    counsellor_id: str
    _told: dict[str, Any] | None = None
    _notes: dict[str, int] = field(default_factory=dict)

    def look(self) -> list[Event]:
        """Who asks whom, and of what kind a case is; the case itself is named to who asks only."""
        me, name_of = self.counsellor_id, self.desk.roster.view().name_of
        stand = (
            select(offers, cases.c.language, cases.c.channel, cases.c.level)
            .join(cases, cases.c.case_id == offers.c.case_id)
            .where(or_(offers.c.asked == me, offers.c.asked_by == me))
            .order_by(offers.c.offered_at, offers.c.offer_id)
        )
        now: dict[str, Any] = {"to_me": [], "by_me": []}
        found: list[Event] = []
        with self.desk.queue.cases.reading() as connection:
            for row in connection.execute(stand).all():
                offer = {"offer_id": row.offer_id, "kind": row.kind, "state": row.state}
                if row.asked == me:
                    kind = {"language": row.language, "channel": row.channel, "level": row.level}
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
        if now != self._told:
            self._told = now
            found.insert(0, Event("offers", now))
        return found
