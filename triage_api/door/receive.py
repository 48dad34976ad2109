"""The way of a message through the door, in this order and no other:

danger signs → conversation → form → repeat → number → limits → redact → one turn at a time → answer.
The size of the body is checked before, on the stream.
"""

import asyncio
from dataclasses import dataclass

from triage_api.door.answer import Answer
from triage_api.door.background import Background
from triage_api.door.bot import without_command
from triage_api.door.choices import YES, Choices, typed_choice
from triage_api.door.clean import clean
from triage_api.door.conversation import Conversation
from triage_api.door.conversations import Conversations
from triage_api.door.danger import Danger
from triage_api.door.message import MOST_CHARACTERS, Message, read_message, text_of
from triage_api.door.receive_danger import InDanger
from triage_api.door.redact import Redactor
from triage_api.door.refusals import Empty, OutOfOrder, SessionOver, TextTooLong, TooFast, UnknownChoice
from triage_api.door.turn import Going, Turns
from triage_api.words import RawText


@dataclass(frozen=True)
class Reception:
    conversations: Conversations
    danger: Danger
    in_danger: InDanger
    redactor: Redactor
    turns: Turns
    choices: Choices
    background: Background

    async def receive(self, token: str | None, body: object) -> Answer:
        """The answer to one message. Raises a `DoorRefusal`; a message in danger is never refused."""
        text = clean(text_of(body))
        found = self.danger.find(text) if text else ()
        conversation = self.conversations.find(token)
        if found:
            return await self.in_danger.answer(conversation, body, text, found)
        if conversation is None:
            raise SessionOver
        message = read_message(body)
        if conversation.is_repeat(message.n) and conversation.last is not None:
            return await asyncio.shield(conversation.last)
        going = self._admit(conversation, message, text)
        conversation.pick(message.language)
        answer = self.background.start(self.turns.take(conversation, going))
        conversation.accept(message.n, answer)
        # Shielded: a connection that drops must not break off a turn, least of all a hand-off.
        return await asyncio.shield(answer)

    def _admit(self, conversation: Conversation, message: Message, text: RawText) -> Going:
        """What may go on. A refused message takes no number: the page corrects it and sends the same number again."""
        if message.n != conversation.last_n + 1:
            raise OutOfOrder(expected=conversation.last_n + 1)
        if message.choice is not None:
            allowed = message.choice != YES or conversation.consent_shown
            if not allowed or not self.choices.is_known(message.choice):
                raise UnknownChoice
        elif len(text) > MOST_CHARACTERS:
            raise TextTooLong(limit=MOST_CHARACTERS)
        if not conversation.speed.allows():
            raise TooFast
        if message.choice is not None:
            return Going(text=None, choice=message.choice, verifier=message.verifier)
        redacted = self.redactor.redact(text)
        if not without_command(redacted.text):
            raise Empty
        if (choice := typed_choice(redacted.text, conversation.shown, conversation.numbered)) is not None:
            return Going(choice=choice)
        return Going(text=without_command(redacted.text), hidden=tuple(redacted.hidden))
