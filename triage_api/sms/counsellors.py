"""A counsellor and somebody who texts: what the counsellor writes goes out as texts, and what came of it goes back.

The server stands in for the person's page (stand_in/talk.py): it opens what the counsellor sealed, because a phone that
only texts cannot. Both sides are told so.
"""

import asyncio
from collections.abc import Callable
from functools import partial

from actions.readers import Readers
from triage_api.door.background import Background
from triage_api.door.message import MOST_CHARACTERS
from triage_api.queue.move import move_case
from triage_api.queue.person_events import has_news
from triage_api.queue.queue import CaseOver, Queue
from triage_api.refusing import tell_of
from triage_api.sms.outbox import Arrival, Outbox
from triage_api.sms.route import Unsent
from triage_api.sms.split import split
from triage_api.sms.thread import Thread
from triage_api.sms.threads import Threads
from triage_api.sms.wording import Wording
from triage_api.stand_in.leave_texts import leave_texts, newest
from triage_api.stand_in.lines import Line, Lines, Notice, Said, Written
from triage_api.stand_in.talk import AGAIN_SECONDS, Talk, Where, end_quietly
from triage_api.words import CaseId, Verifier

UNCLAIMED_HOURS = 24
NOTICES = {
    "plain.begun": "begun",
    "live.taken_over": "taken_over",
    "live.asked": "asked",
    "live.along": "along",
    "live.along_over": "along_over",
    "waiting.back_in_queue": "back_in_queue",
    "waiting.unanswered": "unanswered",
    "live.not_verified": "not_verified",
}
"""What happens to a case, and the text that says so. A refused message is the counsellor's to hear of."""
ENDED = {"counsellor": "ended_by_counsellor", "stopped": "stopped", "expired": "expired"}


class Counsellors:
    def __init__(
        self, queue: Queue, readers: Readers, wording: Wording, threads: Threads, background: Background
    ) -> None:
        self._queue, self._readers, self._wording = queue, readers, wording
        self._threads, self._background = threads, background
        self.outbox: Outbox | None = None

    def begin(self, thread: Thread, case_id: str, place: int) -> None:
        """Their case is in the queue: from now on it is watched for them."""
        thread.route.case_id = case_id
        lines = _Heard(partial(self._line, thread))
        where = Where("waiting", place=place)
        thread.talk = Talk(self._queue, self._readers, thread.route.verifier, case_id, lines, where)
        thread.talk.recall(thread.route.since)
        thread.talk.told_unanswered = self._queue.unanswered(CaseId(case_id))  # before a restart, or in an earlier talk
        self._background.start(self._follow(thread, thread.talk))

    async def resume(self, thread: Thread) -> None:
        """After a restart, for a route that outlived it. A case that is gone is told of with the next answer."""
        if not thread.route.case_id:
            return
        case_id = await asyncio.to_thread(has_news, self._queue, thread.route.verifier)
        if case_id is None:
            thread.route.ends_case()
            thread.lost = True
            return
        self.begin(thread, case_id, 1)

    async def hears(self, thread: Thread, text: str, *, told_112: bool = False) -> None:
        """What they text to the counsellor who has their case, and whether we have answered it with 112."""
        for at in range(0, len(text), MOST_CHARACTERS):
            part = text[at : at + MOST_CHARACTERS]
            is_last = at + MOST_CHARACTERS >= len(text)
            if thread.talk is not None:
                await thread.talk.write(part, Said(part, to_counsellor=True), told_112=told_112 and is_last)
                thread.route.since = newest(thread.talk.since)

    async def remembers(self, thread: Thread, seen: str) -> None:
        """What they told the bot while they wait, as it was told."""
        if thread.talk is not None:
            await thread.talk.remember(seen, Said(seen))
            thread.route.since = newest(thread.talk.since)

    async def arrived(self, arrival: Arrival) -> None:
        """The provider has told what came of a counsellor's message."""
        talk = arrival.thread.talk
        if talk is not None and not talk.over:
            await (talk.lost if arrival.lost else talk.shown)(arrival.epoch, arrival.seq)

    async def leave(self, thread: Thread) -> None:
        """They said STOP, were quiet for a day, or gave up their place: the case is over for both when this returns,
        however long the database takes."""
        talk, thread.talk = thread.talk, None
        while talk is not None and not talk.over:
            try:
                await end_quietly(talk)
                talk = None
            except Exception as error:  # noqa: BLE001 (nobody else would end it: they are forgotten, or were told so)
                tell_of(error)
                await asyncio.sleep(AGAIN_SECONDS)

    async def hand_on(self, thread: Thread, page: Verifier) -> CaseId:
        """Gives their case to the page of this verifier: nothing more of it comes here, and it is not over.

        Raises CaseOver and PageTaken, and what a database raises; then all is as before.
        """
        talk = thread.talk
        if talk is None:
            raise CaseOver
        # A counsellor who has the case has been told it all in the talk; nobody else has to read it.
        since = [] if talk.with_counsellor else talk.since
        case_id = await talk.hand_on(partial(self._move, thread, since, page))
        thread.talk = None
        return case_id

    def _move(self, thread: Thread, since: list[str], page: Verifier) -> CaseId:
        mine = thread.route.verifier
        leave_texts(self._queue, self._readers, mine, thread.route.case_id, since)
        return move_case(self._queue, mine, page)

    async def _follow(self, thread: Thread, talk: Talk) -> None:
        await talk.listen()
        if thread.talk is not talk or self.outbox is None:
            return  # they left by themselves
        phrase = ENDED.get(talk.where.by)
        if phrase is not None:
            text = self._wording.say(thread.route.language, phrase, hours=UNCLAIMED_HOURS)
            self.outbox.put(thread, [Unsent(part) for part in split(text)])
            await self.outbox.emptied(thread)
        self._threads.forget(thread)  # closed: the number goes now

    def _line(self, thread: Thread, line: Line) -> None:
        """From within the talk, in its order."""
        outbox, language = self.outbox, thread.route.language
        if outbox is None:
            return
        texts: list[Unsent] = []
        if isinstance(line, Written):
            texts = [Unsent(part, line.epoch, line.seq) for part in split(line.text)]
        elif isinstance(line, Notice) and line.phrase in NOTICES:
            said = self._wording.say(language, NOTICES[line.phrase], **line.facts)
            texts = [Unsent(part) for part in split(said)]
        if texts:
            outbox.put(thread, texts)


class _Heard(Lines):
    """Lines that nobody shows on a page: each is handed on as it comes, and none is kept."""

    def __init__(self, heard: Callable[[Line], None]) -> None:
        super().__init__()
        self._heard = heard

    def add(self, *lines: Line) -> None:
        for line in lines:
            self._heard(line)
