"""The hand-off while the bot is dead: the door asks `actions` itself, with slots and no events (docs/wire.md §3)."""

import asyncio
from typing import Any

import httpx

from triage_api.door.answer import CaseOutcome
from triage_api.door.conversation import Conversation
from triage_api.door.merge import read_case
from triage_api.words import Verifier

FAILED = CaseOutcome(outcome="failed")


class HandOver:
    """At most one case comes of it however often it is tried: the queue knows the verifier."""

    def __init__(self, client: httpx.AsyncClient, actions_url: str, timeout_seconds: float) -> None:
        self._client = client
        self._address = f"{actions_url}/webhook"
        self._timeout = timeout_seconds

    async def hand_over(self, conversation: Conversation, verifier: Verifier) -> CaseOutcome:
        """What came of it; `failed` when `actions` cannot be asked or does not say."""
        try:
            async with asyncio.timeout(self._timeout):
                response = await self._client.post(self._address, json=_call(conversation, verifier))
            response.raise_for_status()
            answered = response.json()
        except (httpx.HTTPError, TimeoutError, ValueError, RecursionError):
            return FAILED
        responses = answered.get("responses") if isinstance(answered, dict) else None
        for said in responses if isinstance(responses, list) else []:
            custom = said.get("custom") if isinstance(said, dict) else None
            if isinstance(custom, dict) and isinstance(custom.get("case"), dict):
                return read_case(custom["case"]) or FAILED
        return FAILED


def _call(conversation: Conversation, verifier: Verifier) -> dict[str, Any]:
    findings = conversation.findings
    slots = {
        "language": conversation.language,
        "channel": conversation.channel,
        "level": findings.level,
        "level_score": findings.level_score,
        "signs": findings.signs,
        "topics": findings.topics,
        "writer": findings.writer,
        "case_verifier": verifier,
        "bot_lost": True,
    }
    tracker: dict[str, Any] = {
        "sender_id": conversation.id,
        "slots": slots,
        "latest_message": {},
        "latest_event_time": None,
        "events": [],
        "paused": False,
        "followup_action": None,
        "active_loop": {},
        "latest_action_name": None,
        "latest_input_channel": "rest",
    }
    return {"next_action": "action_hand_off", "sender_id": conversation.id, "tracker": tracker, "domain": {}}
