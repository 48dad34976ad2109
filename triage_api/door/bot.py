"""Door → bot: Rasa's REST channel on loopback. All that is not a usable answer is one thing: a dead bot."""

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx

from triage_api.door.choices import YES, Meaning
from triage_api.door.conversation import Conversation
from triage_api.words import ConversationId, Level, RedactedText, Verifier


class BotDead(Exception):
    """No usable answer: refused, hung, slow, an error, `[]`, or something that is not a list of messages.

    Rasa answers 200 and `[]` when a component raised, so an empty list is the same as a crash.
    """


@dataclass(frozen=True)
class SaidAtOnce:
    """What the door itself has answered danger with: the bot's own answer to that message is shown to nobody."""

    topic: str
    texts: tuple[str, ...]


# After it hung once, people wait for it only briefly for a while: a frightened person who presses the button for a
# counsellor must not sit out the full limit behind each message sent before.
BRIEF_SECONDS = 1.0
BRIEF_FOR_SECONDS = 20.0
# Rasa understands one message at a time, also those that nobody waits for any more. More than it can do in a second
# stay here until their limit, or in a crowd it would work on nothing else.
AT_ONCE = 32
# So many wait here at the most. Whoever comes after them would wait for nothing: they are answered without the bot at
# once, with 112, the lines that are open and the way to a counsellor.
MOST_WAITING = 96


class Bot:
    """Says things to the bot. Never logs, and the time limit holds for a whole answer, not for each byte of it."""

    def __init__(
        self, client: httpx.AsyncClient, url: str, timeout_seconds: float, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._client = client
        self._address = f"{url}/webhooks/rest/webhook"
        self._timeout = timeout_seconds
        self._now = now
        self._brief_until = now()
        self._room = asyncio.Semaphore(AT_ONCE)
        self._asked = 0

    async def hear_text(
        self, conversation: Conversation, text: RedactedText, at_once: SaidAtOnce | None = None
    ) -> list[dict[str, Any]]:
        """Raises `BotDead`. A leading `/` would be a command to Rasa: the words go on without it. `at_once` stands in
        the transcript in the place of what the bot answers."""
        findings = conversation.findings
        metadata: dict[str, Any] = {
            "language": conversation.language,
            "picked": conversation.picked,
            "begun": conversation.begun,
            "consent": any(choice.id == YES for choice in conversation.shown),
            "channel": conversation.channel,
            "level": findings.level,
            "signs": findings.signs,
            "topic": conversation.topic,
            "asked": conversation.asked,
            "lately": conversation.lately,
            "told": conversation.told,
            "danger": conversation.danger,
            "writer": findings.writer,
            "known": findings.known,
        }
        if at_once is not None:
            metadata["said_at_once"] = {"topic": at_once.topic, "texts": at_once.texts}
        return await self._say(conversation.id, without_command(text), metadata)

    async def hear_choice(
        self, conversation: Conversation, choice: Meaning, label: str | None, verifier: Verifier | None
    ) -> list[dict[str, Any]]:
        """Raises `BotDead`. Rasa drops the metadata of `/` messages, so the payload carries entities instead; `label`
        is what the button said, for the transcript."""
        entities: dict[str, Any] = {"language": conversation.language, "channel": conversation.channel}
        known, told = conversation.findings.level, Level(choice.tells.get("level", Level.routine))
        entities |= choice.tells
        entities["level"] = known.at_least(told)
        if told.rank > known.rank:
            entities["level_score"] = {"level": told, "score": 1.0}  # the person said it
        if conversation.topic is not None:
            entities["about"] = conversation.topic
        if label is not None:
            entities["label"] = label
        if verifier is not None:
            entities["case_verifier"] = verifier
        return await self._say(conversation.id, f"/{choice.intent}{json.dumps(entities)}", {})

    async def forget(self, conversation_id: ConversationId) -> None:
        """The conversation is over: its tracker is deleted. A dead bot forgets by itself: it holds all in memory."""
        try:
            await self._post(conversation_id, "/case_closed", {})
        except BotDead:
            return

    async def _say(self, sender: ConversationId, message: str, metadata: dict[str, Any]) -> list[dict[str, Any]]:
        said = await self._post(sender, message, metadata)
        if not isinstance(said, list) or not all(isinstance(item, dict) for item in said):
            raise BotDead
        if not any(isinstance(item.get("text"), str) and item["text"].strip() for item in said):
            raise BotDead
        return said

    async def _post(self, sender: ConversationId, message: str, metadata: dict[str, Any]) -> object:
        body = {"sender": sender, "message": message, "metadata": metadata}
        if self._asked >= AT_ONCE + MOST_WAITING:
            raise BotDead
        brief = self._now() < self._brief_until
        self._asked += 1
        try:
            async with asyncio.timeout(min(self._timeout, BRIEF_SECONDS) if brief else self._timeout), self._room:
                response = await self._client.post(self._address, json=body)
            self._brief_until = self._now()
            response.raise_for_status()
            return response.json()
        except TimeoutError:
            if not brief:
                self._brief_until = self._now() + BRIEF_FOR_SECONDS
            raise BotDead from None
        except (httpx.HTTPError, ValueError, RecursionError):
            # `from None`: the cause holds the request, and with it what the person wrote.
            raise BotDead from None
        finally:
            self._asked -= 1


def without_command(text: RedactedText) -> RedactedText:
    """The text without the slashes it begins with; empty when there was nothing else."""
    return RedactedText(text.lstrip("/ \t\n"))
