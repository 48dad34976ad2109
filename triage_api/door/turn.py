"""One turn of a conversation: the bot is asked, and what it says becomes the answer. Never two turns at once."""

import asyncio
from dataclasses import dataclass
from typing import Any

from triage_api.door.answer import Answer, CaseOutcome, Reply, danger_first
from triage_api.door.bot import Bot, BotDead, SaidAtOnce
from triage_api.door.cases import Cases
from triage_api.door.choices import YES, Choices
from triage_api.door.conversation import LATELY, Conversation, LivingCase
from triage_api.door.danger_answer import DangerAnswer
from triage_api.door.fallback import Fallback, phrase_of
from triage_api.door.merge import BotSaid, read_bot, take_state
from triage_api.door.refusals import SessionOver
from triage_api.door.texts import Texts
from triage_api.words import Level, RedactedText, Verifier


@dataclass(frozen=True)
class Going:
    """What goes on to the bot: a redacted text, with what was said `at_once` to danger in it, or a choice."""

    text: RedactedText | None = None
    at_once: SaidAtOnce | None = None
    hidden: tuple[str, ...] = ()
    choice: str | None = None
    verifier: Verifier | None = None


@dataclass(frozen=True)
class Turns:
    """Takes turns with the bot, with the fallback when it is dead."""

    bot: Bot
    fallback: Fallback
    danger: DangerAnswer
    choices: Choices
    texts: Texts
    cases: Cases

    async def take(self, conversation: Conversation, going: Going) -> Answer:
        """Waits for its place, then answers. Raises `SessionOver` when the conversation ended while it waited."""
        async with conversation.lock:
            if conversation.over:
                raise SessionOver
            if going.choice == YES and conversation.case is not None:
                return await self._already(conversation, conversation.case)
            before = conversation.findings.level
            conversation.expected_case = going.verifier
            try:
                items = await self._ask(conversation, going)
                replies, case = self._of_bot(conversation, items, before, dropped=going.at_once is not None)
            except BotDead:
                replies, case = await self.fallback.answer(conversation, going.choice, going.verifier)
            self._note_case(conversation, going.verifier, case, before)
        await self.tell_level(conversation)
        return Answer(
            replies=danger_first(replies),
            language=conversation.language,
            seen=going.text,
            hidden=list(going.hidden),
            case=case,
        )

    async def tell_level(self, conversation: Conversation) -> None:
        """What is written after a hand-off can raise the case in the queue; nothing lowers it."""
        case, level = conversation.case, conversation.findings.level
        if case is not None and level.rank > case.level.rank:
            case.level = level
            await asyncio.to_thread(self.cases.raise_level, case.verifier, level)

    async def _ask(self, conversation: Conversation, going: Going) -> list[dict[str, Any]]:
        if going.choice is not None:
            meaning = self.choices.meaning(going.choice)
            label = next((choice.label for choice in conversation.shown if choice.id == going.choice), None)
            return await self.bot.hear_choice(conversation, meaning, label, going.verifier)
        answered = await self.bot.hear_text(conversation, going.text or RedactedText(""), going.at_once)
        conversation.begun = True
        return answered

    def _of_bot(
        self, conversation: Conversation, items: list[dict[str, Any]], before: Level, *, dropped: bool
    ) -> tuple[list[Reply], CaseOutcome | None]:
        """What the person is told, and what becomes of a hand-off. Of what is `dropped`, since they were answered at
        once, only the findings are kept: nothing may lean on words that nobody saw."""
        said: BotSaid = read_bot(items, self.choices)
        take_state(conversation, said.state)
        if dropped:
            return said.replies, said.case
        if conversation.case is not None:
            # Whoever has said yes already would wonder whether it was heard.
            offer = self.texts.say(conversation.language, "bot.danger_offer")
            said.replies = [reply for reply in said.replies if reply.text != offer]
        rose = conversation.findings.level is Level.immediate and before is not Level.immediate
        if rose and not any(reply.kind == "danger" for reply in said.replies):
            offered = conversation.case is None
            said.replies = self.danger.replies(conversation.language, offer_counsellor=offered) + said.replies
        _remember(conversation, said)
        return said.replies, said.case

    def _note_case(
        self, conversation: Conversation, verifier: Verifier | None, case: CaseOutcome | None, sent_with: Level
    ) -> None:
        # The level it was sent with, not today's: danger written while it was on its way is still to be told.
        conversation.expected_case = None
        if verifier is not None and case is not None and case.outcome in ("arrived", "already"):
            conversation.case = LivingCase(verifier, case.case_id, sent_with)

    async def _already(self, conversation: Conversation, living: LivingCase) -> Answer:
        """A second yes makes no second case."""
        place = await asyncio.to_thread(self.cases.place, living.verifier)
        case = CaseOutcome(outcome="already", case_id=living.case_id, place=place)
        said = self.texts.say_on(
            conversation.channel, conversation.language, f"handoff.{phrase_of(case)}", place=place or 1
        )
        return Answer(replies=[Reply(text=said, kind="notice")], language=conversation.language, case=case)


def _remember(conversation: Conversation, said: BotSaid) -> None:
    """What the next short message may lean on. Danger interrupts: what stood open before it still does after it."""
    conversation.consent_shown = conversation.consent_shown or said.consent_shown
    conversation.shows(said.replies)
    if any(reply.kind == "danger" for reply in said.replies):
        return
    conversation.asked = said.asked
    if said.asked is not None:
        conversation.lately = [*conversation.lately, said.asked][-LATELY:]
    topics = [reply.topic for reply in said.replies if reply.topic is not None]
    if topics:
        conversation.topic = topics[-1]
        conversation.told += [topic for topic in topics if topic not in conversation.told]
