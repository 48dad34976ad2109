"""`action_ask_consent`: before a human reads anything, the person is told who, what, how long, and asked."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker

from actions.deliver import Queue


class ActionAskConsent(Action):
    """Asks for consent; when nobody is on duty it says so first, before the person decides or writes more.

    A friend hears that their worry can be handed over as it is, without the other person's name.
    """

    def __init__(self, queue: Queue) -> None:
        self.queue = queue

    def name(self) -> str:
        return "action_ask_consent"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[dict[str, Any]]:
        """A queue that does not answer counts as nobody on duty: better too little promised than too much."""
        if not await self.queue.on_duty():
            dispatcher.utter_message(response="utter_handoff.nobody_on_duty")
        if tracker.get_slot("writer") == "friend":
            dispatcher.utter_message(response="utter_handoff.concern")
        dispatcher.utter_message(response="utter_handoff.consent")
        return []
