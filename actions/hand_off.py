"""`action_hand_off`: the person has said yes; build the transcript, seal it, deliver it, and say what came of it."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker

from actions.deliver import Delivered, NotDelivered, Queue
from actions.readers import Readers
from actions.sealing.encoding import b64u
from actions.sealing.envelope import NoRecipients, seal_transcript
from actions.sealing.roster import RosterRefused
from actions.transcript import build_transcript


class ActionHandOff(Action):
    """Seals and delivers. Every way it can end is told to the person, and none of them holds a word of theirs."""

    def __init__(self, readers: Readers, queue: Queue) -> None:
        self.readers = readers
        self.queue = queue

    def name(self) -> str:
        return "action_hand_off"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[dict[str, Any]]:
        """Utters the outcome's phrase and `custom.case`; sets no slot, so a failed one can be asked for again."""
        verifier = tracker.get_slot("case_verifier")
        if not verifier:  # consent by a word on a channel whose page has not made its token: ask by button again
            return _say(dispatcher, "failed", None)
        case_id = b64u(os.urandom(16))
        transcript = build_transcript(case_id, tracker.slots, tracker.events)
        try:
            roster, readers = self.readers.now(datetime.now(UTC), await self.queue.may_own())
            envelope = seal_transcript(transcript, case_id, readers, roster.number)
        except (NoRecipients, RosterRefused):
            return _say(dispatcher, "no_recipient", None)
        clear = {key: transcript[key] for key in ("level", "language", "channel", "writer")}
        try:
            delivered = await self.queue.deliver({"verifier": verifier, "envelope": envelope, **clear})
        except NotDelivered:
            return _say(dispatcher, "failed", None)
        duty = await self.queue.duty()
        # A queue that does not answer now has taken the case a moment ago: nothing is said of who is there.
        return _say(dispatcher, delivered.outcome, delivered, staffed=duty is None or duty.on_duty > 0)


def _say(
    dispatcher: CollectingDispatcher, outcome: str, delivered: Delivered | None, *, staffed: bool = True
) -> list[dict[str, Any]]:
    place = delivered.place if delivered else None
    phrase = outcome
    if outcome == "arrived" and not staffed:
        phrase = "arrived_unstaffed"
    elif outcome == "arrived" and place == 1:
        phrase = "arrived_alone"
    dispatcher.utter_message(response=f"utter_handoff.{phrase}", place=place)
    case_id = delivered.case_id if delivered else None
    dispatcher.utter_message(json_message={"case": {"outcome": outcome, "case_id": case_id, "place": place}})
    return []
