"""A text of somebody whom no counsellor has yet: a command, a word while they wait, or something for the bot."""

from collections.abc import Callable
from dataclasses import dataclass

from triage_api.clock import Clock
from triage_api.door.answer import Answer
from triage_api.door.choices import ASK, NO, YES
from triage_api.door.door import Door
from triage_api.door.refusals import DoorRefusal
from triage_api.sms.answered import NOTHING, Answered
from triage_api.sms.commands import Command, Commands
from triage_api.sms.counsellors import Counsellors
from triage_api.sms.move import Move
from triage_api.sms.short import ShortTexts
from triage_api.sms.spending import Spending
from triage_api.sms.split import split
from triage_api.sms.thread import Thread
from triage_api.sms.wording import BY_NUMBER, LANGUAGES, Wording
from triage_api.words import Language, RawText

ARRIVED = ("arrived", "already")
MOST_REPEATED = 2


@dataclass(frozen=True)
class Alone:
    door: Door
    wording: Wording
    commands: Commands
    short: ShortTexts
    counsellors: Counsellors
    move: Move
    spending: Spending
    now: Clock
    on_duty: Callable[[], int]

    async def hear(self, thread: Thread, text: RawText, media: int, command: Command | None) -> Answered:
        """Beyond the day's ceiling the bot still reads, since the door alone knows only the surest signs. Whoever has
        told of serious danger, wants a counsellor or waits for one is answered as on any day."""
        greeted = thread.route.greeted
        answered = await self._alone(thread, text, media, command)
        on_the_way = thread.consent_asked or thread.has_case or answered.at_once
        if not self.spending.stopped or on_the_way or self.door.is_urgent(thread.token):
            return answered
        thread.route.greeted, thread.offered, thread.choices, thread.consent_asked = greeted, {}, "", False
        return self._stopped(thread)

    def _stopped(self, thread: Thread) -> Answered:
        today = thread.route.today
        today.turn(self.now)
        return Answered([self.wording.say(thread.route.language, "ceiling")]) if today.tells_ceiling() else NOTHING

    async def _alone(self, thread: Thread, text: RawText, media: int, command: Command | None) -> Answered:
        """With the bot, or waiting. The first answer of a conversation says where they are, and in which languages."""
        if (moved := await self.move.hears(thread, text)) is not None:
            return Answered([moved.text], at_once=moved.over)
        language = thread.route.language
        if thread.choices and text.isdigit() and len(text) == 1 and text not in thread.offered:
            return Answered([thread.choices])  # a number of an older list, or a slip
        picked = self._picked(thread, text, command)
        if picked is not None:
            new, thread.offered, thread.choices = picked != language, {}, ""
            thread.route.language, thread.route.picked, thread.route.greeted = picked, True, True
            welcome = [self.wording.say(picked, "welcome")] if new else []
            return Answered([self.wording.say(picked, "language_set"), *welcome])
        if not thread.route.greeted and self.commands.is_start(text):
            thread.route.greeted, thread.offered = True, dict.fromkeys(BY_NUMBER, "language")
            return Answered([self.wording.say(language, "welcome"), LANGUAGES])
        if thread.consent_asked and self.commands.is_more(text):
            return Answered(self.wording.whole_consent(language))
        if command is not None and command.name == "help":
            return Answered([self.wording.say(language, "help")])
        if command is not None and command.name == "source" and thread.sources:
            return Answered(self.wording.sources((source.name, source.url) for source in thread.sources))
        if not text:
            return Answered(self.unread(text, media, language))
        if (known := await self._known(thread, text)) is not None:
            return Answered([known])
        meant = self._meant(thread, text, command)
        # An answer beside the question leaves it open, and says so in one line; twice, then it is let go.
        asked = (
            thread.consent_asked
            and (thread.consent_sent or thread.consent_waits)
            and meant.get("choice") not in (YES, NO)
            and thread.consent_repeated < MOST_REPEATED
        )
        try:
            answer = await self.say(thread, meant)
        except DoorRefusal as refusal:
            return Answered(split(self.door.in_words(refusal, thread.token, language).say))
        return await self._answered(thread, answer, media, asked=asked)

    def unread(self, text: RawText, media: int, language: Language) -> list[str]:
        """What is said of a text in which something is not taken, or in which there was nothing at all."""
        if media:
            return [self.wording.say(language, "media")]
        return [] if text else [self.wording.say(language, "blank")]

    async def _known(self, thread: Thread, text: RawText) -> str | None:
        """What needs no bot: a wrong number, a word from whoever waits, less than a yes or a no to the consent."""
        language = thread.route.language
        leaving, thread.leaving = thread.leaving, False
        if thread.has_case and leaving and self.agrees(thread, text):
            await self.counsellors.leave(thread)
            thread.route.ends_case()
            return self.wording.say(language, "ended_by_you")
        if thread.has_case and self.short.withdraws(text):
            thread.leaving = True  # asked once more: "I regret it" can be of something else
            return self.wording.say(language, "withdraw_sure")
        chooses = text.strip(" .!)") in thread.offered
        if thread.has_case and thread.talk is not None and not chooses and self.short.asks_where_it_stands(text):
            if self.on_duty() == 0:
                return self.wording.say(language, "unanswered")
            return self.wording.say(language, "already", place=thread.talk.where.place)
        if (theirs := self.short.wrong_number(text)) is not None:
            return self.wording.say(theirs, "wrong_number")
        agrees = self.agrees(thread, text)
        interrupted, thread.interrupted = thread.interrupted, False
        if thread.consent_asked and (thread.consent_waits or interrupted) and agrees:
            return self.wording.say(language, "consent_again")  # they cannot have read it, or may have meant another
        answered = agrees or self.commands.is_no(text, language)
        if thread.consent_asked and not (answered or chooses) and self.short.says_little(text, language):
            thread.nodded = self.short.nods(text, language)
            return self.wording.say(language, "consent_again")
        return None

    def agrees(self, thread: Thread, text: RawText) -> bool:
        """A yes; or a nod that was asked for one in a line of its own, and is a nod again."""
        language = thread.route.language
        nods_again = thread.nodded and self.short.nods(text, language)
        return nods_again or self.commands.is_yes(text, language) or self.short.agrees(text, language)

    def _picked(self, thread: Thread, text: str, command: Command | None) -> Language | None:
        if command is not None and command.name == "language":
            return command.language
        return BY_NUMBER.get(text.strip()) if thread.offered.get(text.strip()) == "language" else None

    def _meant(self, thread: Thread, text: RawText, command: Command | None) -> dict[str, object]:
        """A number is the choice it was offered for; yes and no are those of the consent, and only after its text."""
        language = thread.route.language
        if thread.consent_asked and self.agrees(thread, text):
            # What was never sent is asked again.
            return {"choice": YES, "case_verifier": thread.route.verifier} if thread.consent_sent else {"choice": ASK}
        if thread.consent_asked and self.commands.is_no(text, language):
            return {"choice": NO}
        if command is not None and command.name == "human":
            return {"choice": ASK}
        choice = thread.offered.get(text.strip(" .!)"))
        return {"choice": choice} if choice is not None else {"text": text}

    async def say(self, thread: Thread, what: dict[str, object]) -> Answer:
        """Through the door, as a page would. A conversation that was forgotten for its silence begins anew."""
        n = self.door.next_number(thread.token)
        if n is None:
            thread.token = self.door.open_by_text(thread.route.language).token
            n = 1
            if what.get("choice") == YES:
                what = {"choice": ASK}  # the consent text was said in a conversation that is gone: it is said again
        picked = {"language": thread.route.language} if thread.route.picked else {}
        return await self.door.reception.receive(thread.token, {"n": n, **what, **picked})

    async def _answered(self, thread: Thread, answer: Answer, media: int, *, asked: bool = False) -> Answered:
        """`asked`: whether the consent was asked just before, so that its text is not said whole once more."""
        first = not thread.route.greeted
        # Nobody has two things to choose, and whoever is in danger or asked for a yes has no language to choose first.
        calm = first and not self.door.is_urgent(thread.token)
        said = self.wording.answer(answer, numbered=not calm)
        thread.offered, thread.choices, thread.consent_asked = said.offered, said.choices, said.asks_consent
        language = answer.language
        texts = [self.wording.say(language, "lost")] if thread.lost else []
        if first:
            welcome = [self.wording.say(language, "welcome")]
            # An answer to a question comes before all else.
            texts += [*welcome, *said.texts] if said.asks_consent else [*said.texts, *welcome]
            if calm and not said.asks_consent:
                texts.append(LANGUAGES)
                thread.offered = dict.fromkeys(BY_NUMBER, "language")
        elif not (asked and said.asks_consent):
            texts += said.texts
        if asked and answer.case is None:
            texts.append(self.wording.say(language, "consent_again"))
            thread.consent_asked, thread.consent_repeated = True, thread.consent_repeated + 1
        elif said.asks_consent:
            thread.consent_repeated, thread.consent_sent = 0, False
        if media or "link" in answer.hidden:
            texts.append(self.wording.say(language, "media"))
        thread.route.greeted, thread.lost, thread.nodded = True, False, False
        await self.note(thread, answer)
        return Answered(texts, asks=said.asks_consent and not asked)

    async def note(self, thread: Thread, answer: Answer) -> None:
        """What the answer changes: the language, the sources somebody may ask for, and whether a case has begun."""
        thread.route.language = answer.language
        # The last words first: they may say that an address is to be had.
        if sources := [source for reply in reversed(answer.replies) for source in reply.sources]:
            thread.sources = sources
        if thread.has_case:
            if answer.seen:
                await self.counsellors.remembers(thread, answer.seen)
        elif answer.case is not None and answer.case.outcome in ARRIVED and answer.case.case_id:
            self.counsellors.begin(thread, answer.case.case_id, answer.case.place or 1)
            if thread.over:  # STOP came while the case was handed over
                await self.counsellors.leave(thread)
