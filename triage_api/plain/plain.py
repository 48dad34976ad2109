"""The chat without JavaScript: each press of a button is one form, and its answer is a page of the whole conversation.

What the page's script does for others happens here: numbers, the case token, watching the case, sealing. The door does
with each message what it always does (docs/wire.md §1); the queue is spoken to as the person's page speaks to it (§5).
"""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress

from actions.readers import Readers
from triage_api.door import refusals as refused
from triage_api.door.background import Background
from triage_api.door.door import Door
from triage_api.door.refusals import DoorRefusal
from triage_api.plain.form import Form, language_named
from triage_api.plain.page import Left, Page
from triage_api.plain.saying import Saying, key_of_form
from triage_api.plain.session import Session
from triage_api.plain.sessions import NoRoom, Sessions
from triage_api.queue.queue import Queue, ShredUnfinished
from triage_api.refusing import tell_of
from triage_api.stand_in.talk import Talk, end_quietly
from triage_api.words import Language

SWEEP_SECONDS = 30.0
STOP_SECONDS = 3.0


class Plain:
    """`start` and `stop` belong in the server's lifespan, around the door's own."""

    def __init__(
        self,
        door: Door,
        queue: Queue,
        readers: Readers,
        *,
        idle_seconds: float,
        messages_per_minute: int,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.door = door
        self._background = Background()
        self._saying = Saying(door, queue, readers, self._background)
        self.sessions = Sessions(idle_seconds, messages_per_minute, now, self._gone)

    def start(self) -> None:
        self._background.start(self._sweep())

    async def stop(self) -> None:
        """Drops everything, and ends the cases first: after a restart nobody could come back to them."""
        talks = [talk for session in self.sessions if (talk := session.talk) is not None and not talk.over]
        with suppress(TimeoutError):
            await asyncio.wait_for(asyncio.gather(*map(end_quietly, talks), return_exceptions=True), STOP_SECONDS)
        await self._background.stop()

    async def press(self, form: Form, wanted: Language, *, ours: bool) -> Page | Left:
        """The page after a form. `ours` says that it comes from our own page, without which no token counts.

        Danger is answered with 112 whatever else is wrong with what was sent.
        """
        language = form.language or wanted
        if form.press == "leave":
            return self._leave(form, language)
        if form.token and not ours:
            return self._stranger(form, language)
        session = self.sessions.find(form.token)
        try:
            page = await (self._within(session, form) if session is not None else self._without(form, language))
        except DoorRefusal as refusal:
            page = self._refused(refusal, session, form, language)
        except Exception as error:  # noqa: BLE001 (the last place where an error can be kept from quoting a person)
            tell_of(error)
            page = self._refused(refused.Broken(), session, form, language)
        return page if page.token else await self._anew(page)

    def shown(self, page: Page) -> None:
        """The page is on its way. What it was the last to show is forgotten; the counsellor is told what was shown."""
        page.lines.all_shown()
        session = self.sessions.find(page.token)
        if session is not None and session.talk is not None:
            self._background.start(session.talk.all_shown())

    # where a form leads

    def _leave(self, form: Form, language: Language) -> Left:
        session = self.sessions.find(form.token)
        if session is not None:
            language = session.language
            self.sessions.forget(session)
        self.door.leave(form.token)
        return Left(language)

    def _stranger(self, form: Form, language: Language) -> Page:
        page = Page(language, trouble=self.door.texts.say(language, "door.bad_request"), status=403)
        page.lines.add(*self._saying.danger(form.text, language))
        return page

    async def _without(self, form: Form, language: Language) -> Page:
        """No conversation: one is begun, by a press or by writing. Words sent into one that is over come back."""
        said_again = self.sessions.was_said_before_leaving(form.token, key_of_form(form))
        danger = self._saying.danger(form.text, language) if form.press == "send" and not said_again else []
        if form.token and not (danger and self.sessions.has_expired(form.token)):
            page = self._refused(refused.SessionOver(), None, form, language)
            page.lines.add(*danger)
            return page
        if form.press not in ("begin", "send"):
            return Page(language_named(form.value) or language, draft=form.text)
        try:
            token, session = await self._open(language_named(form.value) or language, in_danger=bool(danger))
        except refused.TooFast as refusal:
            page = self._refused(refusal, None, form, language)
            page.lines.add(*danger)
            return page
        first = Form(form.press, token=token, language=language, text=form.text)
        try:
            return await self._within(session, first)
        except DoorRefusal as refusal:
            return self._refused(refusal, session, first, language)

    async def _within(self, session: Session, form: Form) -> Page:
        self.door.next_number(form.token)  # keeps the door from forgetting somebody who only waits
        draft, talk = form.text, session.talk
        if form.press == "pick":
            session.language, session.picked = language_named(form.value) or session.language, True
        elif form.press == "choice":
            await self._saying.say(session, form, form.value)
        elif form.press == "send":
            await self._saying.say(session, form, "")
            draft = ""
        elif form.press == "end_sure" and talk is not None:
            await self._end(talk)
        elif talk is not None:
            await talk.flush()
        return self._page(session, form.token, draft, asks_end=form.press == "end")

    async def _anew(self, page: Page) -> Page:
        """What is written on the page of a conversation that is over begins the next one. It has its token already, so
        that a browser which sends the words once more after leaving is known by it."""
        page.over = True
        with suppress(refused.TooFast):
            page.token, _ = await self._open(page.language)
        return page

    async def _open(self, language: Language, *, in_danger: bool = False) -> tuple[str, Session]:
        """Whoever writes of danger is let in at any load; others are then asked for a proof, which needs a script."""
        opened = self.door.open_in_danger(language) if in_danger else await self.door.open(language)
        try:
            return opened.token, self.sessions.open(opened.token, opened.language)
        except NoRoom:
            self.door.leave(opened.token)
            raise refused.TooFast from None

    # ending

    async def _end(self, talk: Talk) -> None:
        try:
            await talk.end()
        except ShredUnfinished:
            raise refused.Broken from None

    def _gone(self, session: Session) -> None:
        """Whoever cannot come back leaves no counsellor writing to nobody: the case ends with the session."""
        if session.talk is not None:
            if not session.talk.over:
                self._background.start(end_quietly(session.talk))
            session.talk.forget()

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            self.sessions.sweep()

    # pages

    def _page(self, session: Session, token: str, draft: str, *, asks_end: bool = False) -> Page:
        """The page of a session. The one that shows the end of its case is the last: nothing is left here to show."""
        talk = session.talk
        where = talk.where if talk is not None else None
        if talk is not None and talk.over:
            self.sessions.forget(session)
            self.door.leave(token)
            return Page(session.language, lines=session.lines, where=where, draft=draft)
        asks_end = asks_end and talk is not None
        return Page(session.language, token, session.n + 1, session.lines, where, draft=draft, asks_end=asks_end)

    def _refused(self, refusal: DoorRefusal, session: Session | None, form: Form, language: Language) -> Page:
        over = isinstance(refusal, refused.SessionOver)
        if session is None:
            kept = not form.token or self.sessions.has_expired(form.token)
            page = Page(language, draft=form.text if kept else "")
        elif over and session.talk is None:  # the door has forgotten it: what is written next begins anew
            self.sessions.forget(session)
            page = Page(session.language, lines=session.lines, draft=form.text)
        else:
            page = self._page(session, form.token, form.text)
        if page.where is None or page.where.state != "ended":  # which says itself what has happened
            page.trouble = self.door.in_words(refusal, None, page.language).say
        return page
