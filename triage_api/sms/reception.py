"""The way of one text message, in this order and no other:

pieces → danger signs → STOP → limits → one at a time → the counsellor who has the case, or who is alone (`alone.py`).
"""

import asyncio
from dataclasses import dataclass

from triage_api.clock import Clock
from triage_api.door.clean import clean
from triage_api.door.door import Door
from triage_api.door.refusals import DoorRefusal
from triage_api.refusing import tell_of
from triage_api.sms.alone import Alone
from triage_api.sms.answered import NOTHING, Answered
from triage_api.sms.commands import Commands
from triage_api.sms.counsellors import Counsellors
from triage_api.sms.first_language import first_language
from triage_api.sms.incoming import Incoming
from triage_api.sms.move import Move
from triage_api.sms.number import PhoneNumber
from triage_api.sms.pace import Verdict
from triage_api.sms.parts import PIECES_SECONDS, joined, may_be_a_piece
from triage_api.sms.short import ShortTexts
from triage_api.sms.split import split
from triage_api.sms.thread import Thread
from triage_api.sms.threads import NoRoom, Threads
from triage_api.sms.wording import Wording
from triage_api.words import Language, RawText


@dataclass(frozen=True)
class TextReception:
    door: Door
    wording: Wording
    commands: Commands
    short: ShortTexts
    threads: Threads
    counsellors: Counsellors
    move: Move
    alone: Alone
    now: Clock

    async def hear(self, incoming: Incoming) -> Answered:
        """What is answered to one text. Never raises for what a person may send."""
        if incoming.sender is None:
            return NOTHING
        thread = self.threads.find(incoming.sender)
        language = self._language(thread, incoming.sender, incoming.text)
        if thread is None and self._says_stop(clean(incoming.text), language):
            return NOTHING  # nothing is known here that could stop, and a filter's STOP would be answered for ever
        try:
            if thread is None:
                thread = self.threads.open(incoming.sender, language)
            answered = await self._hear(thread, clean(incoming.text), incoming.media)
            if thread.over and not answered.at_once:
                return NOTHING  # STOP came while this was answered
            if answered.texts:
                thread.pace.answered()
            thread.route.hears(incoming.sid)
            self.threads.touch(thread)
        except (NoRoom, DoorRefusal):
            return self._instead(incoming, language, "page.too_fast")
        except Exception as error:  # noqa: BLE001 (the last place where an error can be kept from quoting a person)
            tell_of(error)
            return self._instead(incoming, language, "door.server_error")
        return answered

    def _instead(self, incoming: Incoming, language: Language, phrase: str) -> Answered:
        """112 to whoever is in danger, whatever is full or broken; to others why there is no answer."""
        danger = self.wording.danger(self.door.says_112(incoming.text, language), language)
        return Answered(danger or split(self.door.texts.say(language, phrase)), at_once=True)

    async def _hear(self, thread: Thread, text: RawText, media: int) -> Answered:
        language = thread.route.language
        if self.door.says_112(text, language):
            return await self._in_danger(thread, text)
        whole = await self._whole(thread, text)
        if whole is None:
            return NOTHING
        if whole != text and self.door.says_112(whole, language):
            return await self._in_danger(thread, whole)
        if thread.over:
            return NOTHING  # STOP came after this piece
        command = self.commands.read(whole, language)
        if self._says_stop(whole, language) and (self.commands.is_stop(whole) or not thread.with_counsellor):
            return self._stop(thread)
        if not thread.with_counsellor and self._is_machine(thread, whole):
            return NOTHING
        # What goes to a counsellor is never held back: nobody but a person reads it.
        urgent = self.door.is_urgent(thread.token)
        verdict = Verdict.answer if thread.with_counsellor else thread.pace.hears(whole, urgent=urgent)
        if verdict is not Verdict.answer:
            return Answered(self._last_word(verdict, language))
        async with thread.lock:
            if thread.with_counsellor:
                return await self._to_counsellor(thread, whole, media)
            return await self.alone.hear(thread, whole, media, command)

    def _last_word(self, verdict: Verdict, language: Language) -> list[str]:
        told = {Verdict.tell_limit: "day_limit", Verdict.tell_quiet: "again_and_again"}
        return [self.wording.say(language, told[verdict])] if verdict in told else []

    async def _whole(self, thread: Thread, text: RawText) -> RawText | None:
        """The text, with what belongs to it; None for what another piece's answer answers already."""
        now = self.now().timestamp()
        if not may_be_a_piece(text):
            if self.commands.read(text, thread.route.language) is not None:
                return text
            if not thread.pieces:
                thread.last_alone = now, text
                return text
        thread.pieces.append(text)
        if len(thread.pieces) > 1:
            return None
        at, before = thread.last_alone
        await asyncio.sleep(PIECES_SECONDS)
        pieces, thread.pieces = thread.pieces, []
        # The last piece may have come first. A counsellor has it already, and what was an answer is none.
        overtook = now - at < PIECES_SECONDS and all(map(may_be_a_piece, pieces))
        if overtook and not thread.with_counsellor and not self._answers(thread, before):
            pieces.append(before)
        return RawText(joined(pieces))

    def _answers(self, thread: Thread, text: str) -> bool:
        raw = RawText(text)
        return self.alone.agrees(thread, raw) or self.commands.is_no(raw, thread.route.language) or text.isdigit()

    def _language(self, thread: Thread | None, sender: PhoneNumber, text: str) -> Language:
        return thread.route.language if thread is not None else first_language(sender, text, self.short)

    def _says_stop(self, text: RawText, language: Language) -> bool:
        command = self.commands.read(text, language)
        return command is not None and command.name == "stop"

    def _is_machine(self, thread: Thread, text: RawText) -> bool:
        """Never of whoever has told of serious danger: they are answered, whatever the words look like."""
        return self.short.is_machine(text) and not self.door.is_urgent(thread.token)

    async def _in_danger(self, thread: Thread, text: RawText) -> Answered:
        """At once, past lock and limits. A counsellor who has the case gets the words each time, and sees whether they
        were answered."""
        answers, language = thread.pace.hears_danger(text), thread.route.language
        if thread.with_counsellor:
            await self.counsellors.hears(thread, text, told_112=answers)
        if not answers:
            return NOTHING
        if thread.with_counsellor:
            return Answered(self.wording.danger(self.door.says_112(text, language), language), at_once=True)
        answer = await self.alone.say(thread, {"text": text})
        said = self.wording.answer(answer)
        thread.offered, thread.choices = said.offered, said.choices
        # A question for consent that stood open still does: danger must not cost anybody the way to a counsellor. But
        # the text of danger may ask something, too, so the next yes is asked for in a line of its own.
        thread.interrupted = thread.consent_asked
        if said.asks_consent:
            thread.consent_asked, thread.consent_sent = True, False
        await self.alone.note(thread, answer)
        return Answered(said.texts, at_once=True, asks=said.asks_consent)

    def _stop(self, thread: Thread) -> Answered:
        language = thread.route.language
        confirmed = self.threads.stop(thread)  # whoever hears of that ends their case, too
        return Answered([self.wording.say(language, "stop")] if confirmed else [], at_once=True)

    async def _to_counsellor(self, thread: Thread, text: RawText, media: int) -> Answered:
        language = thread.route.language
        if (moved := await self.move.hears(thread, text)) is not None:
            return Answered([moved.text], at_once=True)
        await self.counsellors.hears(thread, text)
        return Answered(self.alone.unread(text, media, language))
