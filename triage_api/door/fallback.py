"""What the door says when the bot is dead: honest, with the lines that answer, and the way to a counsellor open."""

from collections.abc import Awaitable, Callable

from triage_api.door.answer import CaseOutcome, Reply
from triage_api.door.choices import ASK, NO, YES, Choices
from triage_api.door.conversation import Conversation
from triage_api.door.hand_over import HandOver
from triage_api.door.texts import Texts
from triage_api.words import Verifier

Duty = Callable[[], Awaitable[int | None]]
"""How many counsellors are on duty now; None when a transcript could be sealed for nobody."""


class Fallback:
    """Answers instead of the bot. Without a `duty` call it says nothing about who is on duty."""

    def __init__(self, texts: Texts, choices: Choices, hand_over: HandOver, duty: Duty | None) -> None:
        self._texts = texts
        self._choices = choices
        self._hand_over = hand_over
        self._duty = duty

    async def answer(
        self, conversation: Conversation, choice: str | None, verifier: Verifier | None
    ) -> tuple[list[Reply], CaseOutcome | None]:
        """Replies to a text (`choice` None) or to a choice, and the outcome when it was a hand-off."""
        if choice == YES and verifier is not None:
            outcome = await self._hand_over.hand_over(conversation, verifier)
            return await self._outcome(conversation, outcome), outcome
        if choice == ASK:
            return await self._consent(conversation), None
        if choice == NO:
            return [self._notice(conversation, "handoff.declined")], None
        lost = self._notice(conversation, "door.bot_dead")
        if conversation.case is None:
            lost.choices = [self._choices.counsellor(conversation.language)]
        return [lost], None

    async def _consent(self, conversation: Conversation) -> list[Reply]:
        replies = []
        if self._duty is not None:
            on_duty = await self._duty()
            if on_duty is None:
                return [self._notice(conversation, "handoff.no_reader")]
            if on_duty == 0:
                replies.append(self._notice(conversation, "handoff.nobody_on_duty"))
        consent = self._notice(conversation, "handoff.consent")
        consent.choices = self._choices.consent(conversation.language)
        conversation.consent_shown = True
        return [*replies, consent]

    async def _outcome(self, conversation: Conversation, case: CaseOutcome) -> list[Reply]:
        staffed = self._duty is None or await self._duty() != 0
        first = self._notice(conversation, f"handoff.{phrase_of(case, staffed=staffed)}", place=case.place or 1)
        if case.outcome == "arrived":
            return [first, self._notice(conversation, "handoff.bot_lost")]
        if case.outcome == "failed":
            first.choices = [self._choices.counsellor(conversation.language)]
        return [first]

    def _notice(self, conversation: Conversation, phrase: str, **braces: object) -> Reply:
        said = self._texts.say_on(conversation.channel, conversation.language, phrase, **braces)
        return Reply(text=said, kind="notice")


def phrase_of(case: CaseOutcome, *, staffed: bool = True) -> str:
    """The `handoff.*` phrase of an outcome; without a known place nothing is said about others waiting before."""
    if case.outcome != "arrived":
        return case.outcome
    if not staffed:
        return "arrived_unstaffed"
    return "arrived_alone" if (case.place or 1) == 1 else case.outcome
