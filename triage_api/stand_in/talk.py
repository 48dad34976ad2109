"""A case from the hand-off to its end, watched for somebody whose browser cannot watch (docs/wire.md §5)."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeVar

from actions.readers import Readers
from actions.sealing.envelope import NoRecipients
from actions.sealing.roster import Person, RosterRefused
from triage_api.clock import written
from triage_api.events import HEARTBEAT_SECONDS, Event, Rung
from triage_api.queue.close import end_case
from triage_api.queue.person_events import PersonWatch
from triage_api.queue.queue import LINE, CaseOver, Queue, ShredUnfinished, bell_of_case, the_person
from triage_api.queue.relay import MessageBody, SecretBody, StaleEpoch, keep_secret, relay
from triage_api.queue.state import Step
from triage_api.refusing import tell_of
from triage_api.stand_in.exchange import Exchange
from triage_api.stand_in.lines import Lines, Notice, Said, Written
from triage_api.stand_in.sealed_chat import Place, SealRefused, Told, Words, new_secret, seal_secret
from triage_api.words import Verifier

T = TypeVar("T")
State = Literal["waiting", "claimed", "live", "not_verified", "ended"]
AGAIN_SECONDS = 1.0
MOST_SINCE = 100
"""So much of what was written since the hand-off is kept for the next counsellor."""
TOLD_112 = "⟦told_112⟧"
"""Under words that showed danger, as what was hidden stands in them: the desk shows it as `kind.told_112`."""


@dataclass
class Where:
    """Where the case stands. `place` goes with waiting, `name` and who reads `along` with live, the rest with ended."""

    state: State
    place: int = 1
    name: str = ""
    along: str = ""
    by: str = ""
    shredded_at: str = ""


@dataclass(frozen=True)
class Offer:
    """The chat secret of one claim. It is offered again as it is: a second one for the same claim would be refused."""

    secret: bytes
    body: SecretBody
    counsellor: Person


@dataclass
class Talk:
    """`listen` runs until the case has ended. All keys and all that was said since the hand-off live here only.

    `told_unanswered`: the person has heard that nobody has answered yet, and does not hear it again.
    """

    queue: Queue
    readers: Readers
    verifier: Verifier
    case_id: str
    lines: Lines
    where: Where
    _since: list[tuple[str, Said]] = field(default_factory=list)
    _shown: list[str] = field(default_factory=list)
    _exchange: Exchange | None = None
    _former: Exchange | None = None
    _offer: Offer | None = None
    _met: str = ""
    _name: str = ""
    told_unanswered: bool = False
    _looking: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def over(self) -> bool:
        return self.where.state == "ended"

    @property
    def with_counsellor(self) -> bool:
        """A counsellor has it: what the person writes goes to them, and no longer to the bot."""
        return self.where.state in ("claimed", "live")

    async def listen(self) -> None:
        """Hears of every change as it happens: what a counsellor wrote last is gone from the queue when they close."""
        while not self.over:
            try:
                await self._listen()
            except Exception as error:  # noqa: BLE001 (a busy database must not end the watch; the error may hold words)
                tell_of(error)
                await asyncio.sleep(AGAIN_SECONDS)

    async def write(self, text: str, line: Said, *, told_112: bool = False) -> None:
        """To the counsellor; before the sealed chat stands it waits here, and goes first of all when it does.

        `told_112`: we have answered these words with 112 at once, and the counsellor is to know.
        """
        await self._tell(Words("text", f"{text}\n\n{TOLD_112}" if told_112 else text), line)

    async def remember(self, seen: str, line: Said) -> None:
        """What the bot was told while the person waits, as it was told it: redacted."""
        line.to_counsellor = True
        await self._tell(Words("earlier", seen), line)

    async def flush(self) -> None:
        if self._exchange is not None:
            await self._exchange.flush()

    async def all_shown(self) -> None:
        """A page with all lines has gone to the person."""
        if self._exchange is not None:
            await self._exchange.all_shown()

    async def shown(self, epoch: int, upto: int) -> None:
        """Everything up to this message of the counsellor's has reached the person."""
        if self._exchange is not None and self._exchange.epoch == epoch:
            await self._exchange.shown(upto)

    async def lost(self, epoch: int, seq: int) -> None:
        """This message of the counsellor's will never reach the person."""
        if self._exchange is not None and self._exchange.epoch == epoch:
            await self._exchange.lost(seq)

    async def end(self) -> None:
        """Ends the case for both; when this returns, its rows are gone. Raises `ShredUnfinished`, each time, until
        they are off the disk as well."""
        try:
            ending = await asyncio.to_thread(end_case, self.queue, the_person(self.verifier), Step.leave)
        except CaseOver:
            return  # long gone, and `listen` hears of it
        self._ended(ending.by, written(ending.shredded_at) if ending.shredded_at is not None else "")

    @property
    def since(self) -> list[str]:
        """What the person wrote since the hand-off, oldest first."""
        return [text for text, _ in self._since]

    async def hand_on(self, move: Callable[[], T]) -> T:
        """The case goes on elsewhere, by `move`, which runs in a thread: nothing of it is heard here any more, and it
        is not over. Raises what `move` raises, and then all is as before."""
        async with self._looking:  # or the row that is gone would be taken for the end of the case
            moved = await asyncio.to_thread(move)
            self.where = Where("ended", by="moved")
            self.forget()
        return moved

    def recall(self, texts: Iterable[str]) -> None:
        """What the person wrote since the hand-off, after a restart of this process."""
        self._since = [(text, Said(text, to_counsellor=True)) for text in texts]

    def forget(self) -> None:
        """Drops keys and words."""
        self._exchange = self._former = self._offer = None
        self._since.clear()
        self._shown.clear()

    async def _tell(self, words: Words, line: Said) -> None:
        self._since.append((words.text, line))
        del self._since[:-MOST_SINCE]
        if self._exchange is not None:
            await self._exchange.write(words, line)

    async def _listen(self) -> None:
        watch = PersonWatch(self.queue, self.verifier, 0)
        with self.queue.bells.listen(LINE, bell_of_case(self.case_id)) as listener:
            rung = Rung()
            while not self.over:
                async with self._looking:
                    if self.over:
                        return
                    look = await asyncio.to_thread(watch.look, rung)
                    for event in look.events:
                        await self._take(event)
                    if look.over:
                        self._ended("expired", "")  # unless an event has said more
                        return
                await self.flush()
                rung = await listener.rung(HEARTBEAT_SECONDS)

    async def _take(self, event: Event) -> None:
        if event.name == "message":
            self._receive(**event.data)
        elif event.data["state"] == "waiting":
            self._waits(event.data)
        elif event.data["state"] == "claimed":
            await self._meet(int(event.data["epoch"]), str(event.data["counsellor"]), handed=bool(event.data["handed"]))
        else:
            self._ended(str(event.data["by"]), str(event.data["shredded_at"]))

    def _waits(self, data: Any) -> None:
        self._nobody_reads_along()
        if data["back"] and self.where.state != "waiting":
            self.lines.add(Notice("waiting.back_in_queue"))
        self._former, self._exchange, self._met = self._exchange or self._former, None, ""
        self.where = Where("waiting", place=data["place"])
        if data["unanswered"] and not self.told_unanswered:
            self.told_unanswered = True
            self.lines.add(Notice("waiting.unanswered"))

    async def _meet(self, epoch: int, counsellor: str, *, handed: bool) -> None:
        """Who claimed is looked up in the signed roster; a fresh secret is sealed for them alone."""
        if self._exchange is not None and self._exchange.epoch == epoch:
            return
        self._nobody_reads_along()
        before, self.where = self.where, Where("claimed")
        self._exchange = self._former = None
        if self._offer is None or self._offer.body.epoch != epoch:
            self._offer = await asyncio.to_thread(self._offer_to, epoch, counsellor)
        if self._offer is None:
            if before.state != "not_verified":
                self.lines.add(Notice("live.not_verified"))
            self.where = Where("not_verified")
            return
        try:
            await asyncio.to_thread(keep_secret, self.queue, the_person(self.verifier), self._offer.body)
        except (StaleEpoch, CaseOver):
            return  # the next event says what has come of it
        await self._begin(self._offer, handed=handed)

    def _offer_to(self, epoch: int, counsellor: str) -> Offer | None:
        """None when the signed roster does not vouch for them: then nothing is sealed and nothing sent."""
        try:
            roster, people = self.readers.now(self.queue.now())
        except (NoRecipients, RosterRefused):
            return None
        person = next((one for one in people if one.id == counsellor), None)
        if person is None:
            return None
        secret = new_secret()
        sealed = seal_secret(secret, person.seal_key, Place(self.case_id, epoch), person.id, roster.number)
        return Offer(secret, SecretBody(epoch=epoch, roster_number=roster.number, sealed=sealed), person)

    async def _begin(self, offer: Offer, *, handed: bool) -> None:
        self._name = offer.counsellor.name
        # Said when somebody begins, not when the same counsellor's page was only loaded again.
        if self._met != offer.counsellor.id:
            phrase = "live.taken_over" if handed and self._met else "plain.begun"
            self.lines.add(Notice(phrase, {"name": self._name}))
        self._met, self.where = offer.counsellor.id, Where("live", name=self._name)
        self._exchange = exchange = Exchange(offer.secret, Place(self.case_id, offer.body.epoch), self._post)
        for text, line in list(self._since):
            await exchange.write(Words("earlier", text), line)

    def _post(self, message: MessageBody) -> object:
        return relay(self.queue, the_person(self.verifier), "person", message)

    def _receive(self, epoch: int, seq: int, sealed: str) -> None:
        exchange = self._exchange or self._former
        if exchange is None:
            return
        try:
            words = exchange.receive(epoch, seq, sealed)
        except SealRefused:
            self.lines.add(Notice("live.refused"))
            return
        if isinstance(words, Told):
            self._tell_of(words)
        elif words is not None and not (words.kind == "earlier" and words.text in self._shown):
            self._shown.append(words.text)
            del self._shown[:-MOST_SINCE]
            self.lines.add(Written(words.text, self._name, epoch, seq))

    def _tell_of(self, told: Told) -> None:
        if told.what != "asked":
            self.where = replace(self.where, along=told.name if told.what == "along" else "")
        self.lines.add(Notice(f"live.{told.what}", {"name": told.name}))

    def _nobody_reads_along(self) -> None:
        """The talk goes to other hands, or her page was loaded again: whoever read along reads no longer."""
        if self.where.along:
            self._tell_of(Told("along_over", self.where.along))

    def _ended(self, by: str, shredded_at: str) -> None:
        if self.over:
            return
        self.forget()
        self.where = Where("ended", by=by, shredded_at=shredded_at)


async def end_quietly(talk: Talk) -> None:
    """For whoever is no longer there to be told of it."""
    try:
        await talk.end()
    except ShredUnfinished:
        return  # the rows are deleted; the sweep empties the journal within a minute
