"""The door put together: what it reads at start, what it keeps in memory, how it starts and stops."""

import asyncio
import time
from collections.abc import Callable

import httpx

from triage_api.door.answer import Reply
from triage_api.door.background import Background
from triage_api.door.bot import Bot
from triage_api.door.cannot_call import load_cannot_call
from triage_api.door.cases import Cases
from triage_api.door.choices import Choices, load_answers
from triage_api.door.clean import clean
from triage_api.door.conversation import Conversation
from triage_api.door.conversations import Conversations
from triage_api.door.danger import Danger
from triage_api.door.danger_answer import DangerAnswer, danger_topic
from triage_api.door.entrance import Entrance
from triage_api.door.fallback import Duty, Fallback
from triage_api.door.hand_over import HandOver
from triage_api.door.message import MOST_CHARACTERS, Opened
from triage_api.door.receive import Reception
from triage_api.door.receive_danger import InDanger
from triage_api.door.redact import load_redactor
from triage_api.door.refusals import DoorRefusal
from triage_api.door.signs import load_signs
from triage_api.door.texts import load_texts
from triage_api.door.turn import Turns
from triage_api.settings import Settings
from triage_api.words import Channel, Language, Level, Verifier

# About 3 KB each: 20,000 are 60 MB, and more people than will ever write at once.
MOST_CONVERSATIONS = 20_000
# `actions` retries its delivery; sealing and a busy queue take longer than a bot's answer.
HAND_OVER_SECONDS = 15.0


class Door:
    """`start` and `stop` belong in the server's lifespan. Raises `TextsMissing`, `SignsMissing` or `NumbersMissing`
    when made without what it needs to say 112 and to redact."""

    def __init__(
        self,
        settings: Settings,
        cases: Cases,
        duty: Duty | None = None,
        *,
        now: Callable[[], float] = time.monotonic,
        most_conversations: int = MOST_CONVERSATIONS,
    ) -> None:
        self._cases = cases
        self._now = now
        self._idle_seconds = settings.idle_minutes * 60
        self.texts = load_texts(settings.content)
        danger, redactor = Danger(load_signs(settings.config)), load_redactor(settings.content, settings.config)
        choices = Choices(self.texts, load_answers(settings.config))
        answers = DangerAnswer(self.texts, choices)
        self._danger, self._answers = danger, answers
        # No proxy from the environment, no redirects: the person's words go over loopback or nowhere.
        self._client = httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=HAND_OVER_SECONDS)
        self._bot = Bot(self._client, settings.bot_url, settings.bot_timeout_seconds)
        hand_over = HandOver(self._client, settings.actions_url, HAND_OVER_SECONDS)
        fallback = Fallback(self.texts, choices, hand_over, duty)
        turns = Turns(self._bot, fallback, answers, choices, self.texts, cases)
        self._background = Background()
        self.conversations = Conversations(
            self._idle_seconds, settings.messages_per_minute, most_conversations, now, self._tell_bot
        )
        self.entrance = Entrance(self.conversations, settings.openings_per_minute, now)
        cannot_call = load_cannot_call(settings.config)
        in_danger = InDanger(self.entrance, danger, cannot_call, answers, self.texts, redactor, turns, self._background)
        self.reception = Reception(self.conversations, danger, in_danger, redactor, turns, choices, self._background)

    async def start(self) -> None:
        """Begins the sweep and listens for ended cases, which the queue tells from its own threads."""
        loop = asyncio.get_running_loop()

        def ended(verifier: Verifier) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(self.conversations.case_ended, verifier)

        self._cases.on_ended(ended)
        self._background.start(self._sweep())

    async def stop(self) -> None:
        """Drops everything. Nothing is written."""
        await self._background.stop()
        await self._client.aclose()

    async def open(self, language: Language, proof: str | None = None) -> Opened:
        """A new conversation. Raises `ProofNeeded` under load and `TooFast` without room; whoever is in danger needs
        neither call nor proof: `Reception.receive` answers without a conversation, and begins one."""
        token, conversation = self.entrance.open(language, proof)
        return Opened(token=token, language=conversation.language)

    def open_in_danger(self, language: Language) -> Opened:
        """The same for who has just written of danger where one page begins and says at once. Raises `TooFast`."""
        token, conversation = self.entrance.open_in_danger(language)
        return Opened(token=token, language=conversation.language)

    def open_by_text(self, language: Language) -> Opened:
        """For who texts: no proof can be asked of a phone, and each text costs its sender. Raises `TooFast`."""
        token, conversation = self.entrance.open_in_danger(language)
        conversation.channel = Channel.sms
        return Opened(token=token, language=conversation.language)

    def leave(self, token: str | None) -> None:
        conversation = self.conversations.find(token)
        if conversation is not None:
            self.conversations.forget(conversation)

    def next_number(self, token: str | None) -> int | None:
        """The number of this conversation's next message, for a page that cannot count; None when there is none.

        To ask is to be there: it counts as being seen.
        """
        conversation = self.conversations.find(token)
        return conversation.last_n + 1 if conversation is not None else None

    def is_urgent(self, token: str | None) -> bool:
        """Whether anything in this conversation has shown serious danger, to the door or to the bot."""
        conversation = self.conversations.find(token)
        return conversation is not None and conversation.findings.level.rank >= Level.high.rank

    def says_112(self, text: str, language: Language) -> list[Reply]:
        """The answer to danger in a text that goes to a counsellor, or nowhere; empty when the text shows none."""
        found = self._danger.find(clean(text)) if text else ()
        if not found:
            return []
        return self._answers.replies(language, danger_topic(found, about_another=False), offer_counsellor=False)

    def in_words(self, refusal: DoorRefusal, token: str | None, otherwise: Language) -> DoorRefusal:
        """The same refusal as a sentence in the conversation's language, or in `otherwise` when there is none."""
        conversation = self.conversations.find(token)
        language = conversation.language if conversation is not None else otherwise
        say = self.texts.say(language, refusal.phrase, limit=MOST_CHARACTERS)
        return type(refusal)(say, **refusal.facts)

    def _tell_bot(self, conversation: Conversation) -> None:
        self._background.start(self._close(conversation))

    async def _close(self, conversation: Conversation) -> None:
        # After the turn under way, or the bot would begin a new tracker with what comes last.
        async with conversation.lock:
            await self._bot.forget(conversation.id)

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(min(30.0, self._idle_seconds / 4))
            self.conversations.sweep()
