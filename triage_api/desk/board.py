"""The board: how many wait, what comes in for the cases a counsellor holds, and what has become of them."""

from dataclasses import asdict, dataclass, field
from typing import Any

from fastapi import APIRouter
from sqlalchemy import select

from triage_api.clock import seconds, written
from triage_api.desk.chats_watch import ChatsWatch
from triage_api.desk.desk import Desk
from triage_api.desk.offers_watch import OffersWatch
from triage_api.desk.permissions import ANSWERING, Counsellor, Staff, TheDesk
from triage_api.desk.refusals import NotAllowed, NotSignedIn
from triage_api.events import Event, EventStream, Look, Rung
from triage_api.queue.line import OLDEST_SECONDS
from triage_api.queue.queue import LINE, bell_of_counsellor
from triage_api.queue.tables import cases, messages
from triage_api.refusing import ServerError, refusals

router = APIRouter(tags=["board"])


@router.get(
    "/events",
    status_code=200,
    responses={**refusals(NotSignedIn, NotAllowed, ServerError), 200: {"content": {"text/event-stream": {}}}},
)
def events(desk: TheDesk, counsellor: Staff) -> EventStream:
    """Server-Sent Events. Each connection begins with all there is of the cases held; a page passes over
    what it has."""
    watch = BoardWatch(desk, counsellor)
    return EventStream(
        desk.queue.bells,
        (LINE, bell_of_counsellor(counsellor.id)),
        watch.look,
        on_open=lambda: desk.duty.stream_opened(counsellor.id),
        on_close=lambda: desk.duty.stream_closed(counsellor.id),
    )


@dataclass
class _Sent:
    epoch: int
    told: dict[str, Any] | None = None
    secret: bool = False
    after: int = 0


@dataclass
class BoardWatch:
    """One open stream of one counsellor; what it has sent so far."""

    desk: Desk
    counsellor: Counsellor
    _waiting: dict[str, Any] | None = None
    _unseen: bool | None = None
    _cases: dict[str, _Sent] = field(default_factory=dict)
    _told: set[tuple[str, object]] = field(default_factory=set)
    _offers: OffersWatch = field(init=False)
    _chats: ChatsWatch = field(init=False)

    def __post_init__(self) -> None:
        self._offers = OffersWatch(self.desk, self.counsellor.id)
        self._chats = ChatsWatch(self.desk, self.counsellor.id)

    def look(self, rung: Rung = Rung()) -> Look:
        # A page left open is no use of the session, on duty or off: the page says what is (`POST here`).
        if self.desk.sessions.find(self.counsellor.token, use=False) is None:
            return Look(over=True)
        held = [] if rung == {LINE} else self._held()
        chats = self._chats.look() if self.counsellor.role == "supervisor" else []
        return Look([*self._line(), *self._alert(), *held, *self._gone(), *chats, *self._offers.look()])

    def _alert(self) -> list[Event]:
        unseen = self.desk.alerts.is_unseen(self.counsellor.id)
        if unseen is self._unseen or self.counsellor.role not in ANSWERING:
            return []
        self._unseen = unseen
        return [Event("alert", {"unseen": unseen})]

    def _line(self) -> list[Event]:
        desk, queue = self.desk, self.desk.queue
        given = desk.given_to(self.counsellor.id)
        standing = queue.line.standing(0 if self._waiting is None else OLDEST_SECONDS, given.others_since)
        waiting = asdict(standing.waiting_for(self.counsellor.id, seconds(queue.now()), given))
        there = desk.duty.who()
        languages, personas = desk.taken.languages.of_all(there), desk.taken.personas.of_all(there)
        waiting["untaken"] = [language for language in waiting["by_language"] if language not in languages]
        waiting["untaken_personas"] = [writer for writer in waiting["by_writer"] if writer not in personas]
        if waiting == self._waiting:
            return []
        self._waiting = waiting
        return [Event("waiting", waiting)]

    def _held(self) -> list[Event]:
        found: list[Event] = []
        with self.desk.queue.cases.reading() as connection:
            mine = select(
                cases.c.case_id,
                cases.c.epoch,
                cases.c.channel,
                cases.c.reachable,
                cases.c.secret,
                cases.c.secret_roster_number,
            ).where(cases.c.claimed_by == self.counsellor.id)
            held: dict[str, _Sent] = {}
            for row in connection.execute(mine).all():
                sent = self._cases.get(row.case_id)
                if sent is None or sent.epoch != row.epoch:
                    sent = _Sent(row.epoch)
                held[row.case_id] = sent
                about = {"case_id": row.case_id, "epoch": row.epoch}
                # How it is, not that it changed: a page that was offline compares this with what it knew.
                now = about | {"channel": row.channel, "reachable": row.reachable}
                if now != sent.told:
                    sent.told = now
                    found.append(Event("held", now))
                if row.secret is not None and not sent.secret:
                    sent.secret = True
                    secret = {"sealed": row.secret, "roster_number": row.secret_roster_number}
                    found.append(Event("secret", about | secret))
                new = (
                    select(messages.c.seq, messages.c.sealed)
                    .where(
                        messages.c.case_id == row.case_id,
                        messages.c.epoch == row.epoch,
                        messages.c.direction == "person",
                        messages.c.seq > sent.after,
                    )
                    .order_by(messages.c.seq)
                )
                for message in connection.execute(new).mappings():
                    found.append(Event("message", about | dict(message)))
                    sent.after = message["seq"]
        self._cases = held
        return found

    def _gone(self) -> list[Event]:
        """Ends and returns of her cases in the last ten minutes, each told once on each connection."""
        found: list[Event] = []
        endings = self.desk.queue.endings
        for ending in endings.of_counsellor(self.counsellor.id):
            if ending.shredded_at is not None and (ending.case_id, ending.at) not in self._told:
                self._told.add((ending.case_id, ending.at))
                said = {"case_id": ending.case_id, "by": ending.by, "shredded_at": written(ending.shredded_at)}
                found.append(Event("ended", said))
        for back in endings.given_back_by(self.counsellor.id):
            if (back.case_id, back.at) not in self._told:
                self._told.add((back.case_id, back.at))
                if back.case_id in self._cases:
                    continue  # she has it again
                if back.to is None:
                    found.append(Event("returned", {"case_id": back.case_id}))
                else:
                    name = self.desk.roster.view().name_of(back.to)
                    found.append(Event("taken_over", {"case_id": back.case_id, "name": name}))
        return found
