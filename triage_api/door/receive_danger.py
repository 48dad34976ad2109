"""A message that shows danger: answered at once from memory; what follows from it happens behind the answer."""

import asyncio
from dataclasses import dataclass

from triage_api.door.answer import Answer
from triage_api.door.background import Background
from triage_api.door.bot import SaidAtOnce, without_command
from triage_api.door.cannot_call import CannotCall
from triage_api.door.conversation import Conversation
from triage_api.door.danger import Danger, Found
from triage_api.door.danger_answer import DangerAnswer, danger_language, danger_topic
from triage_api.door.entrance import Begun, Entrance
from triage_api.door.message import MOST_CHARACTERS, Message, language_of, read_message
from triage_api.door.redact import Redacted, Redactor
from triage_api.door.refusals import NotUnderstood, TooFast
from triage_api.door.texts import IMMEDIATE_DANGER, Texts
from triage_api.door.turn import Going, Turns
from triage_api.refusing import tell_of
from triage_api.words import Channel, Language, RawText, RedactedText

ABOUT_ANOTHER = ("friend", "other")
"""Writers whose danger is somebody else's."""


@dataclass(frozen=True)
class InDanger:
    entrance: Entrance
    danger: Danger
    cannot_call: CannotCall
    answers: DangerAnswer
    texts: Texts
    redactor: Redactor
    turns: Turns
    background: Background

    async def answer(
        self, conversation: Conversation | None, body: object, text: RawText, found: tuple[Found, ...]
    ) -> Answer:
        """112 and what to do, whatever else is wrong: no conversation, a wrong number, too many, too long.

        Without a conversation one begins, at no cost and at any load, so that the way on to a counsellor stands open.
        In order, the message takes its number and still goes to the bot, so that the transcript has it, with what was
        said here: the bot's own answer to it is dropped. Over the limit it does not go on: the level and the signs are
        kept by the door.
        """
        redacted = self._redacted(text)
        message = _read(body)
        if conversation is None:
            language = danger_language(language_of(body), None, found)
            begun = self._begin(language, message)
            if begun is None:
                topic = danger_topic(found, about_another=False)
                return self._say(language, topic, text, redacted, offer=True)
            token, conversation = begun
            answer = self._in(conversation, body, message, text, found, redacted)
            return answer.model_copy(update={"token": token})
        return self._in(conversation, body, message, text, found, redacted)

    def _begin(self, language: Language, message: Message | None) -> Begun | None:
        """A conversation that takes this message as its first, by the number the page gave it."""
        if message is None:
            return None
        try:
            token, conversation = self.entrance.open_in_danger(language)
        except TooFast:
            return None
        conversation.last_n = message.n - 1
        return token, conversation

    def _in(
        self,
        conversation: Conversation,
        body: object,
        message: Message | None,
        text: RawText,
        found: tuple[Found, ...],
        redacted: Redacted | None,
    ) -> Answer:
        if message is not None and (said := conversation.said_in_danger(message.n)) is not None:
            return said
        language = self._language(conversation, body, found)
        level = max((sign.level for sign in found), key=lambda one: one.rank)
        conversation.findings.level = conversation.findings.level.at_least(level)
        conversation.findings.level_score = 1.0
        if redacted is not None:
            conversation.findings.add_signs(self.danger.words(found, redacted.text))
        topic = danger_topic(found, about_another=conversation.findings.writer in ABOUT_ANOTHER)
        answer = self._say(language, topic, text, redacted, offer=conversation.case is None)
        if message is not None and message.n == conversation.last_n + 1:
            self._note(conversation, message, answer, redacted)
        self.background.start(self.turns.tell_level(conversation))
        return answer

    def _note(self, conversation: Conversation, message: Message, answer: Answer, redacted: Redacted | None) -> None:
        answered: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        answered.set_result(answer)
        conversation.accept(message.n, answered)
        conversation.shows(answer.replies)
        words = without_command(redacted.text) if redacted is not None else None
        if words and conversation.speed.allows():
            going = Going(text=RedactedText(words[:MOST_CHARACTERS]), at_once=self._said(conversation, answer))
            self.background.start(self.turns.take(conversation, going))

    def _said(self, conversation: Conversation, answer: Answer) -> SaidAtOnce:
        by_text = conversation.channel is Channel.sms
        texts = (self.texts.by_text(reply, answer.language) if by_text else reply.text for reply in answer.replies)
        return SaidAtOnce(answer.replies[0].topic or "", tuple(texts))

    def _say(self, language: Language, topic: str, text: RawText, redacted: Redacted | None, *, offer: bool) -> Answer:
        cannot_call = topic == IMMEDIATE_DANGER and self.cannot_call.is_said(text)
        return Answer(
            replies=self.answers.replies(language, topic, offer_counsellor=offer, cannot_call=cannot_call),
            language=language,
            seen=without_command(redacted.text)[:MOST_CHARACTERS] if redacted is not None else None,
            hidden=list(redacted.hidden) if redacted is not None else [],
        )

    def _language(self, conversation: Conversation, body: object, found: tuple[Found, ...]) -> Language:
        conversation.pick(language_of(body))
        picked = conversation.language if conversation.picked else None
        conversation.language = danger_language(picked, conversation.language, found)
        return conversation.language

    def _redacted(self, text: RawText) -> Redacted | None:
        try:
            return self.redactor.redact(_of_accepted_length(text))
        except Exception as error:  # noqa: BLE001 (whatever breaks here, 112 is said; the text then goes no further)
            tell_of(error)
            return None


def _of_accepted_length(text: RawText) -> RawText:
    """The beginning, when it is too long; without the digits it ends on, which could be half of a number."""
    return text if len(text) <= MOST_CHARACTERS else RawText(text[:MOST_CHARACTERS].rstrip("0123456789 +-."))


def _read(body: object) -> Message | None:
    try:
        return read_message(body)
    except NotUnderstood:
        return None
