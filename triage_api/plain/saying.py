"""Saying something without JavaScript: to the bot through the door, or to the counsellor who has claimed; once."""

import asyncio

from actions.readers import Readers
from triage_api.door import refusals as refused
from triage_api.door.answer import Answer, Reply
from triage_api.door.background import Background
from triage_api.door.clean import clean
from triage_api.door.door import Door
from triage_api.door.message import MOST_CHARACTERS
from triage_api.door.refusals import DoorRefusal
from triage_api.plain.form import Form
from triage_api.plain.session import Session, key_of
from triage_api.queue.queue import Queue
from triage_api.stand_in.lines import Lines, Notice, Replied, Said
from triage_api.stand_in.talk import Talk, Where, end_quietly
from triage_api.words import Language

YES = "handoff.yes"


class Saying:
    """What is under way goes on when the connection drops."""

    def __init__(self, door: Door, queue: Queue, readers: Readers, background: Background) -> None:
        self._door, self._queue, self._readers, self._background = door, queue, readers, background

    async def say(self, session: Session, form: Form, choice: str) -> None:
        """One message or button, once. A repeat waits for the answer of the first."""
        key = key_of_form(form)
        if not session.take(key, form.n):
            if session.work:
                await asyncio.wait(set(session.work))
            return
        task: asyncio.Task[None] = self._background.start(self._hear(session, form, choice))
        session.work.add(task)
        task.add_done_callback(session.work.discard)
        try:
            await asyncio.shield(task)  # a connection that drops must not break off a hand-off
        except Exception:
            session.give_back(key)
            raise

    async def _hear(self, session: Session, form: Form, choice: str) -> None:
        talk = session.talk
        if talk is not None and talk.over:
            session.lines.add(*self.danger(form.text, session.language))
            raise refused.SessionOver
        if talk is not None and talk.with_counsellor and not choice:
            await self._to_counsellor(session, talk, form.text)
            return
        await self._to_bot(session, form, choice)

    async def _to_counsellor(self, session: Session, talk: Talk, text: str) -> None:
        said, danger = clean(text), self.danger(text, session.language)
        refusal: DoorRefusal | None = None
        if not said:
            refusal = refused.Empty()
        elif len(said) > MOST_CHARACTERS:
            refusal = refused.TextTooLong()
        elif not session.speed.allows():
            refusal = refused.TooFast()
        if refusal is not None:
            session.lines.add(*danger)
            raise refusal
        line = Said(said, to_counsellor=True)
        session.lines.add(line, *danger)
        await talk.write(said, line, told_112=bool(danger))

    async def _to_bot(self, session: Session, form: Form, choice: str) -> None:
        n = self._door.next_number(form.token)
        if n is None and not self.danger(form.text, session.language):
            raise refused.SessionOver
        body: dict[str, object] = {"n": n or 1, **({"choice": choice} if choice else {"text": form.text})}
        if choice == YES:
            body["case_verifier"] = session.verifier
        if session.picked:
            body["language"] = session.language
        label = _label(session.lines, choice)
        answer = await self._door.reception.receive(form.token, body)
        await self._take(session, answer, label or form.text)

    async def _take(self, session: Session, answer: Answer, written: str) -> None:
        if not session.picked:
            session.language = answer.language
        in_danger = any(reply.kind == "danger" for reply in answer.replies)
        # Without `seen` it was a button, or one written out; where redaction broke, the words are not kept at all.
        line = Said(answer.seen if answer.seen is not None else "…" if in_danger else written, tuple(answer.hidden))
        session.lines.add(line)
        for reply in answer.replies:
            if any(choice.id == YES for choice in reply.choices):
                session.lines.add(Notice("plain.readable"))  # before the question, not after the answer
            session.lines.add(Replied(reply, answer.language))
        talk = session.talk
        if talk is not None and not talk.over:
            if answer.seen:
                await talk.remember(answer.seen, line)
        elif answer.case is not None and answer.case.outcome in ("arrived", "already") and answer.case.case_id:
            place = Where("waiting", place=answer.case.place or 1)
            session.talk = Talk(self._queue, self._readers, session.verifier, answer.case.case_id, session.lines, place)
            self._background.start(session.talk.listen())
            if session.over:  # left while the yes was on its way
                await end_quietly(session.talk)

    def danger(self, text: str, language: Language) -> list[Replied]:
        """The lines that say 112, when the text shows danger."""
        return [Replied(reply, language) for reply in self._door.says_112(text, language)]


def key_of_form(form: Form) -> bytes:
    return key_of(form.token, form.n, f"choice {form.value}" if form.press == "choice" else f"text {form.text}")


def _label(lines: Lines, choice: str) -> str:
    """What the pressed button said."""
    offered: list[Reply] = [line.reply for line in lines if isinstance(line, Replied)]
    labels = [button.label for reply in offered for button in reply.choices if choice and button.id == choice]
    return labels[-1] if labels else choice
